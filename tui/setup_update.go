package tui

import (
	"context"
	"fmt"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

func (f *setupForm) key(msg tea.KeyMsg) (action, tea.Cmd) {
	if f.busy() {
		return f.keyWhileBusy(msg), nil
	}
	if by, ok := steps(msg, 5, len(f.offers)); ok {
		f.at = min(max(f.at+by, 0), max(len(f.offers)-1, 0))
		return said(""), nil
	}
	if f.at >= len(f.offers) {
		return nil, nil
	}
	switch {
	case key.Matches(msg, keyMark):
		if f.offers[f.at].Refused != "" {
			return bad(bench.Clean(f.offers[f.at].Refused)), nil
		}
		f.tick()
		return said(""), nil
	case key.Matches(msg, keyAddFolder):
		return open{f.askFolder()}, nil
	case msg.String() == "i":
		o := f.offers[f.at]
		lines := append([]string{o.Title, ""}, o.Explain...)
		if o.Refused != "" {
			lines = append(lines, o.Refused)
		}
		return open{&pager{title: o.Name, lines: cleanAll(lines)}}, nil
	case key.Matches(msg, keyEnter) && f.count() > 0:
		return said(""), f.get()
	}
	return nil, nil
}

// keyWhileBusy handles keys during an installation: esc stops it, and q does
// not quit.
func (f *setupForm) keyWhileBusy(msg tea.KeyMsg) action {
	switch {
	case key.Matches(msg, keyBack):
		f.stop()
		return said("Stopping. Nothing stays half installed.")
	case key.Matches(msg, keyQuit):
		return said("")
	}
	return nil
}

// get installs the ticked offers, one after the other.
func (f *setupForm) get() tea.Cmd {
	work, stop := context.WithCancel(f.ctx)
	f.stop, f.failed, f.lines = stop, "", nil
	var wanted []Offer
	for i, o := range f.offers {
		if f.ticked[i] {
			wanted = append(wanted, o)
		}
	}
	return to(atMachine, stream(f.ctx, 0, func(_ context.Context, each func(setupLine)) []string {
		defer stop()
		for _, o := range wanted {
			each(setupLine(o.Name + ": " + o.Title))
			if err := o.Do(work, func(line string) { each(setupLine("  " + line)) }); err != nil {
				if work.Err() != nil {
					return []string{"Stopped. Nothing was left half installed."}
				}
				return []string{fmt.Sprintf("%s: %v", o.Name, err)}
			}
			each(setupLine("  done"))
		}
		return nil
	}))
}

// log receives the lines of the log, and the end of the installation.
func (f *setupForm) log(msg streamMsg[setupLine]) (action, tea.Cmd) {
	for _, line := range msg.items {
		f.lines = append(f.lines, bench.Clean(string(line)))
	}
	f.lines = f.lines[max(0, len(f.lines)-200):]
	if !msg.ended {
		return nil, to(atMachine, msg.next)
	}
	f.stop = nil
	if len(msg.tail) > 0 {
		f.failed = bench.Clean(msg.tail[0])
		return bad(f.failed), nil
	}
	if f.upgrade != "" {
		return several{good("ready"), rescan{}, goTo{atPlan}}, nil
	}
	return several{good("ready"), rescan{}, goTo{atModels}}, nil
}

func (f *setupForm) keys() []binding {
	if f.busy() {
		return []binding{bind("stop", "esc")}
	}
	get := bind("install what is ticked", "enter")
	if f.count() == 0 {
		get = unless("nothing is ticked", get)
	}
	return []binding{get, bind("tick", " "), keyAddFolder, bind("details", "i"), bind("not now", "esc")}
}
