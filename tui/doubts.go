package tui

import (
	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
)

// doubtSign is the sign of a doubt: a failure, a warning, or only a remark.
func (d *desk) doubtSign(of report.Doubt) (theme.Tone, string) {
	switch {
	case of.Failed || of.Grade == bench.GradeSuspect:
		return theme.Bad, d.No
	case of.Grade == bench.GradeClean:
		return theme.Plain, d.Dot
	}
	return theme.Warn, d.Doubt
}

// findingSign is the sign of a reason against measuring now.
func (d *desk) findingSign(f Finding) (theme.Tone, string) {
	switch f.Severity {
	case "unfit":
		return theme.Bad, d.No
	case "waits":
		return theme.Accent, d.Going
	case "note":
		return theme.Muted, d.Dot
	}
	return theme.Warn, d.Doubt
}

// gradeSign is the sign that stands after a figure and shows the figure's
// grade.
func (d *desk) gradeSign(g bench.Grade) string {
	switch g {
	case bench.GradeClean, bench.GradeFew, "":
		return ""
	case bench.GradePublished:
		return " " + d.Paint(theme.Muted, d.Published)
	case bench.GradeSuspect:
		return " " + d.Paint(theme.Bad, d.No)
	}
	return " " + d.Paint(theme.Warn, d.Doubt)
}

// uncertainSign stands after an uncertain figure if there is no room for the
// word. Without it the figure would look certain.
func (d *desk) uncertainSign() string { return d.Spelled("±?") }
