package tui

import (
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/bench/naming"
	"dragstrip/bench/report"
	"dragstrip/tui/widget"
)

// pastMsg brings the list of sessions.
type pastMsg struct {
	past []Past
	err  error
	// beside is the session to whose columns others are to be added, or "" if
	// only the list was asked for. The answer may come when another session is
	// shown.
	beside string
}

// listPast lists the sessions for the screen that asks, see pastMsg.
func (d *desk) listPast(asking screenNumber, beside string) tea.Cmd {
	ctx, list := d.ctx, d.Sessions.List
	return to(asking, func() tea.Msg {
		past, err := list(ctx)
		return pastMsg{past, err, beside}
	})
}

// whenText is when a session was measured, in this machine's time zone. Of
// imported results often only the day is known, or only when they were added to
// the list. Lists are in the order in which sessions were measured here or added.
func whenText(p Past) string {
	switch {
	case p.State != "imported" || p.When.IsZero():
		return timeText(p.When)
	case p.Measured == "":
		return "imported " + p.When.Local().Format(time.DateOnly)
	}
	return bench.Clean(p.Measured)
}

// timeText writes a time in this machine's time zone.
func timeText(t time.Time) string {
	if t.IsZero() {
		return bench.NotKnown
	}
	return t.Local().Format("2006-01-02 15:04")
}

// pastLine describes a session in one line.
func pastLine(p Past) string { return whenText(p) + "  " + whatText(p) }

// whatText says what was measured. If that is not known, it gives the session's
// name.
func whatText(p Past) string {
	if what := bench.Clean(p.What); what != "" {
		return what
	}
	return bench.Clean(p.Name)
}

// apartTexts says what was measured in each session of a list, without what all
// sessions have in common. common is that part.
func apartTexts(past []Past) (common string, own []string) {
	what := make([]string, len(past))
	for i, p := range past {
		what[i] = bench.Clean(p.What)
	}
	common, own = naming.WithoutCommon(what)
	for i, text := range own {
		if text == "" {
			own[i] = whatText(past[i])
		}
	}
	return common, own
}

// bestText is the best figure of a session.
func bestText(p Past) string {
	if p.BestTPS <= 0 {
		return bench.NotMeasured
	}
	return bench.Clean(p.BestTest) + " " + bench.FormatTPS(p.BestTPS) + doubtMark(p.BestGrade)
}

// doubtMark stands after a doubtful figure that was measured. Whoever shows it
// spells it for the terminal.
func doubtMark(g bench.Grade) string {
	if sign := report.GradeSign(g); sign != "" && g != bench.GradePublished {
		return " " + sign
	}
	return ""
}

// tally counts the tests of the session, or its configurations.
func (p Past) tally() bench.Tally {
	return bench.Tally{Measured: p.Done, Partly: p.Partly, Asked: p.Tests, Configurations: p.Configurations, Tried: p.Tried}
}

// hasFigures tells whether anything was measured, even if no test was measured
// in full.
func (p Past) hasFigures() bool { return p.Done+p.Partly > 0 || p.BestTPS > 0 }

// testsText says how many tests were measured in full, or how many
// configurations a search has tried.
func testsText(p Past) string {
	if p.Tests == 0 {
		return bench.NotMeasured
	}
	if p.Configurations > 0 {
		return p.tally().Counted()
	}
	return p.tally().Short()
}

// machineText is where a session was measured: "here", or the machine's name.
func (d *desk) machineText(p Past) string {
	if p.Machine == "" && !p.Live {
		return bench.NotKnown
	}
	if p.Machine == "" || p.Machine == bench.Clean(d.machine.Line) { // a session that waits has not described the machine yet
		return "here"
	}
	name, _, _ := strings.Cut(bench.Clean(p.Machine), " · ")
	return name
}

// pastList lists sessions one below the other. What tells them apart is in
// columns.
type pastList struct {
	common string     // what all sessions have in common
	cells  [][]string // by session: when, where, the best figure, how many tests
	what   []string   // what was measured, and the note
}

func (d *desk) pastListOf(past []Past) pastList {
	common, what := apartTexts(past)
	l := pastList{common: common, what: what}
	for i, p := range past {
		l.cells = append(l.cells, []string{whenText(p), d.machineText(p), bestText(p), testsText(p)})
		l.what[i] = d.dotted(what[i], bench.Clean(p.Note))
	}
	return l
}

// The columns of a pastList, those first that are left out first.
var pastColumns = []int{3, 1, 2}

// leastWhat is the width that the text about a session gets before columns are
// left out.
const leastWhat = 28

// lines gives a line for each session, in at most width cells. A width of 0
// means no limit.
func (l pastList) lines(width int) []string {
	widths, used, what := make([]int, 4), 0, 0
	for i, cells := range l.cells {
		for c, text := range cells {
			widths[c] = max(widths[c], widget.Width(text))
		}
		what = max(what, widget.Width(l.what[i]))
	}
	for _, w := range widths {
		used += w + 2
	}
	for _, c := range pastColumns {
		if width > 0 && used+min(what, leastWhat) > width {
			used, widths[c] = used-widths[c]-2, 0
		}
	}
	texts := l.what
	if width > 0 {
		texts = naming.CutApart(texts, max(width-used, 1))
	}
	out := make([]string, len(l.cells))
	for i, cells := range l.cells {
		for c, text := range cells {
			if widths[c] > 0 {
				out[i] += widget.Left(text, widths[c]) + "  "
			}
		}
		out[i] += texts[i]
	}
	return out
}

// whyNotResumed says why a session cannot be resumed. It gives "" if it can be
// resumed.
func whyNotResumed(p Past) string {
	switch {
	case p.Live:
		return "it is being measured now"
	case p.State == "unreadable":
		return "it cannot be read"
	case bench.Outcome(p.State).CanBeRetried():
		return "dragstrip run --resume " + bench.Clean(p.Name) + " --retry-failed measures again the tests that have no figure"
	case p.State != "unfinished" && p.State != string(bench.OutcomeStopped):
		return "it is complete"
	}
	return ""
}

// diedText says that the bench process of the session died, and what to do.
func (d *desk) diedText() string { return diedText(d.restText()) }

func diedText(rest string) string {
	return "The bench process died. Finished tests are safe; " + rest + "."
}

// restText says what the key r does with a session that ended too early.
func (d *desk) restText() string {
	switch {
	case len(d.session.LeftJobs(false)) > 0:
		return "r measures the rest"
	case d.session.SentinelDue():
		return "r does the drift check"
	}
	return "r completes the session"
}

// resumeSession continues a session whose bench process is gone.
func resumeSession(d *desk, name string) tea.Cmd {
	resume := d.Sessions.Resume
	return act(func() action {
		if err := resume(name); err != nil {
			return bad(bench.Clean(err.Error()))
		}
		return watch{name}
	})
}
