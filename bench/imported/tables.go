package imported

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
)

// readTables reads the figures of all tables in a text. It skips tables without
// speeds. If no table gives figures, but some have numbers, the error is an
// *Unclear about one of these: about the first one with a model or a speed, or
// else about the first one.
func readTables(found *Found, tables []table, around *surroundings, hints Hints) error {
	var unclear *Unclear
	for _, t := range tables {
		if err := t.addTo(found, around, hints); err != nil && (unclear == nil || unclear.Unlike && !err.Unlike) {
			unclear = err
		}
	}
	if len(found.Figures) == 0 && unclear != nil {
		return unclear
	}
	return nil
}

// layout is what the columns of a table mean.
type layout struct {
	columns []column
	model   int // index of the column with models, -1 for none
	test    int
	speeds  []int
	// ofLlamaBench tells that the table has the columns that llama-bench always
	// writes.
	ofLlamaBench bool
	// made is what measured the whole table; nil if nothing says so.
	made *made
	// beside is what made says about the present row.
	beside bench.RowNote
	// benchy is nil for tables of other programs.
	benchy *benchyTable
}

func (t *table) layout(hints Hints) layout {
	l := layout{model: -1, test: -1}
	for i, head := range t.heads {
		c := columnOf(head, hints.Columns)
		switch c.means {
		case MeansModel:
			if l.model >= 0 {
				c.means = meansStated
			} else {
				l.model = i
			}
		case MeansTest:
			l.test = i
		case MeansSpeed:
			l.speeds = append(l.speeds, i)
		}
		l.columns = append(l.columns, c)
	}
	l.ofLlamaBench = l.has("model", "size", "params", "backend", "test", "t/s")
	return l
}

// missing is what somebody must say before the table can be read. It is "" if
// the table can be read.
func (l layout) missing(hints Hints) Meaning {
	switch {
	case len(l.speeds) == 0:
		return MeansSpeed
	case l.model < 0 && hints.Model == "":
		return MeansModel
	case l.test < 0 && slices.ContainsFunc(l.speeds, func(i int) bool { return l.columns[i].test == bench.Test{} }):
		return MeansTest
	}
	return ""
}

func (t *table) addTo(found *Found, around *surroundings, hints Hints) *Unclear {
	l := t.layout(hints)
	if missing := l.missing(hints); missing != "" {
		if len(t.rows) == 0 || !t.hasNumbers() {
			return nil // the table is about something else
		}
		u := &Unclear{Missing: missing, Line: t.rows[0].line, Heads: t.heads, Row: t.rows[0].cells, Unlike: len(l.speeds) == 0 && l.model < 0}
		for _, at := range l.speeds {
			u.Speeds = append(u.Speeds, t.heads[at])
		}
		return u
	}
	if found.Format == "" {
		found.Format = l.format()
	}
	var cells []string
	for _, row := range t.rows {
		for _, at := range l.speeds {
			if at < len(row.cells) {
				cells = append(cells, row.cells[at])
			}
		}
	}
	if len(t.rows) > 0 && (l.ofLlamaBenchy() || l.ofLlamaBench) {
		l.made = around.madeOf(t.rows[len(t.rows)-1].line)
		l.totalIfMade()
	}
	if n := len(t.rows); n > 0 && !around.isOurs(t.rows[n-1].line) {
		l.benchy = l.benchyTable()
	}
	spelled, last := spellingOf(cells), ""
	for i, row := range t.rows {
		l.beside = l.made.row(i)
		last = l.addRow(found, row, spelled, last, around, hints)
	}
	return nil
}

// format names the program that wrote such a table.
func (l layout) format() string {
	switch {
	case l.ofLlamaBench:
		return "llama-bench markdown"
	case l.ofLlamaBenchy():
		return "llama-benchy markdown"
	}
	return "a table"
}

func (l layout) ofLlamaBenchy() bool { return l.has("ttfr (ms)", "test") }

// benchyTable is nil for tables of other programs, and for those that dragstrip
// wrote: their tests are as llama-bench's.
func (l layout) benchyTable() *benchyTable {
	if !l.ofLlamaBenchy() || l.made != nil || len(l.speeds) == 0 {
		return nil
	}
	return &benchyTable{
		speed: l.speeds[0],
		time:  slices.IndexFunc(l.columns, func(c column) bool { return c.key == "est_ppt (ms)" }),
	}
}

// totalIfMade takes the speed of several requests together as the speed of a table
// that dragstrip wrote. Other tables do not say how they add speeds up.
func (l *layout) totalIfMade() {
	total := slices.IndexFunc(l.columns, func(c column) bool { return c.key == "t/s (total)" })
	if l.made != nil && total >= 0 {
		l.speeds = []int{total}
	}
}

// has tells whether the table has all these columns.
func (l layout) has(keys ...string) bool {
	for _, key := range keys {
		if !slices.ContainsFunc(l.columns, func(c column) bool { return c.key == key }) {
			return false
		}
	}
	return true
}

