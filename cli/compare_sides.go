package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/imported"
	"dragstrip/bench/journal"
	"dragstrip/bench/published"
	"dragstrip/bench/report"
)

// measurements collects what is compared. It has each measurement once, even if
// several names mean it.
type measurements struct {
	sessions []*bench.Session
	names    []string // by which the user named the sessions
	again    []string // says which names were left out
}

func (m *measurements) add(name string, s *bench.Session) {
	at := slices.IndexFunc(m.sessions, func(have *bench.Session) bool { return report.SameMeasurement(have, s) })
	if at < 0 {
		m.sessions, m.names = append(m.sessions, s), append(m.names, name)
		return
	}
	have := m.sessions[at]
	m.sessions[at] = report.FullerOf(have, s)
	text := fmt.Sprintf("%s was named more than once", bench.Clean(name))
	if name != m.names[at] {
		text = fmt.Sprintf("%s is the same measurement as %s", bench.Clean(name), bench.Clean(m.names[at]))
	}
	if id := cmp.Or(have.ID, s.ID); id != "" && id != name {
		text += fmt.Sprintf(" (session %s)", bench.Clean(id))
	}
	m.again = append(m.again, text+", so it is shown once")
}

// tellAgain says which names were left out. alone says that a comparison was
// meant, and only one measurement is left.
func (m *measurements) tellAgain(e *env, alone bool) {
	for i, text := range m.again {
		if alone && i == len(m.again)-1 {
			text += "; there is nothing to compare it with"
		}
		fmt.Fprintf(e.err, "note: %s\n", text)
	}
}

// sides reads what is compared: sessions, reports, files of results and chips.
// with holds words from the names of further chips.
func (e *env) sides(ctx context.Context, names, with []string) ([]*bench.Session, error) {
	if len(names) == 0 {
		names = []string{"last"}
	}
	var out measurements
	var chips []*published.Chip
	for _, name := range names {
		if isFile(name) {
			found, err := e.sideOfFile(ctx, name)
			if err != nil {
				return nil, err
			}
			for _, s := range found {
				out.add(name, s)
			}
			continue
		}
		s, err := e.earlier(name)
		if err == nil {
			out.add(name, s)
			continue
		}
		if name == "last" {
			return nil, err
		}
		found := published.Load().FindChips(name)
		switch {
		case !errors.Is(err, journal.ErrNoSession):
			return nil, err
		case len(found) == 0:
			return nil, fmt.Errorf("%w; and no chip has these words in its name", err)
		}
		chips = addChips(chips, found)
	}
	for _, name := range with {
		found := published.Load().FindChips(name)
		if len(found) == 0 {
			return nil, noChip("--with", name)
		}
		chips = addChips(chips, found)
	}
	out.tellAgain(e, len(out.sessions) == 1 && len(chips) == 0)
	if len(chips) == 0 {
		return out.sessions, nil
	}
	return e.withChips(out.sessions, chips)
}

// noChip gives the error for words that name no chip.
func noChip(flag, words string) error {
	return usagef("%s %s: no chip has these words in its name; `dragstrip predict MODEL --all` lists all", flag, bench.Clean(words))
}

// addChips adds the chips that are not in the list yet.
func addChips(chips, more []*published.Chip) []*published.Chip {
	for _, c := range more {
		if !slices.Contains(chips, c) {
			chips = append(chips, c)
		}
	}
	return chips
}

// sideOfFile reads a report, or results that somebody else measured. It imports
// nothing, because the sessions are only compared.
func (e *env) sideOfFile(ctx context.Context, name string) ([]*bench.Session, error) {
	text, err := readReport(name)
	if err != nil {
		return nil, err
	}
	if report.IsReport(text) {
		s, err := reportIn(name, text)
		return []*bench.Session{s}, err
	}
	found, err := e.readAsking(ctx, text, imported.Hints{})
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", bench.Clean(name), err)
	}
	from := importAsk{}.fact(filepath.Base(name), digestOf(text), time.Now())
	var out []*bench.Session
	for one := range found.Sessions(imported.Source{Imported: from, Version: Version}) {
		s := bench.NewSession()
		for event := range one.Events() {
			s.Apply(event)
		}
		out = append(out, s)
	}
	return out, ctx.Err()
}
