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
	// Tests are those that were measured here or published, the shortest prompt
	// first.
	Tests []string   `json:"tests"`
	Rows  []SweptRow `json:"configurations"`
	// Published are configurations that lhl published of the same model, measured on
	// another machine.
	Published []SweptRow `json:"published,omitempty"`
	// Missing says why there are none.
	Missing string `json:"missing,omitempty"`

	of    bench.Model
	tests []bench.Test
}

// SweptRow is one configuration of a sweep.
type SweptRow struct {
	Engine string `json:"engine"`
	Params string `json:"params,omitempty"`
	// TPS are the medians in tokens a second, by test.
	TPS map[string]float64 `json:"tps"`
	// Grades say of doubtful figures what is wrong with them, by test.
	Grades map[string]bench.Grade `json:"grades,omitempty"`
	// Fastest are the tests in which the configuration is shown to be the fastest,
	// or one of several.
	Fastest []string `json:"fastest,omitempty"`
	// MemoryBytes is the memory that the engine says it took.
	MemoryBytes int64 `json:"memory_bytes,omitempty"`
	// PeakBytes is the most that was in use on the GPUs while it was measured, by
	// all programs, or else the most that the engine's processes had in memory. It
	// is the latter if the CPU computed.
	PeakBytes int64 `json:"peak_bytes,omitempty"`
	// Failed is why the configuration has no figure, or lacks some.
	Failed string `json:"failed,omitempty"`
	// Session is the session that measured it; absent if somebody else published it.
	Session string `json:"session,omitempty"`
	// Source says who published it, and on which machine; absent if it stands in a
	// session.
	Source string `json:"source,omitempty"`
	// From says where the session comes from, if somebody else measured it.
	From   string          `json:"from,omitempty"`
	failed map[string]bool // tests that gave no figure, because they failed
	marks  map[string]string
}

// Sweep collects the configurations of each model in sessions.
func Sweep(sessions []*bench.Session, judge Judge, from From) (all []Swept) {
	for _, s := range sessions {
		for _, j := range s.Jobs {
			model := bench.Clean(j.Model.Label())
			at := slices.IndexFunc(all, func(m Swept) bool { return m.Model == model })
			if at < 0 {
				at, all = len(all), append(all, Swept{Model: model, of: j.Model})
			}
			row := SweptRow{
				Engine: bench.Clean(strings.Join(append(bench.ShownVariables(j.Build.Env), j.BuildLabel()), " ")), Params: bench.Clean(j.Params.String()),
				TPS: map[string]float64{}, Session: s.ID, From: from(s), failed: map[string]bool{},
			}
			for _, t := range j.Tests {
				if row.add(t, judge(t)) {
					all[at].addTest(t.Test)
				}
			}
			for _, m := range j.Memory {
				row.MemoryBytes += m.Bytes
			}
			if row.PeakBytes = j.Peak.ProcessBytes; !j.OnCPU() {
				row.PeakBytes = cmp.Or(j.Peak.GPUBytes, j.Peak.ProcessBytes)
			}
			all[at].Rows = append(all[at].Rows, row)
		}
	}
	return slices.DeleteFunc(all, func(m Swept) bool { return len(m.Tests) == 0 })
}

// add adds a result of the configuration. It tells whether there is a figure.
func (r *SweptRow) add(t *bench.TestState, judged Judged) bool {
	test, sum := t.Test.String(), t.Summary()
	if n := len(t.Failed); n > 0 && sum.N == 0 {
		r.Failed, r.failed[test] = bench.Clean(t.Failed[n-1].Failure.Reason), true
	}
	if sum.Median <= 0 || !judged.Counts {
		return false
	}
	r.TPS[test] = sum.Median
	if grade := doubt(judged.Grade); grade != "" {
		if r.Grades == nil {
			r.Grades = map[string]bench.Grade{}
		}
		r.Grades[test] = grade
	}
	if judged.Marks != "" {
		if r.marks == nil {
			r.marks = map[string]string{}
		}
		r.marks[test] = judged.Marks
	}
	if judged.Fastest {
		r.Fastest = append(r.Fastest, test)
	}
	return true
}

