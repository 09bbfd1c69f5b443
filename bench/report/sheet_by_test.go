package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
)

// configured is a job for a test of comparisons along an axis.
type configured struct {
	model, quant, engine, version, backend, fa string
	pp, tg                                     float64
}

// measuredOn makes a session of jobs on one machine. A speed of 0 is not
// measured.
func measuredOn(machine, id string, jobs ...configured) *bench.Session {
	plan := bench.Plan{Session: id, Rounds: 6}
	var facts []bench.Event
	for i, c := range jobs {
		j := bench.Job{
			ID: fmt.Sprintf("j%d", i+1), Repetitions: 6, Model: bench.Model{Name: c.model, Quant: c.quant, Format: "gguf"},
			Build: bench.EngineBuild{ID: c.engine + c.version + c.backend, Engine: c.engine, Version: c.version, Backends: []string{c.backend}, Prefix: []string{"x"}},
		}
		if c.fa != "" {
			j.Params = bench.Params{"flash_attn": c.fa}
		}
		for _, of := range []struct {
			test bench.Test
			tps  float64
		}{{bench.Test{Prompt: 512}, c.pp}, {bench.Test{Generation: 128}, c.tg}} {
			if of.tps == 0 {
				continue
			}
			j.Tests = append(j.Tests, of.test)
			for r := range 6 {
				tokens := float64(of.test.Prompt + of.test.Generation)
				ns := int64(1e9 * tokens / of.tps * (1 + float64(r%3)/1000))
				facts = append(facts, bench.Event{Job: j.ID, Fact: bench.TestFinished{Result: bench.Result{Test: of.test, Round: r, SamplesNS: []int64{ns}, Backend: c.backend}}})
			}
		}
		plan.Jobs = append(plan.Jobs, j)
	}
	s := bench.NewSession()
	s.Apply(bench.Event{Seq: 1, Fact: bench.SessionStarted{Schema: bench.Schema, Session: id, Plan: plan}})
	s.Apply(bench.Event{Seq: 2, Fact: bench.MachineDescribed{Machine: bench.Machine{Line: machine}}})
	for i, e := range facts {
		e.Seq = int64(i + 3)
		s.Apply(e)
	}
	return s
}

// The two machines of the blog post, which was written because its second table
// has a prefill figure of one configuration beside a decode figure of another.
func twoMachines() []*bench.Session {
	return []*bench.Session{
		measuredOn("Strix Halo", "s1",
			configured{"llama 7B", "Q4_0", "llama.cpp", "b1", "Vulkan", "on", 1294, 46.7},
			configured{"llama 7B", "Q4_0", "llama.cpp", "b1", "Vulkan", "off", 783.7, 52},
			configured{"Scout", "Q4_K_M", "llama.cpp", "b1", "ROCm", "", 306, 0},
			configured{"Scout", "Q4_K_M", "llama.cpp", "b1", "Vulkan", "", 0, 19},
		),
		measuredOn("M1 Ultra", "s2",
			configured{"llama 7B", "Q4_0", "llama.cpp", "b2", "Metal", "off", 886, 95},
			configured{"Scout", "Q4_K_M", "llama.cpp", "b2", "Metal", "", 275, 29},
		),
	}
}

// sheetText writes a sheet as lines: row, cell by column.
func sheetText(s Sheet) (lines []string) {
	for _, row := range s.Rows {
		line := row.Name() + ":"
		for _, c := range row.Cells {
			line += " " + c.tps()
		}
		lines = append(lines, line)
	}
	return lines
}

func TestComparedAlongAnAxis(t *testing.T) {
	for _, c := range []struct {
		axis    Axis
		columns string
		rows    []string
	}{
		{AxisMachine, "Strix Halo|M1 Ultra", []string{
			"llama 7B Q4_0 · fa on pp512: 1293 –", "llama 7B Q4_0 · fa on tg128: 46.7 –",
			"llama 7B Q4_0 · fa off pp512: 783 885", "llama 7B Q4_0 · fa off tg128: 51.9 94.9",
			"Scout Q4_K_M · ROCm pp512: 306 275", "Scout Q4_K_M · Vulkan tg128: 19.0 29.0",
		}},
		{AxisFlags, "fa on|fa off|fa default", []string{
			"llama 7B Q4_0 · b1 · Vulkan · Strix Halo pp512: 1293 783 –", "llama 7B Q4_0 · b2 · Metal · M1 Ultra tg128: – 94.9 –",
		}},
		{AxisBuild, "b1 · Vulkan|b1 · ROCm|b2 · Metal", []string{
			"Scout Q4_K_M pp512: – 306 275", "Scout Q4_K_M tg128: 19.0 – 29.0",
		}},
		{AxisModel, "llama 7B Q4_0|Scout Q4_K_M", nil},
		{AxisEngine, "llama.cpp", nil},
	} {
		s := By(c.axis, twoMachines(), 0, false)
		if got := strings.Join(s.ColumnNames(Options{}).Full, "|"); got != c.columns {
			t.Errorf("%s: columns %s, want %s", c.axis, got, c.columns)
		}
		got := sheetText(s)
		for _, line := range c.rows {
			if !slices.Contains(got, line) {
				t.Errorf("%s: no row %q in\n%s", c.axis, line, strings.Join(got, "\n"))
			}
		}
		results := 0
		for _, row := range s.Rows {
			for _, cell := range row.Cells {
				if cell.Measured() {
					results++
				}
			}
		}
		if results < 10 {
			t.Errorf("%s: %d results of 10 are in the table", c.axis, results)
		}
	}
}

