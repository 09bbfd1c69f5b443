package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/tuning"
)

// IsBest tells whether a configuration is the best for a goal.
func (c FoundConfiguration) IsBest() bool { return c.State == tuning.StateWinner }

// HasFailed tells whether a configuration was tried and gave no figure.
func (c FoundConfiguration) HasFailed() bool { return c.State == tuning.StateFailed }

// IsDropped tells whether a configuration was shown to be slower, or must fail
// like another one.
func (c FoundConfiguration) IsDropped() bool {
	return c.State == tuning.StateSlower || c.State == tuning.StateSkipped
}

// Tests names a goal by its tests, as the head of a column.
func (g FoundGoal) Tests() string {
	var names []string
	for _, t := range tuning.Goal(g.TuningGoal).Tests() {
		names = append(names, t.String())
	}
	return strings.Join(names, "+")
}

// table has a row for each configuration that was tried, and for those that
// failed or had to be skipped. untried adds the others.
func (f Found) table(untried bool) *table {
	t := newTable("job", "configuration")
	for _, g := range f.Goals {
		t.heads, t.right = append(t.heads, g.Tests()), append(t.right, true)
	}
	memory := f.memoryColumns()
	t.heads, t.right = append(t.heads, "looks"), append(t.right, true)
	for _, m := range memory {
		t.heads, t.right = append(t.heads, m.head), append(t.right, true)
	}
	t.heads, t.right = append(t.heads, "what became of it"), append(t.right, false)
	for _, c := range f.Configurations {
		if c.State == tuning.StateNotTried && !untried {
			continue
		}
		cells := []string{c.Job, c.Name}
		for _, v := range c.Speeds {
			cells = append(cells, figureOr(v > 0, bench.FormatTPS(v)))
		}
		cells = append(cells, figureOr(c.Looks > 0, fmt.Sprint(c.Looks)))
		for _, m := range memory {
			cells = append(cells, figureOr(m.of(c) > 0, bench.FormatBytes(m.of(c))))
		}
		t.add(append(cells, c.Became)...)
	}
	return t
}

// memoryColumn is one way to know how much memory a configuration takes.
type memoryColumn struct {
	head, says string
	of         func(FoundConfiguration) int64 // in bytes; 0 if not known
}

var memoryKinds = []memoryColumn{
	{"buffers", "buffers are what the engine says it allocated", func(c FoundConfiguration) int64 { return c.MemoryBytes }},
	{"process", "process is the most that the engine's processes had in memory", func(c FoundConfiguration) int64 { return c.ProcessBytes }},
	{"GPU", "GPU is the most that was in use on the GPUs, by all programs", func(c FoundConfiguration) int64 { return c.GPUBytes }},
}

// memoryColumns are those of which a figure is known.
func (f Found) memoryColumns() (known []memoryColumn) {
	for _, m := range memoryKinds {
		if slices.ContainsFunc(f.Configurations, func(c FoundConfiguration) bool { return m.of(c) > 0 }) {
			known = append(known, m)
		}
	}
	return known
}

// Memory says in words how much memory a configuration takes; "" if that is not
// known.
func (c FoundConfiguration) Memory() string {
	var parts []string
	for _, m := range memoryKinds {
		if n := m.of(c); n > 0 {
			parts = append(parts, m.head+" "+bench.FormatBytes(n))
		}
	}
	return strings.Join(parts, ", ")
}

// MemoryBytesKnown is the memory of a configuration for a single column: its
// buffers, or else its processes. It is 0 if neither is known.
func (c FoundConfiguration) MemoryBytesKnown() int64 { return cmp.Or(c.MemoryBytes, c.ProcessBytes) }

func figureOr(known bool, text string) string {
	if !known {
		return bench.NotMeasured
	}
	return text
}

// fitted cuts the last column of a table, so that the table is at most width
// cells wide. A width of 0 has no limit.
func (t *table) fitted(width int) *table {
	over, last := t.plainWidth()-width, len(t.heads)-1
	if width <= 0 || over <= 0 {
		return t
	}
	room := max(t.widths()[last]-over, len(t.heads[last]))
	for _, row := range t.rows {
		row[last] = bench.CleanLine(row[last], room)
	}
	return t
}

// howTableSpeeds says why the speeds of the table differ from those elsewhere.
const (
	howTableSpeeds = "speeds in this table: as if all configurations had been measured in the same minutes; figures elsewhere are of everything that was measured"
	howSentences   = "; the sentences above it compare fresh pairs from the end"
)