// addTest adds a test to those of a model, at its place.
func (m *Swept) addTest(t bench.Test) {
	if slices.Contains(m.tests, t) {
		return
	}
	m.tests = append(m.tests, t)
	slices.SortStableFunc(m.tests, func(a, b bench.Test) int {
		return cmp.Or(cmp.Compare(a.Depth, b.Depth), cmp.Compare(min(a.Generation, 1), min(b.Generation, 1)), cmp.Compare(a.Prompt, b.Prompt), cmp.Compare(a.Generation, b.Generation))
	})
	m.Tests = m.Tests[:0]
	for _, t := range m.tests {
		m.Tests = append(m.Tests, t.String())
	}
}

// Publication is one figure that lhl published: a speed in tokens a second of a
// configuration.
type Publication struct {
	Configuration, Source string
	Test                  bench.Test
	TPS                   float64
}

// AddPublished puts beside a model what lhl published. find gives the figures of a
// model, or says why there are none.
func (m *Swept) AddPublished(find func(bench.Model) (all []Publication, missing string)) {
	all, missing := find(m.of)
	m.Missing = missing
	for _, p := range all {
		at := slices.IndexFunc(m.Published, func(r SweptRow) bool { return r.Engine == p.Configuration && r.Source == p.Source })
		if at < 0 {
			at, m.Published = len(m.Published), append(m.Published, SweptRow{Engine: p.Configuration, Source: p.Source, TPS: map[string]float64{}})
		}
		m.Published[at].TPS[p.Test.String()] = max(m.Published[at].TPS[p.Test.String()], p.TPS)
		m.addTest(p.Test)
	}
}

// highest is the configuration with the highest figure for a test; false if there
// is no figure.
func highest(rows []SweptRow, test string) (best SweptRow, ok bool) {
	for _, r := range rows {
		if r.TPS[test] > best.TPS[test] {
			best, ok = r, true
		}
	}
	return best, ok
}

// headTests are the tests by which configurations are ranked: pp512 and tg128, or
// else the longest ones. Tests that were only published count where none of the
// kind was measured here.
func (m Swept) headTests() (heads []string) {
	published := func(t string) bool { _, measured := highest(m.Rows, t); return !measured }
	measured := slices.DeleteFunc(slices.Clone(m.Tests), published)
	for _, want := range []string{"pp512", "tg128"} {
		if found := cmp.Or(headOf(measured, want), headOf(m.Tests, want)); found != "" {
			heads = append(heads, found)
		}
	}
	return heads
}

// headOf is a test if it is in a list, or else the longest one of its kind; "" if
// there is none.
func headOf(tests []string, want string) (found string) {
	for _, t := range tests {
		if strings.HasPrefix(t, want[:2]) && !strings.ContainsAny(t, "+@") && found != want {
			found = t
		}
	}
	return found
}

// StrixHaloMarkdown writes for each model the best configuration for prompts and
// the best one for generation, which may be two, then all configurations, and
// their speed by length.
func StrixHaloMarkdown(all []Swept) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\nAs lhl's tests of Strix Halo print them: builds and flags in rows, the best for prompts and the best for generation told apart. "+
		"Bold figures are shown to be the fastest of their test; where no difference is shown, none is bold. What failed is nan. Figures are medians in tokens a second; those that lhl published are means, and stand below with their source, the highest one bold.\n", StrixHalo)
	for _, m := range all {
		heads := m.headTests()
		fmt.Fprintf(&b, "\n## %s\n\n", escaped(m.Model))
		for _, t := range heads {
			if text := m.bestSaid(t); text != "" {
				fmt.Fprintf(&b, "- %s\n", text)
			}
			if best, ok := highest(m.Published, t); ok {
				fmt.Fprintf(&b, "- published best for %s: %s, %s t/s\n", t, escaped(best.name()), bench.FormatTPS(best.TPS[t]))
			}
		}
		if m.Missing != "" {
			fmt.Fprintf(&b, "- %s\n", escaped(m.Missing))
		}
		b.WriteString("\n")
		row(&b, slices.Concat([]string{"", "configuration"}, heads, []string{"buffers", "peak", "failed"}))
		row(&b, slices.Concat([]string{"---", "---"}, slices.Repeat([]string{"--:"}, len(heads)+2), []string{"---"}))
		for i, r := range m.all() {
			cells := []string{letter(i), escaped(r.name())}
			for _, t := range heads {
				cells = append(cells, m.cell(r, t))
			}
			row(&b, append(cells, sizeOf(r.MemoryBytes), sizeOf(r.PeakBytes), escaped(r.Failed)))
		}
		m.byLength(&b)
	}
	return b.String()
}

