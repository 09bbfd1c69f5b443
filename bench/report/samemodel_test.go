package report

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
)

func fileOf(path, digest string, size int64) bench.Model {
	m := bench.Model{Name: "M", Path: path, Format: "gguf", Quant: "Q4_0", SizeBytes: size}
	if digest != "" {
		m.Files = []bench.ModelFile{{Name: "m", SHA256: digest}}
	}
	return m
}

func TestOneFileIsKnownByItsDigestOrPlace(t *testing.T) {
	for what, c := range map[string]struct {
		a, b bench.Model
		want bool
	}{
		"one digest, two places":     {fileOf("/a/x.gguf", "d1", 5), fileOf("/b/y.gguf", "d1", 5), true},
		"two digests, one place":     {fileOf("/a/x.gguf", "d1", 5), fileOf("/a/x.gguf", "d2", 5), false},
		"one place, no digest":       {fileOf("/a/x.gguf", "", 5), fileOf("/a/x.gguf", "d1", 5), true},
		"one place, another size":    {fileOf("/a/x.gguf", "", 5), fileOf("/a/x.gguf", "", 6), false},
		"one name in two folders":    {fileOf("/a/x.gguf", "", 5), fileOf("/b/x.gguf", "", 5), false},
		"a report and a session":     {fileOf("x.gguf", "", 5), fileOf("/b/x.gguf", "", 5), true},
		"a report, nothing known":    {fileOf("x.gguf", "", 0), fileOf("/b/x.gguf", "", 0), false},
		"two reports without a name": {fileOf("", "", 5), fileOf("", "", 5), false},
		"a report from Windows":      {fileOf("x.gguf", "", 5), fileOf(`C:\m\x.gguf`, "", 5), true},
		"what two servers serve":     {bench.Model{Served: "x:1"}, bench.Model{Served: "x:2"}, false},
		"served by one name, twice":  {bench.Model{Served: "x:1"}, bench.Model{Served: "x:1"}, true},
		"a file and a served model":  {bench.Model{Served: "x:1"}, fileOf("x:1", "", 5), false},
		"one place, another quant":   {fileOf("/a/x.gguf", "", 5), bench.Model{Path: "/a/x.gguf", Format: "gguf", Quant: "Q8_0", SizeBytes: 5}, false},
		"one place, another format":  {fileOf("/a/x", "", 5), bench.Model{Path: "/a/x", Format: "mlx", Quant: "Q4_0", SizeBytes: 5}, false},
		"both without a single word": {bench.Model{}, bench.Model{}, false},
	} {
		if sameFile(c.a, c.b) != c.want || sameFile(c.b, c.a) != c.want {
			t.Errorf("%s: not %v", what, c.want)
		}
	}
}

// The same file used to become two rows if one session also held the model for
// another engine, or another file with the same name.
func TestOneFileInTwoSessionsIsOneRow(t *testing.T) {
	alone := &bench.Session{ID: "alone", Jobs: []*bench.JobState{measuredJob("j1", "M", "b1", 1e9)}}
	alone.Jobs[0].Model = fileOf("/m/x.gguf", "", 5)

	both := &bench.Session{ID: "both", Jobs: []*bench.JobState{measuredJob("j1", "M", "b1", 1e9), measuredJob("j2", "M-4bit", "b2", 1e9)}}
	both.Jobs[0].Model = fileOf("/m/x.gguf", "", 5)
	both.Jobs[1].Model = bench.Model{Name: "M-4bit", Path: "/m/x-4bit", Format: "mlx", Quant: "4bit", SizeBytes: 4, Origin: "m"}
	both.Jobs[0].Model.Origin = "m"

	apart := &bench.Session{ID: "apart", Jobs: []*bench.JobState{measuredJob("j1", "M", "b1", 1e9), measuredJob("j2", "M", "b1", 2e9)}}
	apart.Jobs[0].Model, apart.Jobs[1].Model = fileOf("/m/x.gguf", "", 5), fileOf("/n/x.gguf", "", 6)
	apart.Jobs[0].Model.Name, apart.Jobs[1].Model.Name = "M (m)", "M (n)"

	for _, c := range []struct {
		sessions []*bench.Session
		rows     string
	}{
		{[]*bench.Session{alone, both}, "M"},
		{[]*bench.Session{both, alone}, "M"},
		{[]*bench.Session{alone, apart}, "M Q4_0, M (n) Q4_0"},
		{[]*bench.Session{apart, alone}, "M (m) Q4_0, M (n) Q4_0"},
		{[]*bench.Session{apart, both}, "M (m), M (n) Q4_0"},
	} {
		sheet := SideBySide(c.sessions, 0, false)
		var rows []string
		for _, r := range sheet.Rows {
			rows = append(rows, r.Model)
		}
		got := strings.Join(rows, ", ")
		if got != c.rows || !sheet.Rows[0].Cells[len(sheet.Columns)-1].Measured() && !sheet.Rows[0].Cells[1].Measured() {
			t.Errorf("%s and %s: rows %q, want %q", c.sessions[0].ID, c.sessions[1].ID, got, c.rows)
		}
	}
}