// addRow adds the figures of a row: one for each column of speeds. If a row has
// no model, it takes the model of the row above, as in tables with joined cells.
func (l layout) addRow(found *Found, row tableRow, spelled spelling, last string, around *surroundings, hints Hints) (model string) {
	if len(row.cells) > maxCells {
		found.leave(row.line, "", fmt.Sprintf("it has more than %d cells", maxCells))
		return last
	}
	f := Figure{Line: row.line, Params: found.cells.beginRow(), GPU: around.deviceOf(row.line), StandIn: l.beside.StandIn, Warnings: l.beside.Warnings}
	if l.ofLlamaBench {
		build := around.buildOf(row.line)
		f.Engine, f.Commit, f.Number, f.Format = "llama.cpp", build.commit, build.number, "gguf"
	}
	test, hasTest := "", l.test >= 0 && l.test < len(row.cells)
	if hasTest {
		test = row.cells[l.test]
	}
	if l.made != nil {
		test = l.made.tell(&f, test)
	}
	model = hints.Model
	for i, c := range l.columns {
		if i >= len(row.cells) {
			break
		}
		cell := row.cells[i]
		if c.means == MeansModel && hints.Model == "" {
			if model = cell; cell == "" {
				model = last
			}
			continue
		}
		if cell != "" {
			f.take(c, found.cells.text(cell))
		}
	}
	f.Params = found.cells.endRow()
	f.setModel(found.cells.model(l.made.modelOf(&f, model)))
	if f.Model == "" {
		found.leave(row.line, "", "it does not name a model")
		return model
	}
	named := testCell{lengths: true, named: true, why: unknownTest}
	if hasTest {
		named = l.benchy.told(found, row, test, found.cells.test(test), spelled)
	}
	for _, at := range l.speeds {
		if at >= len(row.cells) {
			continue
		}
		l.addFigure(found, f, l.columns[at], row.cells[at], spelled, named)
	}
	return model
}

// addFigure adds the figure of one cell.
func (l layout) addFigure(found *Found, f Figure, c column, cell string, spelled spelling, test testCell) {
	if c.test != (bench.Test{}) {
		test = testCell{test: c.test, lengths: c.lengths, named: true}
	}
	f.Test = test.test
	if c.quant != "" {
		f.Quant = c.quant
	}
	if c.engine != "" {
		f.Engine = c.engine
	}
	if c.backend != "" {
		f.Backend = c.backend
	}
	if c.machine != "" {
		f.Machine = strings.TrimSpace(c.machine + " " + f.Machine)
	}
	what := strings.TrimSpace(f.Model + " " + f.Quant)
	if !test.named {
		found.leave(f.Line, what, test.why)
		return
	}
	mean, deviation, err := spelled.speed(cell)
	if err != nil {
		found.leave(f.Line, what+" "+f.Test.String(), fmt.Sprintf("%v: %q", err, cell))
		return
	}
	if !test.lengths {
		found.assume(fmt.Sprintf("the table does not say how long its tests are: pp is taken as pp%d and tg as tg%d, llama-bench's defaults. To give other lengths: --column \"HEADING=pp1024\"", usualPrompt, usualGeneration))
	}
	f.TPS, f.StdDev = mean, l.made.sampled(deviation)
	found.add(f)
}

// take takes what a cell says beside a speed.
func (f *Figure) take(c column, cell string) {
	cell = cut(cell, 120)
	switch c.means {
	case MeansQuant:
		f.Quant = quantNamed(cell)
	case MeansMachine:
		f.Machine = strings.TrimSpace(f.Machine + " " + cell)
	case MeansBackend:
		f.Backend = cell
	case MeansEngine:
		f.Engine = cell
	case MeansBuild:
		f.Version = cell
	case meansThreads:
		f.Threads = countOr(cell)
	case meansSize:
		f.SizeBytes = bytesNamed(cell)
	case meansCount:
		f.ParamCount = countNamed(cell)
	case meansDate:
		f.When = timeNamed(cell)
	case meansParameter:
		if !f.parameter(c.key, cell) {
			f.state(c.head, cell)
		}
	case meansStated:
		f.state(c.head, cell)
	}
}

func (f *Figure) state(head, cell string) {
	if len(f.Stated) < maxStated {
		f.Stated = append(f.Stated, cut(head+" "+cell, 80))
	}
}

var (
	sizes  = map[string]float64{"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40, "MB": 1e6, "GB": 1e9}
	counts = map[string]float64{"K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}
)

// bytesNamed reads a size as llama-bench writes it: "592.57 MiB".
func bytesNamed(cell string) int64 { return scaled(cell, sizes) }

// countNamed reads a number of parameters: "1.10 B".
func countNamed(cell string) int64 { return scaled(cell, counts) }

func scaled(cell string, units map[string]float64) int64 {
	amount, unit, found := strings.Cut(cell, " ")
	v, err := strconv.ParseFloat(amount, 64)
	if !found || err != nil || !(v > 0 && v < 1e6) {
		return 0
	}
	return int64(v * units[unit])
}
