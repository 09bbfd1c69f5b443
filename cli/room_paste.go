package cli

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench/imported"
	"dragstrip/tui"
)

// pasteSource names results that were pasted on a screen.
const pasteSource = "pasted text"

// importPasted imports what was pasted on a screen, with the same code as
// dragstrip import. If somebody must say what the columns of a table mean, it
// gives a question, and imports nothing yet.
func (r rooms) importPasted(ctx context.Context, p tui.Pasted) (tui.Import, error) {
	hints := imported.Hints{Model: p.Model, Columns: map[string]imported.Meaning{}}
	for head, meaning := range p.Columns {
		hints.Columns[head] = imported.Meaning(meaning)
	}
	text := []byte(p.Text)
	done, err := r.importText(ctx, text, pasteSource, importAsk{machine: p.Machine}, func() (imported.Found, error) {
		found, err := imported.Read(text, hints)
		if err == nil && !p.MachineAsked && !slices.ContainsFunc(found.Figures, (*imported.Figure).NamesMachine) {
			err = errNoMachine
		}
		return found, err
	})
	if errors.Is(err, errNoMachine) {
		return tui.Import{Question: questionOfMachine(p)}, nil
	}
	var unclear *imported.Unclear
	if errors.As(err, &unclear) {
		return tui.Import{Question: questionAbout(unclear, p)}, nil
	}
	out := tui.Import{Lines: done.said(""), Sessions: done.Already}
	if done.Own != "" {
		out.Sessions = append(out.Sessions, done.Own)
	}
	for _, s := range done.Sessions {
		out.Sessions = append(out.Sessions, s.Session)
	}
	return out, err
}

// errNoMachine says that somebody must be asked which machine measured.
var errNoMachine = errors.New("the text does not name the machine")

// questionOfMachine asks which machine measured. It is asked once, because
// people often do not know.
func questionOfMachine(p tui.Pasted) *tui.ImportQuestion {
	return &tui.ImportQuestion{
		Text: "Which machine measured this?", Typed: "the name of the machine, or ? if you do not know it",
		Word: func(text string) (tui.Pasted, error) {
			with := p
			with.MachineAsked = true
			if with.Machine = strings.TrimSpace(text); with.Machine == "?" {
				with.Machine = ""
			}
			return with, nil
		},
	}
}

// questionAbout makes the question that a screen asks about pasted results.
func questionAbout(u *imported.Unclear, p tui.Pasted) *tui.ImportQuestion {
	q := &tui.ImportQuestion{Text: questionOf(u), Columns: columnsSaid(u)}
	switch u.Missing {
	case imported.MeansModel:
		q.Typed = "the model's name"
	case imported.MeansTest:
		q.Typed = "a test, such as pp512 or tg128"
	}
	answered := func(answer string) (tui.Pasted, error) {
		hints := imported.Hints{Model: p.Model, Columns: map[string]imported.Meaning{}}
		if err := takeMeaning(u, answer, &hints); err != nil {
			return p, err
		}
		with := p
		with.Model, with.Columns = hints.Model, maps.Clone(p.Columns)
		if with.Columns == nil {
			with.Columns = map[string]string{}
		}
		for head, meaning := range hints.Columns {
			with.Columns[head] = string(meaning)
		}
		return with, nil
	}
	q.Column = func(at int) (tui.Pasted, error) { return answered(strconv.Itoa(at + 1)) }
	q.Word = func(text string) (tui.Pasted, error) { return answered(strings.TrimSpace(text)) }
	return q
}