// Which quantization is fastest? The models of two builds used to be listed
// only one below the other, without a ratio.
func TestModelsAreColumnsWhereThatIsAskedFor(t *testing.T) {
	s := sixRounds(measuredJob("j1", "M", "b1", 1e9), measuredJob("j2", "M", "b1", 2e9), measuredJob("j3", "M", "b2", 1e9), measuredJob("j4", "M", "b2", 2e9))
	for i, j := range s.Jobs {
		j.Model.Quant, j.Model.Path = []string{"Q4_0", "Q8_0"}[i%2], []string{"/m/4", "/m/8"}[i%2]
		j.Model.ParamCount, j.Model.SizeBytes, j.Model.ReadBytesPerToken = 1e9, int64(5e8*(i%2+1)), int64(5e8*(i%2+1))
	}
	if plain := SideBySide([]*bench.Session{s}, 0, false); plain.ByModel || len(plain.Columns) != 2 || len(plain.Rows) != 2 {
		t.Fatalf("unasked: %d columns, %d rows", len(plain.Columns), len(plain.Rows))
	}
	sheet := By(AxisModel, []*bench.Session{s}, 1, false)
	if !sheet.ByModel || len(sheet.Columns) != 2 || len(sheet.Rows) != 2 || sheet.Rows[1].Heading() != "b2" || sheet.Columns[1].Title != "M Q8_0" {
		t.Fatalf("%d columns, %d rows: %+v", len(sheet.Columns), len(sheet.Rows), sheet.Columns)
	}
	for _, row := range sheet.Rows {
		if c := row.Cells[0]; !c.Compared || c.Verdict != bench.Faster || c.Ratio < 1.99 || c.Ratio > 2.01 {
			t.Errorf("%s: half the bytes: %+v", row.Heading(), c.Comparison)
		}
	}
	if want := "From the number of bytes alone, the speed of A should differ by +100 %"; !strings.Contains(strings.Join(sheet.Fair, "\n"), want) {
		t.Errorf("not %q in %q", want, sheet.Fair)
	}
	if want := "A differs from B in model"; !strings.HasPrefix(sheet.Differs()[0], want) {
		t.Errorf("%q", sheet.Differs())
	}
}

// Two copies of one file used to stand in a row with the name of one of them.
func TestCopiesOfOneFileStandInARowWithTheirCommonName(t *testing.T) {
	s := &bench.Session{Jobs: []*bench.JobState{measuredJob("j1", "M", "b1", 1e9), measuredJob("j2", "M", "b1", 1e9)}}
	for i, file := range []string{"a.gguf", "b.gguf"} {
		s.Jobs[i].Model = fileOf("/m/"+file, "digest", 5)
		s.Jobs[i].Model.Name = "M [" + file + "]"
	}
	sheet := SideBySide([]*bench.Session{s}, 0, false)
	for _, row := range sheet.Rows {
		if row.Model != "M Q4_0" {
			t.Errorf("a row is called %q", row.Model)
		}
	}
	if names := sheet.ColumnNames(Options{}).Full; len(names) != 2 || names[0] != "a.gguf" || names[1] != "b.gguf" {
		t.Errorf("columns are called %q", names)
	}
}

