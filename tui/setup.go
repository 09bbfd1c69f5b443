package tui

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// offersMsg is what can be got here.
type offersMsg struct {
	offers    []Offer
	freeBytes int64 // on the disk; 0 is not known
}

// setupLine is a line of the log of getting things.
type setupLine string

// setupForm offers what is missing and gets it.
type setupForm struct {
	*desk
	offers []Offer
	free   int64 // bytes on the disk; 0 is not known
	ticked []bool
	known  bool
	at     int
	lines  []string
	stop   context.CancelFunc
	failed string
}

func (f *setupForm) busy() bool { return f.stop != nil }

// take ticks what is recommended and missing.
func (f *setupForm) take(msg offersMsg, hasEngine, hasModel bool) {
	f.offers, f.known, f.free = msg.offers, true, msg.freeBytes
	// What cannot be had stands below what can.
	slices.SortStableFunc(f.offers, func(a, b Offer) int { return cmp.Compare(min(len(a.Refused), 1), min(len(b.Refused), 1)) })
	f.ticked = make([]bool, len(f.offers))
	for i, o := range f.offers {
		missing := !hasEngine
		if o.Name == "a model" {
			missing = !hasModel
		}
		f.ticked[i] = o.Recommended && o.Refused == "" && missing
	}
}

func (f *setupForm) keys() []binding {
	if f.busy() {
		return []binding{bind("stop", "esc")}
	}
	get := bind("get what is ticked", "enter")
	if f.count() == 0 {
		get = unless("nothing is ticked", get)
	}
	return []binding{get, bind("tick", " "), keyAddFolder, bind("what is done", "i"), bind("leave it", "esc")}
}

func (f *setupForm) count() int {
	n := 0
	for _, on := range f.ticked {
		if on {
			n++
		}
	}
	return n
}

func (f *setupForm) key(msg tea.KeyMsg) (action, tea.Cmd) {
	if f.busy() {
		if key.Matches(msg, keyBack) {
			f.stop()
			return said("stopping; nothing is left half-installed"), nil
		}
		return said(""), nil
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
		f.ticked[f.at] = !f.ticked[f.at]
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

// get gets what is ticked, one after the other.
func (f *setupForm) get() tea.Cmd {
	work, stop := context.WithCancel(f.ctx)
	f.stop, f.failed, f.lines = stop, "", nil
	var wanted []Offer
	for i, o := range f.offers {
		if f.ticked[i] {
			wanted = append(wanted, o)
		}
	}
	return stream(f.ctx, 0, func(_ context.Context, each func(setupLine)) []string {
		defer stop()
		for _, o := range wanted {
			each(setupLine(o.Name + ": " + o.Title))
			if err := o.Do(work, func(line string) { each(setupLine("  " + line)) }); err != nil {
				if work.Err() != nil {
					return []string{"stopped; nothing was left half-installed"}
				}
				return []string{fmt.Sprintf("%s: %v", o.Name, err)}
			}
			each(setupLine("  done"))
		}
		return nil
	})
}

// log takes lines and the end.
func (f *setupForm) log(msg streamMsg[setupLine]) (action, tea.Cmd) {
	for _, line := range msg.items {
		f.lines = append(f.lines, bench.Clean(string(line)))
	}
	f.lines = f.lines[max(0, len(f.lines)-200):]
	if !msg.ended {
		return nil, msg.next
	}
	f.stop = nil
	if len(msg.tail) > 0 {
		f.failed = bench.Clean(msg.tail[0])
		return bad(f.failed), nil
	}
	return several{good("ready"), setupDone{}, rescan{}, goTo{atModels}}, nil
}

// setupDone closes the form.
type setupDone struct{}

// view draws the offers, or the log while they are got.
//
//	Two things are missing before this machine can be measured.
//
//	▌ [x] llama.cpp  Debian package …
//	  [x] a model    stand-in: …
//
//	what the selected one means
//	Needs about 776 MiB of disk, 212 GiB are free.
func (f *setupForm) view(width, height int) []string {
	if f.busy() || len(f.lines) > 0 && f.failed == "" {
		lines := []string{"", "  Getting what is missing" + f.More, ""}
		for _, line := range f.lines[max(0, len(f.lines)-max(height-4, 1)):] {
			lines = append(lines, "  "+widget.Cut(line, width-3, f.More))
		}
		return lines
	}
	if !f.known {
		return []string{"", "  Looking at what can be got here" + f.More}
	}
	var lines []string
	if height > 10 {
		lines = append(lines, "")
	}
	lines = append(append(lines, f.wrapped(theme.Strong, f.missingText(), width)...), "")
	for i := range f.offers {
		lines = append(lines, f.offerLine(i, width))
	}
	lines = append(lines, "")
	lines = append(lines, f.wrapped(theme.Bad, f.failed, width)...)
	if height > 16 {
		lines = append(append(lines, f.explanation(width)...), "")
	}
	return append(lines, f.wrapped(theme.Plain, f.needs(), width)...)
}

func (f *setupForm) offerLine(i, width int) string {
	o := f.offers[i]
	lead, box := "  ", f.Off
	if i == f.at {
		lead = f.Paint(theme.Focus, f.Cursor) + " "
	}
	if f.ticked[i] {
		box = f.On
	}
	text := widget.Cut(widget.Left(bench.Clean(o.Name), 10)+" "+bench.Clean(o.Title), max(width-10, 4), f.More)
	switch {
	case o.Refused != "":
		box = " " + f.No + " "
		text = f.Paint(theme.Muted, widget.Cut(widget.Left(bench.Clean(o.Name), 10)+" "+bench.Clean(o.Title)+": "+bench.Clean(o.Refused), max(width-10, 4), f.More))
	case i == f.at:
		text = f.Paint(theme.Strong, text)
	}
	return "  " + lead + box + " " + text
}

// explanation is the selected offer in full.
func (f *setupForm) explanation(width int) []string {
	if f.at >= len(f.offers) {
		return nil
	}
	o := f.offers[f.at]
	if o.Refused != "" {
		return f.wrapped(theme.Muted, bench.Clean(o.Title+": "+o.Refused), width)
	}
	lines := f.wrapped(theme.Plain, bench.Clean(o.Title), width)
	for _, text := range o.Explain {
		lines = append(lines, f.wrapped(theme.Muted, bench.Clean(text), width)...)
	}
	return lines[:min(len(lines), 8)]
}

// needs says what getting it takes of the disk.
func (f *setupForm) needs() string {
	var need int64
	for i, o := range f.offers {
		if f.ticked[i] {
			need += o.Bytes
		}
	}
	if need == 0 {
		return ""
	}
	text := "Needs about " + bench.FormatBytes(need) + " of disk"
	if f.free > 0 {
		text += ", " + bench.FormatBytes(f.free) + " are free"
	}
	return text + "."
}

func (f *setupForm) missingText() string {
	switch {
	case len(f.builds) == 0 && len(f.models) == 0:
		return "Two things are missing before this machine can be measured."
	case len(f.builds) == 0:
		return "An engine is missing before this machine can be measured."
	case len(f.models) == 0:
		return "A model is missing before this machine can be measured."
	}
	return "Everything is here; more can be got."
}
