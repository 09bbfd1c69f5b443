package report

import (
	"fmt"
	"strings"

	"dragstrip/bench"
)

// Difference is one thing that two sides of a comparison do not have in common
// besides what is compared.
type Difference struct {
	What string
	// From is the baseline's and To the candidate's; both are "" where What
	// says enough.
	From, To string
}

// buildWord names the difference that may explain all others.
const buildWord = "engine build"

// shown spells a difference; show makes its texts, which are from outside, fit
// to be shown.
func (d Difference) shown(show func(string) string) string {
	if d.From == "" && d.To == "" {
		return show(d.What)
	}
	return fmt.Sprintf("%s (%s, %s)", show(d.What), show(d.From), show(d.To))
}

func shownDifferences(list []Difference, show func(string) string) []string {
	var out []string
	for _, d := range list {
		out = append(out, d.shown(show))
	}
	return out
}

// jobDifferences are those of two jobs, their models left out.
func jobDifferences(a, b *bench.JobState) []Difference {
	var out []Difference
	if x, y := buildLabel(a), buildLabel(b); x != y || a.Build.ID != b.Build.ID {
		if x == y {
			x, y = a.Build.ID, b.Build.ID
		}
		out = append(out, Difference{buildWord, x, y})
	}
	for _, p := range bench.Parameters {
		if x, y := a.Params[p.Key], b.Params[p.Key]; x != y {
			out = append(out, Difference{"-" + p.Flag, orText(x, "default"), orText(y, "default")})
		}
	}
	if a.NoWarmup != b.NoWarmup {
		out = append(out, Difference{What: "warm-up"})
	}
	return out
}

// otherFile tells whether two models of one name are known to be different
// files.
func otherFile(a, b bench.Model) bool {
	if a.SizeBytes > 0 && b.SizeBytes > 0 && a.SizeBytes != b.SizeBytes {
		return true
	}
	if len(a.Files) == 0 || len(b.Files) == 0 {
		return false
	}
	x, y := a.Files[0].SHA256, b.Files[0].SHA256
	return x != "" && y != "" && x != y
}

func fileDifference(m bench.Model) Difference {
	return Difference{What: "the file of " + m.Label()}
}

// machineDifference tells two machines apart.
func machineDifference(a, b *bench.Machine) []Difference {
	if a.Line == b.Line {
		return nil
	}
	return []Difference{{"machine", orText(a.Line, "not described"), orText(b.Line, "not described")}}
}

// settingsDifferences are what two machines' systems are set to differently.
func settingsDifferences(a, b *bench.Machine) []Difference {
	var out []Difference
	for _, d := range []Difference{
		{"huge pages", a.HugePages, b.HugePages},
		{"CPU governor", a.PowerMode["governor"], b.PowerMode["governor"]},
		{"power profile", a.PowerMode["profile"], b.PowerMode["profile"]},
	} {
		if d.From != d.To {
			out = append(out, Difference{d.What, orText(d.From, "not known"), orText(d.To, "not known")})
		}
	}
	return out
}

// Differs says for each column but the baseline, as a sentence without its
// end, what it differs in from it.
func (s Sheet) Differs() []string {
	var out []string
	for i, c := range s.Columns {
		if i != s.Baseline {
			out = append(out, differsFrom(c, s.Columns[s.Baseline]))
		}
	}
	return out
}

func differsFrom(c, base SheetColumn) string {
	text := fmt.Sprintf("%s differs from %s in %s", c.Name, base.Name, differenceWords(c.Differs))
	if len(c.Differs) > 1 && c.Differs[0].What == buildWord && c.engine() == base.engine() {
		text += ": part of the difference may be the build's. Measure all with one where the engine is not what is compared"
	}
	return text
}

// engine is that of all the column's jobs.
func (c SheetColumn) engine() string {
	if len(c.Jobs) == 0 {
		return ""
	}
	return c.Jobs[0].Build.Engine
}

// differenceWords lists differences in a sentence.
func differenceWords(list []Difference) string {
	return orText(joinWords(shownDifferences(list, asIs)), nothingElse)
}

// nothingElse is said where there is no difference to name.
const nothingElse = "nothing that was asked for"

func joinWords(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