// Beside another model, copies used to be told apart by their size, which is the
// same.
func TestCopiesBesideAnotherModelAreToldByTheirFiles(t *testing.T) {
	s := &bench.Session{}
	for i, file := range []string{"one.gguf", "it's two.gguf", "three.gguf", "other.gguf"} {
		j := measuredJob(fmt.Sprintf("j%d", i+1), "M", "b1", 1e9)
		j.Model = fileOf("/m/"+file, "digest", 5)
		j.Model.Name = "M [" + file + "]"
		s.Jobs = append(s.Jobs, j)
	}
	other := &s.Jobs[3].Model
	other.Name, other.Quant, other.SizeBytes, other.Files[0].SHA256 = "M", "Q8_0", 9, "another"
	names := SideBySide([]*bench.Session{s}, 0, false).ColumnNames(Options{}).Full
	if got := strings.Join(names, ", "); got != "one.gguf, other.gguf, it's two.gguf, three.gguf" {
		t.Errorf("columns are called %s", got)
	}
}

// Copies of one model used to stand in rows "#1" and "#2" of a column with the
// name of one file.
func TestCopiesInAColumnOfTheirModelHaveRowsNamedByTheirFiles(t *testing.T) {
	s := &bench.Session{}
	for i, file := range []string{"one.gguf", "it's two.gguf", "three.gguf"} {
		j := measuredJob(fmt.Sprintf("j%d", i+1), "M", "b1", 1e9)
		j.Model = fileOf("/m/"+file, "digest", 5)
		j.Model.Name = "M [" + file + "]"
		s.Jobs = append(s.Jobs, j)
	}
	sheet := By(AxisModel, []*bench.Session{s}, 0, false)
	var rows []string
	for _, r := range sheet.Rows {
		rows = append(rows, r.Under)
	}
	if got := strings.Join(rows, ", "); got != "one.gguf, it's two.gguf, three.gguf" || sheet.Columns[0].Title != "M Q4_0" || sheet.ColumnNames(Options{}).Full[0] != "M Q4_0" {
		t.Errorf("rows %s of %s, %s", got, sheet.Columns[0].Title, sheet.ColumnNames(Options{}).Full)
	}
	// Beside another session, rows used to be named by its time three times over.
	later := &bench.Session{ID: "later", Started: time.Date(2026, 12, 1, 4, 2, 19, 0, time.UTC), Jobs: []*bench.JobState{measuredJob("j1", "M", "b1", 1e9)}}
	later.Jobs[0].Model = fileOf("/m/one.gguf", "digest", 5)
	s.ID, s.Started = "s", later.Started.Add(-time.Hour)
	for _, r := range By(AxisModel, []*bench.Session{s, later}, 0, false).Rows {
		if when, file, _ := strings.Cut(r.Under, " · "); len(when) != len("04:02") || !strings.HasSuffix(file, ".gguf") || strings.Contains(file, "·") {
			t.Errorf("a row beside another session is called %q", r.Under)
		}
	}
	// Files of one name are told apart by their folders.
	for i, folder := range []string{"a", "b", "c"} {
		s.Jobs[i].Model = fileOf("/m/"+folder+"/model.gguf", "digest", 5)
	}
	rows = nil
	for _, r := range By(AxisModel, []*bench.Session{s}, 0, false).Rows {
		rows = append(rows, r.Under)
	}
	if got := strings.Join(rows, ", "); got != "a, b, c" {
		t.Errorf("rows of files with one name: %s", got)
	}
}
