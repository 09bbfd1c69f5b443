package article

import (
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/published"
)

// The 24 percentages that the article prints.
var printedPercents = [][]string{
	{"+4.5 %", "+37.5 %", "+85.3 %", "+80.0 %", "+21.8 %", "+60.9 %"},
	{"-31.5 %", "+82.7 %", "+57.1 %", "+73.5 %", "-10.1 %", "+52.6 %"},
	{"+52.4 %", "+54.7 %", "+200.0 %"},
	{"+36.4 %", "+87.5 %", "+37.5 %", "+80.0 %", "+180.0 %", "+55.6 %", "+60.9 %", "+130.4 %", "+43.2 %"},
}

func TestEveryPercentageIsAsPrinted(t *testing.T) {
	tables, err := Tables(published.Load())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for i, table := range tables {
		var got []string
		for _, row := range table.Rows {
			for _, c := range row.Cells {
				if c.Percent != "" {
					got = append(got, c.Percent)
				}
			}
		}
		if !slices.Equal(got, printedPercents[i]) {
			t.Errorf("%s: %q, printed %q", table.Title, got, printedPercents[i])
		}
		n += len(got)
	}
	if n != 24 {
		t.Errorf("%d percentages", n)
	}
}

func TestPercentagesAreExact(t *testing.T) {
	for _, c := range []struct{ subject, baseline, tenths int }{
		{886, 1294, -315}, {3, 2, 500}, {2, 3, -333}, {2001, 2000, 1}, {1999, 2000, 0}, {1, 1, 0}, {7, 8, -125},
	} {
		if got := percent(c.subject, c.baseline); got != c.tenths {
			t.Errorf("%d against %d: %d, want %d tenths", c.subject, c.baseline, got, c.tenths)
		}
	}
}

// Tables finds the inconsistent figures by itself. No list of them is kept.
func TestNotes(t *testing.T) {
	tables, err := Tables(published.Load())
	if err != nil {
		t.Fatal(err)
	}
	notes := ""
	for _, table := range tables {
		notes += strings.Join(table.Notes, "\n") + "\n"
	}
	for _, part := range []string{
		"llama 3B Q4_K - Medium, M1 tg: 120 here, 121 in table 1 for the same measurement",
		"llama 7B Q4_0: 1294 pp is from Vulkan", "+13.1 %", "+103 %",
		"gpt-oss 120B F16: 476 pp is from",
		"5 to 9: +55 % to +111 %",
	} {
		if !strings.Contains(notes, part) {
			t.Errorf("no %q in\n%s", part, notes)
		}
	}
}

// The shares give the reason for the article's speeds: the M1 Ultra uses a
// smaller part of its bandwidth.
func TestShares(t *testing.T) {
	tables, err := Tables(published.Load())
	if err != nil {
		t.Fatal(err)
	}
	table := tables[0]
	for _, row := range table.Rows {
		fwd, m1 := table.cell(row, "FWD tg").Share, table.cell(row, "M1 tg").Share
		if fwd < 0.6 || fwd > 0.9 || m1 < 0.25 || m1 > 0.55 {
			t.Errorf("%s: %.2f and %.2f of the bandwidth", row.Model, fwd, m1)
		}
		if table.cell(row, "FWD pp").Share != 0 {
			t.Errorf("%s: a prompt has a share", row.Model)
		}
	}
}

// Each table has a column with the reason. This machine's share stands beside the
// published ones.
func TestEachTableSaysWhy(t *testing.T) {
	tables, err := Tables(published.Load())
	if err != nil {
		t.Fatal(err)
	}
	llama := bench.Model{ParamCount: 70_550_000_000, Quant: "Q4_K_M"}
	measured := []Measured{
		{Model: llama, Test: bench.Test{Generation: 128}, TPS: 5.5, Session: "s", Share: 0.41, OfMeasured: true},
		{Model: llama, Test: bench.Test{Prompt: 512}, TPS: 55, Session: "s"},
	}
	text := Markdown(tables, measured, nil)
	for _, part := range []string{"| % diff (tg) | why | this machine |", "| FWD 69 %, M1 30 % | – |", "| FWD 82 %, M1 46 %, here 41 % of the measured | 55.0 pp, 5.50 tg |", "| not known |"} {
		if !strings.Contains(text, part) {
			t.Errorf("no %q in\n%s", part, text)
		}
	}
	for _, table := range tables {
		heads, rows := table.Cells(table.HereOf(nil, nil))
		if heads[len(heads)-1] != "why" || len(rows[0]) != len(heads) {
			t.Errorf("%s: %q, %q", table.Title, heads, rows[0])
		}
	}
}

// A doubtful figure of this machine used to stand there like a clean one.
func TestDoubtfulFiguresOfThisMachineAreMarked(t *testing.T) {
	tables, err := Tables(published.Load())
	if err != nil {
		t.Fatal(err)
	}
	measured := []Measured{{Model: bench.Model{ParamCount: 70_550_000_000, Quant: "Q4_K_M"}, Test: bench.Test{Generation: 128}, TPS: 5.5, Session: "s", Grade: bench.GradeNoisy, Marks: "▲"}}
	here := tables[0].HereOf(measured, nil)
	if text := Markdown(tables, measured, nil); !strings.Contains(text, "| 5.50 tg ▲ |") || here[1].Grades["generation"] != bench.GradeNoisy || strings.TrimSpace(Marks(here)) != "▲" {
		t.Errorf("%+v in\n%s", here[1], text)
	}
}

// Tests that were not measured on this machine get an expected speed. It is
// computed from the size of the published model.
func TestThisMachineIsExpectedWhereItWasNotMeasured(t *testing.T) {
	tables, err := Tables(published.Load())
	if err != nil {
		t.Fatal(err)
	}
	var asked []bench.Model
	expect := func(m bench.Model, test bench.Test) (bench.SpeedRange, bool) {
		asked = append(asked, m)
		return bench.SpeedRange{TPS: 20, From: 18, To: 22}, test == bench.Test{Generation: 128}
	}
	measured := []Measured{{Model: bench.Model{ParamCount: 70_550_000_000, Quant: "Q4_K_M"}, Test: bench.Test{Generation: 128}, TPS: 5.5, Session: "s"}}
	here := tables[0].HereOf(measured, expect)
	if here[0].Expected == nil || here[0].Expected.TPS != 20 || here[1].Expected != nil || here[1].Generation != 5.5 {
		t.Errorf("%+v", here)
	}
	if m := asked[0]; m.LayerCount != 28 || m.ReadBytesPerToken < 1.9e9 || m.ReadBytesPerToken > 2.1e9 {
		t.Errorf("%+v", m)
	}
	if text := Markdown(tables, measured, expect); !strings.Contains(text, "expected 18.0 – 22.0 tg") || !strings.Contains(text, "5.50 tg") {
		t.Error(text)
	}
}
