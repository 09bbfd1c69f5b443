package imported

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"dragstrip/bench"
)

// Each importer gets any bytes. It must not panic, and everything that it takes
// must be possible, clean, and the same after it went through a journal.
//
//	go test ./bench/imported -run '^$' -fuzz FuzzJSON -fuzztime 3m -fuzzminimizetime 1x
//
// Without -fuzzminimizetime Go spends a whole minute on making one new text
// shorter, and tries nothing else meanwhile: ten texts in half a minute instead of
// a thousand in a second.

func FuzzJSON(f *testing.F) {
	f.Add([]byte(`{"n_prompt": 8, "n_gen": 0, "avg_ts": 9, "model_type": "M Q4_0", "stand_in": true, "dragstrip_stated": ["A=1"], "dragstrip_job": "s/j1", "dragstrip_warnings": [{"code":"wide","text":"x"}]}`))
	fuzz(f, "fmt_json", readJSON)
}
func FuzzCSV(f *testing.F) { fuzz(f, "fmt_csv", readCSV) }
func FuzzSQL(f *testing.F) { fuzz(f, "fmt_sql", readSQL) }

func FuzzBenchy(f *testing.F) {
	f.Add([]byte(benchyJSON))
	fuzz(f, "none", readBenchy)
}

func FuzzMLX(f *testing.F) {
	fuzz(f, "/mlx/", func(found *Found, text []byte) {
		readMLX(found, text)
		_ = found.withModel("org/Model-4bit")
	})
}

func FuzzOllama(f *testing.F) {
	f.Add([]byte(ollamaText))
	fuzz(f, "none", func(found *Found, text []byte) {
		readOllama(found, text)
		_ = found.withModel("llama3.2:3b")
	})
}

func FuzzMarkdownTables(f *testing.F) {
	f.Add([]byte("| Chip | Q4_0 PP [t/s] | tg128 @ d4096 |\n|---|---|---|\n| M1 | 1 294 | 12,5 ± 0,3 |\n"))
	f.Add([]byte("| model | test | t/s (total) | ttfr (ms) |\n|---|---|---|---|\n| M Q4_0 | tg128 (c2) | 190.00 ± 2.00 | |\n\n" +
		`<!-- dragstrip: {"machine":"M1","engine":"e","number":7,"threads":6,"params":{"flash_attn":"on"},"stated":["A=1"],"date":"2026-11-01T12:00:00Z","n":6} -->`))
	f.Add([]byte("| model | size | params | backend | test | t/s |\n|---|---|---|---|---|---|\n| M Q4_0 | 1.00 GiB | 1.00 B | CPU | tg128 | 9.00 ± 2.00 |\n\nbuild: a (1)\n" +
		`<!-- dragstrip: {"stated":["A=1"],"rows":[{"stand_in":true,"warnings":[{"code":"wide","text":"x"},{"code":"virtual","text":"y"}]}]} -->`))
	fuzz(f, "md", func(found *Found, text []byte) {
		_ = readTables(found, markdownTables(text), around(text), Hints{Model: "m"})
	})
}

func FuzzHTMLTables(f *testing.F) {
	f.Add([]byte("<table><tr><th>Model<th>pp512 t/s</tr><tr><td>a &amp; b Q4_0<td><b>1&nbsp;294</b></table>"))
	fuzz(f, "none", func(found *Found, text []byte) {
		_ = readTables(found, htmlTables(text), around(text), Hints{Model: "m"})
	})
}

func FuzzRead(f *testing.F) {
	fuzz(f, "", func(found *Found, text []byte) { *found, _ = Read(text, Hints{}) })
}

func fuzz(f *testing.F, seeds string, read func(*Found, []byte)) {
	for _, path := range recordings(f) {
		if strings.Contains(path, seeds) {
			text, err := os.ReadFile(path)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var found Found
		read(&found, text)
		check(t, &found)
	})
}

func check(t *testing.T, found *Found) {
	t.Helper()
	for _, l := range found.LeftOut {
		if l.Line < 1 || l.Why == "" || bench.Clean(l.String()) != l.String() {
			t.Errorf("left out without a reason, or not clean: %q", l)
		}
	}
	results := 0
	for s := range found.Sessions(Source{Imported: bench.SessionImported{From: "fuzz"}}) {
		if err := bench.Admit(&s.Plan); err != nil {
			t.Fatalf("no journal takes its plan: %v", err)
		}
		live, replayed := bench.NewSession(), bench.NewSession()
		for e := range s.Events() {
			line, err := json.Marshal(e)
			if err != nil {
				t.Fatal(err)
			}
			var back bench.Event
			if err := json.Unmarshal(line, &back); err != nil {
				t.Fatalf("%v: %s", err, line)
			}
			live.Apply(e)
			replayed.Apply(back)
		}
		tests := live.Tally()
		if again := replayed.Tally(); tests.Measured != tests.Asked || again != tests {
			t.Errorf("%s, %s when read back", tests, again)
		}
		for _, j := range replayed.Jobs {
			for _, test := range j.Tests {
				sum := test.Summary()
				if !(sum.Median > 0) || math.IsInf(sum.Median, 0) || sum.Median > 2*bench.MostTPS {
					t.Errorf("%s %s: %g t/s", j.Model.Label(), test.Test, sum.Median)
				}
			}
			if label := j.Model.Label(); bench.Clean(label) != label {
				t.Errorf("%q is not clean", label)
			}
		}
		results += s.Results()
	}
	if results != len(found.Figures) {
		t.Errorf("%d results of %d figures", results, len(found.Figures))
	}
}
