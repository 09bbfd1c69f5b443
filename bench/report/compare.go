package report

import (
	"fmt"
	"strings"

	"dyno/bench"
)

// comparisons sets jobs of one model side by side, the first being the
// baseline. Jobs of different models are not compared: a ratio between them
// would say nothing about either.
func (m *markdown) comparisons() {
	t := newTable("test", "baseline", "t/s", "candidate", "t/s", "change", "95 % interval", "verdict")
	t.right = []bool{false, true, true, true, true, true, true, false}
	var differs []string
	for i, base := range m.s.Jobs {
		if !isFirstOfModel(m.s, i) {
			continue
		}
		for k := i + 1; k < len(m.s.Jobs); k++ {
			other := m.s.Jobs[k]
			if !sameModel(base.Model, other.Model) {
				continue
			}
			before := len(t.rows)
			for _, a := range base.Tests {
				if b := other.Test(a.Test); b != nil {
					m.compare(t, a, b, base.ID, other.ID)
				}
			}
			if len(t.rows) > before {
				differs = append(differs, fmt.Sprintf("Jobs %s and %s differ in %s", base.ID, other.ID, EscapeMarkdown(m.difference(base, other))))
			}
		}
	}
	if len(t.rows) == 0 {
		return
	}
	m.heading("Side by side")
	m.say("%s", t.markdown())
	m.say("%s. `~`: no difference shown. The change is the ratio with the interval that belongs to the test (Mann–Whitney, Hodges–Lehmann).\n",
		strings.Join(differs, ". "))
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
	return a.Path == b.Path && a.Quant == b.Quant && a.StandIn == b.StandIn
}

func (m *markdown) compare(t *table, a, b *bench.TestState, baseline, candidate string) {
	x, y := bench.Summarize(a.SamplesTPS()), bench.Summarize(b.SamplesTPS())
	if x.N == 0 || y.N == 0 {
		return
	}
	c := bench.Compare(a.SamplesTPS(), b.SamplesTPS())
	change, interval := bench.NotMeasured, bench.NotMeasured
	if c.HasRatio() {
		change = bench.FormatChange(c.Ratio)
		interval = bench.FormatChange(c.Low) + " to " + bench.FormatChange(c.High)
	}
	t.add(a.Test.String(), baseline, bench.FormatTPS(x.Median), candidate,
		bench.FormatTPS(y.Median), change, interval, verdict(c.Verdict))
}

func verdict(v bench.Verdict) string {
	switch v {
	case bench.Faster:
		return "faster ▲"
	case bench.Slower:
		return "slower ▼"
	case bench.NoDiff:
		return bench.NoDifference
	}
	return "too few samples"
}

// difference names what two jobs of one model do not have in common.
func (m *markdown) difference(a, b *bench.JobState) string {
	var out []string
	if x, y := buildLabel(a), buildLabel(b); x != y || a.Build.ID != b.Build.ID {
		if x == y {
			x, y = a.Build.ID, b.Build.ID
		}
		out = append(out, fmt.Sprintf("engine build (%s, %s)", m.r.path(x), m.r.path(y)))
	}
	for _, p := range bench.Parameters {
		x, y := a.Params[p.Key], b.Params[p.Key]
		if x != y {
			out = append(out, fmt.Sprintf("-%s (%s, %s)", p.Flag, orText(m.r.path(x), "default"), orText(m.r.path(y), "default")))
		}
	}
	if a.NoWarmup != b.NoWarmup {
		out = append(out, "warm-up")
	}
	if len(out) == 0 {
		return "nothing that was asked for"
	}
	return strings.Join(out, ", ")
}
