package report

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

// pair is one test of two jobs of one model, the first being the baseline.
type pair struct {
	base, other *bench.JobState
	test        bench.Test
	from, to    bench.Summary
	bench.Comparison
}

// pairs sets jobs of one model side by side. Jobs of different models are not
// compared: a ratio between them would say nothing about either.
// Those graded suspect are left out, unless they are to be included, and named.
func pairs(s *bench.Session, includeSuspect bool) (out []pair, leftOut []string) {
	for i, base := range s.Jobs {
		if !isFirstOfModel(s, i) {
			continue
		}
		for _, other := range s.Jobs[i+1:] {
			if !sameModel(base.Model, other.Model) {
				continue
			}
			for _, a := range base.Tests {
				b := other.Test(a.Test)
				if b == nil || len(a.SamplesNS()) == 0 || len(b.SamplesNS()) == 0 {
					continue
				}
				if suspect := suspects(rowOf(s, base, a), rowOf(s, other, b)); len(suspect) > 0 && !includeSuspect {
					leftOut = append(leftOut, suspect...)
					continue
				}
				x, y := a.SamplesTPS(), b.SamplesTPS()
				out = append(out, pair{base, other, a.Test, bench.Summarize(x), bench.Summarize(y), bench.Compare(x, y)})
			}
		}
	}
	for i := range out {
		// The comparisons of one test with one baseline are a family.
		var family []*bench.Comparison
		for k := range out {
			if out[k].base == out[i].base && out[k].test == out[i].test {
				if k < i {
					family = nil
					break
				}
				family = append(family, &out[k].Comparison)
			}
		}
		bench.AdjustFamily(bench.UnitTPS, family)
	}
	slices.Sort(leftOut)
	return out, slices.Compact(leftOut)
}

// change and interval spell the ratio; neither is shown without the other.
func (p pair) change() (change, interval string) { return ChangeOf(p.Comparison) }

// ChangeOf spells a ratio and its interval: "-2.5 %", "-2.7 % to -2.3 %".
func ChangeOf(c bench.Comparison) (change, interval string) {
	if !c.HasRatio() {
		return bench.NotMeasured, bench.NotMeasured
	}
	return bench.FormatChange(c.Ratio), bench.FormatChange(c.Low) + " to " + bench.FormatChange(c.High)
}

func (m *markdown) comparisons() {
	t := newTable("test", "baseline", "t/s", "candidate", "t/s", "change", "95 % interval", "verdict")
	t.right = []bool{false, true, true, true, true, true, true, false}
	var differs, sides []string
	list, leftOut := pairs(m.s, m.o.IncludeSuspect)
	for _, p := range list {
		change, interval := p.change()
		t.add(p.test.String(), p.base.ID, bench.FormatTPS(p.from.Median), p.other.ID, bench.FormatTPS(p.to.Median), change, interval, verdict(p.Verdict))
		text := fmt.Sprintf("Jobs %s and %s differ in %s", p.base.ID, p.other.ID, EscapeMarkdown(m.difference(p.base, p.other)))
		if !slices.Contains(differs, text) {
			differs = append(differs, text)
			sides = append(sides, Fair(m.s, p.base, p.other)...)
		}
	}
	sides = append(sides, unpaired(m.s)...)
	if len(t.rows) == 0 && len(leftOut)+len(sides) == 0 {
		return
	}
	m.heading("Side by side")
	for _, text := range leftOut {
		m.say("- Compared with nothing, because it is suspect (`--include-suspect` compares it): %s", EscapeMarkdown(m.r.text(text)))
	}
	if len(leftOut) > 0 {
		m.say("")
	}
	if len(t.rows) > 0 {
		m.say("%s", t.markdown())
		m.say("%s. `~`: no difference shown. The change is the ratio with the interval that belongs to the test (Mann–Whitney, Hodges–Lehmann).\n",
			strings.Join(differs, ". "))
	}
	for _, text := range sides {
		m.say("- %s.", EscapeMarkdown(m.r.text(text)))
	}
	if len(sides) > 0 {
		m.say("")
	}
}

// unpaired are the words for jobs of one model on two engines that have no
// test in common: nothing of them stands in the table.
func unpaired(s *bench.Session) []string {
	var out []string
	for i, a := range s.Jobs {
		for _, b := range s.Jobs[i+1:] {
			if len(s.Jobs) == 2 {
				out = append(out, Unpairable(s.Jobs[:1], s.Jobs[1:], a.ID, b.ID)...)
			}
			common := slices.ContainsFunc(a.Tests, func(t *bench.TestState) bool {
				u := b.Test(t.Test)
				return u != nil && len(t.Results) > 0 && len(u.Results) > 0
			})
			if !common && len(withoutPartner(a, b, ""))+len(withoutPartner(b, a, "")) > 0 {
				out = append(out, Fair(s, a, b)...)
			}
		}
	}
	return out
}

func isFirstOfModel(s *bench.Session, i int) bool {
	for _, j := range s.Jobs[:i] {
		if sameModel(j.Model, s.Jobs[i].Model) {
			return false
		}
	}
	return true
}

func sameModel(a, b bench.Model) bool {
	return a.Path == b.Path && a.Quant == b.Quant && a.StandIn == b.StandIn || crossEngine(a, b)
}

// VerdictSign is a verdict as one sign: ▲ faster, ▼ slower, ~ no difference
// shown, · too few samples.
func VerdictSign(v bench.Verdict) string {
	switch v {
	case bench.Faster:
		return "▲"
	case bench.Slower:
		return "▼"
	case bench.NoDiff:
		return bench.NoDifference
	}
	return "·"
}

// VerdictWord is a verdict in words.
func VerdictWord(v bench.Verdict) string {
	switch v {
	case bench.Faster, bench.Slower:
		return string(v)
	case bench.NoDiff:
		return "no difference shown"
	}
	return "too few samples"
}

func verdict(v bench.Verdict) string {
	switch v {
	case bench.Faster, bench.Slower:
		return string(v) + " " + VerdictSign(v)
	case bench.NoDiff:
		return VerdictSign(v)
	}
	return VerdictWord(v)
}

// difference names what two jobs of one model do not have in common.
func (m *markdown) difference(a, b *bench.JobState) string {
	return orText(strings.Join(differences(a, b, m.r.path), ", "), "nothing that was asked for")
}

const buildWord = "engine build"

// differences names what two jobs do not have in common besides the model;
// show makes a text fit to be shown.
func differences(a, b *bench.JobState, show func(string) string) []string {
	var out []string
	if x, y := buildLabel(a), buildLabel(b); x != y || a.Build.ID != b.Build.ID {
		if x == y {
			x, y = a.Build.ID, b.Build.ID
		}
		out = append(out, fmt.Sprintf(buildWord+" (%s, %s)", show(x), show(y)))
	}
	for _, p := range bench.Parameters {
		x, y := a.Params[p.Key], b.Params[p.Key]
		if x != y {
			out = append(out, fmt.Sprintf("-%s (%s, %s)", p.Flag, orText(show(x), "default"), orText(show(y), "default")))
		}
	}
	if a.NoWarmup != b.NoWarmup {
		out = append(out, "warm-up")
	}
	return out
}