// Notes say how the speeds were made, what the default is, and what is in no row
// of the table.
func (f Found) Notes() []string {
	var out []string
	if slices.ContainsFunc(f.Configurations, func(c FoundConfiguration) bool { return c.Looks > 0 }) {
		note := howTableSpeeds
		if f.Over && slices.ContainsFunc(f.Goals, func(g FoundGoal) bool { return g.Pairs > 0 }) {
			note += howSentences
		}
		out = append(out, note)
	}
	if len(f.Default) > 0 {
		out = append(out, "default: "+strings.Join(f.Default, ", "))
	}
	out = append(out, f.StandsIn...)
	var memory []string
	for _, m := range f.memoryColumns() {
		memory = append(memory, m.says)
	}
	if len(memory) > 0 {
		out = append(out, "memory: "+strings.Join(memory, "; "))
	}
	out = append(out, f.confirmed()...)
	untried := 0
	for _, c := range f.Configurations {
		if c.State == tuning.StateNotTried {
			untried++
		}
	}
	if untried > 0 && f.Over {
		out = append(out, verbed(untried, "configuration")+" not tried, because "+f.whyUntried())
	}
	for _, text := range f.LeftOut {
		out = append(out, "left out: "+text)
	}
	return out
}

// whyUntried says why configurations were not tried.
func (f Found) whyUntried() string {
	measured := 0
	for _, c := range f.Configurations {
		if c.Looks > 0 {
			measured++
		}
	}
	switch {
	case f.OutOfTime && measured < 2:
		return "the time was over; give the search more time (--max-time), or fewer values"
	case f.OutOfTime:
		return "similar ones suggest that they are slower, or because the time was over"
	}
	return "similar ones suggest that they are slower, or because the search had its answer"
}

// confirmed say how the configurations that led the search do at the other depths.
func (f Found) confirmed() (out []string) {
	for _, c := range f.Configurations {
		for _, text := range f.AtDepths(c.Job) {
			out = append(out, c.Name+": "+text)
		}
	}
	return out
}

// AtDepths say how a configuration that led the search for a goal does at the other
// depths of that goal.
func (f Found) AtDepths(job string) (out []string) {
	for _, g := range f.Goals {
		if g.Ahead != job {
			continue
		}
		for _, d := range g.Depths {
			text := fmt.Sprintf("%s: %s against the default (%s to %s) in %s", g.at(d.Depth).Tests(), gained(d.Gain), gained(d.Low), gained(d.High), bench.Plural(d.Pairs, "fresh pair"))
			if !d.Shown {
				text += ", no difference shown"
			}
			out = append(out, text)
		}
	}
	return out
}

// at is the goal at another depth.
func (g FoundGoal) at(depth int) FoundGoal {
	g.Depth = depth
	return g
}

// verbed is "1 configuration was" or "2 configurations were".
func verbed(n int, word string) string {
	if n == 1 {
		return bench.Plural(n, word) + " was"
	}
	return bench.Plural(n, word) + " were"
}

// Again gives the commands that use a configuration again, with the goals that it
// is the best for; none if it is not the best for a goal.
func (f Found) Again(job string) []string {
	f.Goals = slices.DeleteFunc(slices.Clone(f.Goals), func(g FoundGoal) bool { return g.Best != job })
	return strings.FieldsFunc(f.again(), func(r rune) bool { return r == '\n' })
}

// again gives the commands that use the best configurations again, each with
// the goals that it is the best for.
func (f Found) again() string {
	var order []string
	goals := map[string][]string{}
	for _, g := range f.Goals {
		for _, command := range append(slices.Clone(g.Commands), g.Server) {
			if command == "" {
				continue
			}
			if _, known := goals[command]; !known {
				order = append(order, command)
			}
			goals[command] = append(goals[command], g.Name)
		}
	}
	var b strings.Builder
	for i, command := range order {
		if i == 0 || !slices.Equal(goals[command], goals[order[i-1]]) {
			said := "# best for "
			if !f.Over {
				said = "# ahead for "
			}
			b.WriteString(said + bench.Joined(goals[command]) + "\n")
		}
		b.WriteString(command + "\n")
	}
	return b.String()
}

// text is what was found, for a terminal.
func (f Found) text(o Options) string {
	var b strings.Builder
	for _, g := range f.Goals {
		b.WriteString(g.Headline + "\n")
	}
	t := f.table(false)
	if o.ASCII {
		for _, row := range t.rows {
			for i := range row {
				row[i] = toASCII(row[i])
			}
		}
	}
	b.WriteString("\n" + t.fitted(o.Width).plain())
	for _, note := range f.Notes() {
		b.WriteString(note + "\n")
	}
	if again := f.again(); again != "" && !o.Brief {
		b.WriteString("\nto use it again:\n" + again)
	}
	return b.String()
}