// A prefill and a decode figure of one column and one row name are from one
// configuration, on every axis.
func TestARowIsOfOneConfiguration(t *testing.T) {
	for _, axis := range Axes {
		s := By(axis, append(twoMachines(), twoMachines()...), 0, false)
		jobs := map[string]*bench.JobState{}
		for _, row := range s.Rows {
			for at, cell := range row.Cells {
				if cell.Row == nil {
					continue
				}
				key := fmt.Sprint(at, row.measured(asIs))
				if have := jobs[key]; have != nil && have != cell.Row.Job {
					t.Errorf("%s: %s, column %s, has figures of two jobs", axis, row.measured(asIs), s.Columns[at].Name)
				}
				jobs[key] = cell.Row.Job
			}
		}
	}
}

// What stands in a row although it was measured in another way is named.
func TestOtherConfigurationsAreSaid(t *testing.T) {
	s := By(AxisMachine, twoMachines(), 0, false)
	want := "in the rows of ROCm and Vulkan, column B shows Scout Q4_K_M · Metal, the nearest that was measured"
	if !slices.Contains(s.Fair, want) {
		t.Errorf("%q, want %q", s.Fair, want)
	}
	if text := strings.Join(s.Differs(), ""); !strings.Contains(text, "machine (Strix Halo, M1 Ultra)") || !strings.Contains(text, "engine build") {
		t.Errorf("%q", text)
	}
	s = By(AxisFlags, twoMachines(), 0, false)
	if !slices.ContainsFunc(s.Fair, func(text string) bool { return strings.Contains(text, "A and C have no row in common") }) {
		t.Errorf("%q", s.Fair)
	}
}

// A published figure without settings stands in every row of its model. The
// headline used to give it the settings of one of them.
func TestAFigureWithoutSettingsIsGivenNone(t *testing.T) {
	here := measuredOn("EPYC", "s1",
		configured{"Tiny", "Q4_0", "llama.cpp", "b1", "CPU", "off", 800, 300}, configured{"Tiny", "Q4_0", "llama.cpp", "b1", "CPU", "on", 900, 400},
		configured{"Small", "Q4_0", "llama.cpp", "b1", "CPU", "on", 500, 200})
	there := measuredOn("Mac", "s2", configured{"Tiny", "Q4_0", "", "", "", "", 0, 902})
	there.Imported = &bench.SessionImported{From: "a post"}
	there.Jobs[0].OnlyStated = true
	there.Jobs[0].Build, there.Jobs[0].Model.Format = bench.EngineBuild{}, ""
	there.Jobs[0].Tests[0].Results = []bench.Result{{Test: bench.Test{Generation: 128}, Published: &bench.Published{TPS: 902}}}
	s := By(AxisMachine, []*bench.Session{here, there}, 0, false)
	h := headline{sheet: s, names: s.ColumnNames(Options{}).Full, model: asIs}
	first, _ := h.sentences()
	if strings.Contains(first, "fa on: 902") || !strings.Contains(first, "902 t/s (settings not stated)") || !strings.Contains(first, "measured 400 with EPYC · fa on") || strings.Count(first, "902") != 1 {
		t.Error(first)
	}
	marked := 0
	for _, row := range s.Rows {
		if cell := row.Cells[1]; strings.Contains(cell.marked(), "902 ○ ≠") && strings.Contains(cell.markedMedian(), "≠") {
			marked++
		}
	}
	if said := strings.Join(s.Fair, ""); marked != 2 || !s.hasMark(signElsewhere) || !strings.Contains(said, "Tiny Q4_0 · settings not stated, so the same figures") {
		t.Errorf("%d cells are marked; %s", marked, said)
	}
	// A second machine that states nothing used to take the first one out of these rows.
	third := *there
	third.ID, third.Machine.Line = "s3", "RTX"
	two := By(AxisMachine, []*bench.Session{here, there, &third}, 0, false)
	for _, row := range two.Rows {
		if row.Model == s.Rows[0].Model && row.Test.Generation > 0 && (!row.Cells[0].Measured() || !row.Cells[1].Measured() || !row.Cells[2].Measured()) {
			t.Errorf("beside a third machine: %s has %+v", row.Name(), row.Cells)
		}
	}
	for want, write := range map[string]func(io.Writer, Sheet, Options) error{`"elsewhere": "settings not stated"`: SheetJSON, ",settings not stated,": SheetCSV} {
		var text strings.Builder
		if err := write(&text, s, Options{}); err != nil || strings.Count(text.String(), want) != 2 {
			t.Errorf("%v; not twice: %s\n%s", err, want, &text)
		}
	}
}

