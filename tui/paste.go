package tui

import (
	"errors"
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/tui/theme"
)

// mostPasted is the size of the largest text that can be pasted. Larger texts
// can be imported from a file.
const mostPasted = 1 << 20

// pastedMsg brings what was imported, or a question about it.
type pastedMsg struct {
	result Import
	err    error
}

// paste imports what was pasted on a screen. The answer goes to that screen.
func (d *desk) paste(at screenNumber, text string) (action, tea.Cmd) {
	switch {
	case strings.TrimSpace(text) == "":
		return nil, nil
	case len(text) > mostPasted:
		return bad(fmt.Sprintf("Not imported: it is larger than %s. Save it as a file: `dragstrip import FILE`.", bench.FormatBytes(mostPasted))), nil
	}
	return d.doing("reading what was pasted"), d.importPasted(at, Pasted{Text: pastedLines.Replace(text)})
}

// pastedLines gives the pasted text its line ends. A terminal sends the enter
// key at the end of each line instead.
var pastedLines = strings.NewReplacer("\r\n", "\n", "\r", "\n")

func (d *desk) importPasted(at screenNumber, p Pasted) tea.Cmd {
	ctx, read := d.ctx, d.Sessions.Import
	return to(at, func() tea.Msg {
		result, err := read(ctx, p)
		return pastedMsg{result, err}
	})
}

// pasted shows what was imported, or a question, or the reason why nothing was
// imported.
func (d *desk) pasted(at screenNumber, msg pastedMsg) action {
	switch {
	case msg.err != nil:
		return open{&pager{title: "Not imported", lines: cleanAll([]string{msg.err.Error()})}} // too long for a notice
	case msg.result.Question != nil:
		return open{d.askMeaning(at, *msg.result.Question)}
	}
	return open{&pager{title: "Imported", lines: cleanAll(msg.result.Lines)}}
}

// askMeaning asks what a column of a pasted table means.
func (d *desk) askMeaning(at screenNumber, q ImportQuestion) dialog {
	list := &menu{title: bench.Clean(q.Text)}
	then := func(p Pasted, err error) (action, tea.Cmd) {
		if err != nil {
			return bad(bench.Clean(err.Error())), nil
		}
		return d.doing("reading what was pasted"), d.importPasted(at, p)
	}
	for i, column := range q.Columns {
		list.add(bench.Clean(column), func() (action, tea.Cmd) { return then(q.Column(i)) })
	}
	if q.Typed == "" {
		return list
	}
	typed := newPrompt(bench.Clean(q.Text), "Type "+q.Typed+".", "", func(text string) (action, tea.Cmd) { return then(q.Word(text)) })
	typed.check = func(text string) error {
		if strings.TrimSpace(text) == "" {
			return errors.New("type " + q.Typed + ", or press esc")
		}
		_, err := q.Word(text)
		return err
	}
	if len(q.Columns) == 0 {
		return typed
	}
	list.add(d.Paint(theme.Accent, "no column: type "+q.Typed), func() (action, tea.Cmd) { return open{typed}, nil })
	return list
}
