package tui

import (
	"strings"

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

// doubtText says where the doubt is and what it is. It leaves out the model's
// name if all jobs have the same model.
func (d *desk) doubtText(of report.Doubt) string {
	where := of.Where
	if name := d.onlyModel(); name != "" {
		where = strings.Replace(where, name+" · ", "", 1)
	}
	return where + ": " + of.Text
}

// onlyModel is the model's name if all jobs of the session have the same model.
func (d *desk) onlyModel() string {
	name := ""
	for i, j := range d.session.Jobs {
		if i > 0 && bench.Clean(j.Model.Label()) != name {
			return ""
		}
		name = bench.Clean(j.Model.Label())
	}
	return name
}

// gradeSign is the sign of a grade behind a figure.
func (d *desk) gradeSign(g bench.Grade) string {
	switch g {
	case bench.GradeClean, bench.GradeFew, "":
		return ""
	case bench.GradeSuspect:
		return " " + d.Paint(theme.Bad, d.No)
	}
	return " " + d.Paint(theme.Warn, d.Doubt)
}