// Every format has every figure of the comparison.
func TestComparisonsInEveryFormat(t *testing.T) {
	s := By(AxisMachine, twoMachines(), 0, false)
	for _, f := range SheetFormats() {
		var text bytes.Buffer
		if err := f.Write(&text, s, Options{}); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		for _, part := range []string{"llama 7B", "fa off", "Strix Halo", "M1 Ultra", "Metal"} {
			if plain := strings.ReplaceAll(text.String(), `\`, ""); !strings.Contains(plain, part) {
				t.Errorf("%s: no %q in\n%s", f.Name, part, plain)
			}
		}
		switch f.Name {
		case "csv":
			lines, err := csv.NewReader(&text).ReadAll()
			if err != nil || len(lines) != 1+10 {
				t.Errorf("%d lines, %v", len(lines), err)
			}
		case "json":
			var d SheetDocument
			if err := json.Unmarshal(text.Bytes(), &d); err != nil || d.By != AxisMachine || len(d.Rows) != len(s.Rows) {
				t.Errorf("%v, %d rows by %s", err, len(d.Rows), d.By)
			}
			if c := d.Rows[2].Cells[1].Comparison; c == nil || c.Verdict != bench.Faster {
				t.Errorf("no verdict in %+v", d.Rows[2])
			}
		}
		if err := f.Write(&text, Sheet{}, Options{}); err == nil {
			t.Errorf("%s writes a comparison of nothing", f.Name)
		}
	}
}

// Rows by model are of builds, backends or flags. They used to stand under the
// heading "model".
func TestRowsByModelAreOfConfigurations(t *testing.T) {
	session := measuredOn("M1 Ultra", "s",
		configured{"llama 7B", "Q4_0", "llama.cpp", "b1", "Metal", "on", 886, 95}, configured{"Scout", "Q4_K_M", "llama.cpp", "b1", "Metal", "on", 275, 29})
	var text bytes.Buffer
	if err := SheetMarkdown(&text, By(AxisModel, []*bench.Session{session}, 0, false), Options{}); err != nil || !strings.Contains(text.String(), "| configuration ") {
		t.Errorf("%v in\n%s", err, text.String())
	}
}

// Two sources without a common test used to make a table of dashes that said
// nothing more.
func TestNothingInCommonIsSaid(t *testing.T) {
	one := measuredOn("one", "s1", configured{"A", "Q4_0", "llama.cpp", "b1", "CPU", "", 0, 20})
	other := measuredOn("two", "s2", configured{"B", "Q4_0", "llama.cpp", "b1", "CPU", "", 0, 20})
	const said = "A and B have no row in common, so they are not compared"
	for name, c := range map[string]struct {
		with   *bench.Session
		common bool
	}{"the same test": {measuredOn("three", "s3", configured{"A", "Q4_0", "llama.cpp", "b1", "CPU", "", 0, 30}), true}, "another model": {other, false}} {
		if got := HaveTestsInCommon(one, c.with); got != c.common {
			t.Errorf("%s: in common: %t", name, got)
		}
		if got := slices.Contains(SideBySide([]*bench.Session{one, c.with}, 0, false).Fair, said); got == c.common {
			t.Errorf("%s: said: %t", name, got)
		}
	}
}

// Jobs with and without a variable used to stand in jumbled rows: both of the
// second model came between those of the first.
func TestRowsOfAModelStandTogether(t *testing.T) {
	s := measuredOn("one", "s1",
		configured{"A", "Q4_0", "llama.cpp", "b1", "CPU", "on", 90, 20}, configured{"B", "Q4_0", "llama.cpp", "b1", "CPU", "on", 90, 20},
		configured{"B", "Q4_0", "llama.cpp", "b1", "CPU", "off", 90, 20}, configured{"A", "Q4_0", "llama.cpp", "b1", "CPU", "off", 90, 20})
	var names []string
	for _, row := range By(AxisMachine, []*bench.Session{s}, 0, false).Rows {
		names = append(names, row.Model+" "+row.Under+" "+row.Test.String())
	}
	if want := []string{
		"A Q4_0 fa on pp512", "A Q4_0 fa on tg128", "A Q4_0 fa off pp512", "A Q4_0 fa off tg128",
		"B Q4_0 fa on pp512", "B Q4_0 fa on tg128", "B Q4_0 fa off pp512", "B Q4_0 fa off tg128",
	}; !slices.Equal(names, want) {
		t.Errorf("%q, want %q", names, want)
	}
}