// bestSaid says which configuration is the best for a test. If none is shown to be
// the fastest, it gives the one with the highest figure and says so. It gives ""
// if nothing was measured.
func (m Swept) bestSaid(test string) string {
	said := func(r SweptRow) string {
		return escaped(r.name()) + ", " + marked(bench.FormatTPS(r.TPS[test])+" t/s", r.marks[test])
	}
	var best []SweptRow
	figures := 0
	for _, r := range m.Rows {
		if r.TPS[test] > 0 {
			figures++
		}
		if slices.Contains(r.Fastest, test) {
			best = append(best, r)
		}
	}
	slices.SortStableFunc(best, func(a, b SweptRow) int { return cmp.Compare(b.TPS[test], a.TPS[test]) })
	switch first, measured := highest(m.Rows, test); {
	case !measured:
		return ""
	case figures == 1:
		return "only one for " + test + ": " + said(first)
	case len(best) == 0:
		return "no clear winner for " + test + "; highest: " + said(first)
	case len(best) > 1:
		return "best for " + test + ": " + said(best[0]) + "; not shown to be slower: " + said(best[1]) + andMore(len(best)-2)
	}
	return "best for " + test + ": " + said(best[0])
}

// andMore says that further configurations were left out.
func andMore(n int) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf(" and %d more (bold below)", n)
}

// sizeOf writes a number of bytes; "" if it is not known.
func sizeOf(bytes int64) string {
	if bytes <= 0 {
		return ""
	}
	return bench.FormatBytes(bytes)
}

// byLength writes the curves in figures: a row for each test, a column for each
// configuration.
func (m Swept) byLength(b *strings.Builder) {
	if len(m.Tests) < 3 {
		return
	}
	heads := []string{"test"}
	for i := range m.all() {
		heads = append(heads, letter(i))
	}
	b.WriteString("\n")
	row(b, heads)
	row(b, slices.Concat([]string{"---"}, slices.Repeat([]string{"--:"}, len(m.all()))))
	for _, t := range m.Tests {
		cells := []string{t}
		for _, r := range m.all() {
			cells = append(cells, m.cell(r, t))
		}
		row(b, cells)
	}
}

// all are the configurations that were measured here, then the published ones.
func (m Swept) all() []SweptRow { return slices.Concat(m.Rows, m.Published) }

// cell is a figure with its marks. Bold are those that are shown to be the fastest
// of their test, and the highest of the published ones.
func (m Swept) cell(r SweptRow, test string) string {
	v, measured := r.TPS[test]
	if !measured {
		if r.failed[test] {
			return "nan"
		}
		return bench.NotMeasured
	}
	bold := slices.Contains(r.Fastest, test)
	if r.Source != "" {
		best, _ := highest(m.Published, test)
		bold = best.TPS[test] == v && len(m.Published) > 1
	}
	if bold {
		return marked("**"+bench.FormatTPS(v)+"**", r.marks[test])
	}
	return marked(bench.FormatTPS(v), r.marks[test])
}

func (r SweptRow) name() string {
	name := r.Engine
	if r.Params != "" {
		name += " " + r.Params
	}
	if source := cmp.Or(r.Source, r.From); source != "" {
		name += " (" + source + ")"
	}
	return name
}

// letter names a configuration: A to Z, then 27, 28 …
func letter(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return fmt.Sprint(i + 1)
}
