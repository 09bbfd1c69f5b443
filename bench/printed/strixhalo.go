package printed

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

// StrixHalo is the name of the preset that repeats lhl's tests of Strix Halo.
const StrixHalo = "strix-halo"

// StrixHaloFlags measure it.
const StrixHaloFlags = "-p 1-4096*2 -n 1-4096*2 -fa 0,1 -b 256 -lm none"

// Swept is one model of a sweep over builds, flags and lengths.
type Swept struct {
	Model string `json:"model"`
	// Tests are those that were measured, the shortest prompt first.
	Tests []string   `json:"tests"`
	Rows  []SweptRow `json:"configurations"`
}

// SweptRow is one configuration of a sweep.
type SweptRow struct {
	Engine string `json:"engine"`
	Params string `json:"params,omitempty"`
	// TPS are the medians in tokens a second, by test.
	TPS map[string]float64 `json:"tps"`
	// MemoryBytes is the memory that the engine says it took.
	MemoryBytes int64 `json:"memory_bytes,omitempty"`
	// Failed is why the configuration has no figure, or lacks some.
	Failed  string          `json:"failed,omitempty"`
	Session string          `json:"session"`
	failed  map[string]bool // tests that gave no figure, because they failed
}

// Sweep collects the configurations of each model in sessions. counts says which
// results count.
func Sweep(sessions []*bench.Session, counts func(j *bench.JobState, t *bench.TestState) bool) (all []Swept) {
	tests := map[string][]bench.Test{}
	for _, s := range sessions {
		for _, j := range s.Jobs {
			model := bench.Clean(j.Model.Label())
			at := slices.IndexFunc(all, func(m Swept) bool { return m.Model == model })
			if at < 0 {
				at, all = len(all), append(all, Swept{Model: model})
			}
			row := SweptRow{Engine: bench.Clean(strings.Join(append(bench.ShownVariables(j.Build.Env), j.BuildLabel()), " ")), Params: bench.Clean(j.Params.String()), TPS: map[string]float64{}, Session: s.ID, failed: map[string]bool{}}
			for _, t := range j.Tests {
				if sum := t.Summary(); sum.N > 0 && counts(j, t) {
					row.TPS[t.Test.String()] = sum.Median
					if !slices.Contains(tests[model], t.Test) {
						tests[model] = append(tests[model], t.Test)
					}
				}
				if n := len(t.Failed); n > 0 && t.Summary().N == 0 {
					row.Failed, row.failed[t.Test.String()] = bench.Clean(t.Failed[n-1].Failure.Reason), true
				}
			}
			for _, m := range j.Memory {
				row.MemoryBytes += m.Bytes
			}
			all[at].Rows = append(all[at].Rows, row)
		}
	}
	for i := range all {
		of := tests[all[i].Model]
		slices.SortStableFunc(of, func(a, b bench.Test) int {
			return cmp.Or(cmp.Compare(a.Depth, b.Depth), cmp.Compare(min(a.Generation, 1), min(b.Generation, 1)), cmp.Compare(a.Prompt, b.Prompt), cmp.Compare(a.Generation, b.Generation))
		})
		for _, t := range of {
			all[i].Tests = append(all[i].Tests, t.String())
		}
	}
	return slices.DeleteFunc(all, func(m Swept) bool { return len(m.Tests) == 0 })
}

// Best is the fastest configuration for a test; false if none was measured.
func (m Swept) Best(test string) (best SweptRow, ok bool) {
	for _, r := range m.Rows {
		if r.TPS[test] > best.TPS[test] {
			best, ok = r, true
		}
	}
	return best, ok
}

// headTests are the tests by which configurations are ranked: pp512 and tg128, or
// else the longest ones.
func (m Swept) headTests() (heads []string) {
	for _, want := range []string{"pp512", "tg128"} {
		found := ""
		for _, t := range m.Tests {
			if strings.HasPrefix(t, want[:2]) && !strings.ContainsAny(t, "+@") && found != want {
				found = t
			}
		}
		if found != "" {
			heads = append(heads, found)
		}
	}
	return heads
}

// StrixHaloMarkdown writes for each model the best configuration for prompts and
// the best one for generation, which may be two, then all configurations, and
// their speed by length.
func StrixHaloMarkdown(all []Swept) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\nAs lhl's tests of Strix Halo print them: builds and flags in rows, the best for prompts and the best for generation told apart. "+
		"What failed is nan. Figures are medians in tokens a second.\n", StrixHalo)
	for _, m := range all {
		heads := m.headTests()
		fmt.Fprintf(&b, "\n## %s\n\n", escaped(m.Model))
		for _, t := range heads {
			if best, ok := m.Best(t); ok {
				fmt.Fprintf(&b, "- best for %s: %s, %s t/s\n", t, escaped(best.name()), bench.FormatTPS(best.TPS[t]))
			}
		}
		b.WriteString("\n")
		row(&b, slices.Concat([]string{"", "configuration"}, heads, []string{"memory", "failed"}))
		row(&b, slices.Concat([]string{"---", "---"}, slices.Repeat([]string{"--:"}, len(heads)+1), []string{"---"}))
		for i, r := range m.Rows {
			cells := []string{letter(i), escaped(r.name())}
			for _, t := range heads {
				cells = append(cells, m.cell(r, t))
			}
			memory := ""
			if r.MemoryBytes > 0 {
				memory = bench.FormatBytes(r.MemoryBytes)
			}
			row(&b, append(cells, memory, escaped(r.Failed)))
		}
		m.byLength(&b)
	}
	return b.String()
}

// byLength writes the curves in figures: a row for each test, a column for each
// configuration.
func (m Swept) byLength(b *strings.Builder) {
	if len(m.Tests) < 3 {
		return
	}
	heads := []string{"test"}
	for i := range m.Rows {
		heads = append(heads, letter(i))
	}
	b.WriteString("\n")
	row(b, heads)
	row(b, slices.Concat([]string{"---"}, slices.Repeat([]string{"--:"}, len(m.Rows))))
	for _, t := range m.Tests {
		cells := []string{t}
		for _, r := range m.Rows {
			cells = append(cells, m.cell(r, t))
		}
		row(b, cells)
	}
}

// cell is a figure; the best of its test is bold.
func (m Swept) cell(r SweptRow, test string) string {
	v, measured := r.TPS[test]
	if !measured {
		if r.failed[test] {
			return "nan"
		}
		return bench.NotMeasured
	}
	if best, _ := m.Best(test); best.TPS[test] == v && len(m.Rows) > 1 {
		return "**" + bench.FormatTPS(v) + "**"
	}
	return bench.FormatTPS(v)
}

func (r SweptRow) name() string {
	if r.Params == "" {
		return r.Engine
	}
	return r.Engine + " " + r.Params
}

// letter names a configuration: A to Z, then 27, 28 …
func letter(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return fmt.Sprint(i + 1)
}
