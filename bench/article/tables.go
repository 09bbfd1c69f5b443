package article

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/published"
)

// Table is one of the article's tables.
type Table struct {
	Title string `json:"title"`
	// Columns are the headings of the cells in each row.
	Columns []Column `json:"columns"`
	Rows    []Row    `json:"rows"`
	// Notes say what is inconsistent in the table, and how uncertain
	// differences of rounded figures are.
	Notes []string `json:"notes,omitempty"`
}

// Column is a heading.
type Column struct {
	Name string `json:"name"`
	// Change is set for a percentage, which compares the column Subject with the
	// column Baseline.
	Change            bool   `json:"change,omitempty"`
	Subject, Baseline string `json:"-"`
	// spec says which figures the column has if they are speeds.
	spec spec
}

// Row is one model.
type Row struct {
	Model string `json:"model"`
	Cells []Cell `json:"cells"`
}

// Cell is a speed or a percentage.
type Cell struct {
	// TPS is a published speed in tokens a second, a whole number.
	TPS int `json:"tps,omitempty"`
	// Percent is the difference, as it is printed: "+37.5 %".
	Percent string `json:"percent,omitempty"`
	// Share is the part of the memory's specified bandwidth that the speed uses. It
	// is 0 if that is not known.
	Share  float64           `json:"share_of_bandwidth,omitempty"`
	figure *published.Figure // set for a speed
	change change            // set for a percentage
}

type change struct{ subject, baseline int }

// spec says which published figure stands in a column.
type spec struct {
	// table is the table that the figure comes from. Table 4 repeats some
	// figures of table 1.
	table     int
	machine   string
	engine    string
	generates bool
}

// The machines of the article. These texts are parts of their names in the set.
const (
	framework = "Framework Desktop"
	ultra     = "M1 Ultra"
)

func speedOf(name string, table int, machine, engine string, generates bool) Column {
	return Column{Name: name, spec: spec{table, machine, engine, generates}}
}

func changeOf(name, subject, baseline string) Column {
	return Column{Name: name, Change: true, Subject: subject, Baseline: baseline}
}

// promptAndGeneration returns the columns of the first two tables.
func promptAndGeneration(table int) []Column {
	return []Column{
		speedOf("FWD pp", table, framework, "", false), speedOf("M1 pp", table, ultra, "", false), changeOf("% diff (pp)", "M1 pp", "FWD pp"),
		speedOf("FWD tg", table, framework, "", true), speedOf("M1 tg", table, ultra, "", true), changeOf("% diff (tg)", "M1 tg", "FWD tg"),
	}
}

// shapes returns the four tables with title and columns, without rows. FWD is
// the Framework Desktop, M1 is the Mac Studio with M1 Ultra.
func shapes() []Table {
	return []Table{
		{Title: "Jeff Geerling's figures (llama-bench)", Columns: promptAndGeneration(1)},
		{Title: "lhl's figures (llama-bench, the highest of each batch)", Columns: promptAndGeneration(2)},
		{Title: "Alex Ziskind's figures (LM Studio)", Columns: []Column{
			speedOf("FWD tg", 3, framework, "", true), speedOf("M1 tg", 3, ultra, "", true), changeOf("% diff (tg)", "M1 tg", "FWD tg"),
		}},
		{Title: "The same models with MLX", Columns: []Column{
			speedOf("FWD tg", 1, framework, "llama.cpp", true), speedOf("M1 tg", 4, ultra, "llama.cpp", true), speedOf("M1 MLX tg", 4, ultra, "mlx_lm", true),
			changeOf("% diff (M1 vs FWD)", "M1 tg", "FWD tg"), changeOf("% diff (MLX vs FWD)", "M1 MLX tg", "FWD tg"), changeOf("% diff (MLX vs M1)", "M1 MLX tg", "M1 tg"),
		}},
	}
}

// Tables makes the four tables from the reference set.
func Tables(set *published.Set) ([]Table, error) {
	figures := ofTheArticle(set)
	tables := shapes()
	for i := range tables {
		t := &tables[i]
		for _, model := range modelsOf(figures, i+1) {
			row, err := t.row(figures, model)
			if err != nil {
				return nil, fmt.Errorf("%s, %s: %w", t.Title, model, err)
			}
			t.Rows = append(t.Rows, row)
		}
	}
	addNotes(set, tables)
	return tables, nil
}

// ofTheArticle returns the figures of the article for each table number.
func ofTheArticle(set *published.Set) map[int][]*published.Figure {
	out := map[int][]*published.Figure{}
	for i := range set.Figures {
		f := &set.Figures[i]
		var table int
		if strings.HasPrefix(f.Source.Name, "article ") {
			if _, err := fmt.Sscanf(f.Notes, "table %d;", &table); err == nil {
				out[table] = append(out[table], f)
			}
		}
	}
	return out
}

// modelsOf lists the models of a table in the article's order.
func modelsOf(figures map[int][]*published.Figure, table int) (models []string) {
	for _, f := range figures[table] {
		if !slices.Contains(models, f.Model) {
			models = append(models, f.Model)
		}
	}
	return models
}

func (t *Table) row(figures map[int][]*published.Figure, model string) (Row, error) {
	row := Row{Model: model}
	speeds := map[string]int{}
	for _, c := range t.Columns {
		var cell Cell
		if c.Change {
			cell.change = change{speeds[c.Subject], speeds[c.Baseline]}
			cell.Percent = formatPercent(percent(cell.change.subject, cell.change.baseline))
		} else {
			f := c.spec.find(figures, model)
			if f == nil {
				return row, fmt.Errorf("the set has no figure for %s", c.Name)
			}
			cell = Cell{TPS: int(math.Round(f.TPS)), figure: f, Share: shareOf(f)}
			speeds[c.Name] = cell.TPS
		}
		row.Cells = append(row.Cells, cell)
	}
	return row, nil
}

func (s spec) find(figures map[int][]*published.Figure, model string) *published.Figure {
	for _, f := range figures[s.table] {
		if f.Model == model && strings.Contains(f.Machine, s.machine) && (s.engine == "" || f.Engine == s.engine) && f.Generates == s.generates {
			return f
		}
	}
	return nil
}

// shareOf returns the part of the memory's specified bandwidth that generation
// uses. It returns 0 for prompts, and if the bytes of a token are not known.
func shareOf(f *published.Figure) float64 {
	weights, kv, ok := f.ReadBytes()
	if !ok || !f.Generates || f.Chip.GBps <= 0 {
		return 0
	}
	return f.TPS * (weights + kv) / (f.Chip.GBps * 1e9)
}

// test returns the test of a figure. If the length of a generation was not
// published, it is assumed to be 128 tokens, as in the other tables.
func test(f *published.Figure) bench.Test {
	t := f.Test
	if f.Generates && t.Generation == 0 {
		t.Generation = 128
	}
	return t
}
