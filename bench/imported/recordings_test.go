package imported

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"dragstrip/bench"
)

// TestRecordingsImportToTheRightFigures: every recorded output of a benchmark
// program, in every format and from every version, gives the figures that stand
// in it.
func TestRecordingsImportToTheRightFigures(t *testing.T) {
	var all strings.Builder
	for _, path := range recordings(t) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		hints := Hints{}
		if strings.Contains(path, "mlx") {
			hints.Model = "mlx-community/Tiny-4bit" // it is not printed
		}
		found, err := Read(text, hints)
		name, _ := filepath.Rel("testdata", path)
		fmt.Fprintf(&all, "== %s: %s\n", filepath.ToSlash(name), found.Format)
		if err != nil {
			fmt.Fprintf(&all, "error: %v\n", err)
		}
		for _, f := range found.Figures {
			all.WriteString(told(f) + "\n")
		}
		for _, l := range found.LeftOut {
			fmt.Fprintf(&all, "left out: %s\n", l)
		}
	}
	golden.RequireEqual(t, []byte(all.String()))
}

func recordings(t testing.TB) []string {
	t.Helper()
	paths, err := filepath.Glob("testdata/*/*.txt")
	if err != nil || len(paths) < 40 {
		t.Fatal(len(paths), err)
	}
	return paths
}

// told writes a figure in one line.
func told(f *Figure) string {
	speed := fmt.Sprintf("%g ± %g, n %d", f.TPS, f.StdDev, f.N)
	if len(f.SamplesNS) > 0 {
		speed = fmt.Sprintf("samples %v ns", f.SamplesNS)
	}
	parts := []string{
		f.machine(), strings.TrimSpace(f.Engine + " " + f.Version + " " + f.Commit), fmt.Sprint("b", f.Number), f.Backend, fmt.Sprint(f.Threads, " threads"),
		f.Model, f.Quant, f.File, fmt.Sprint(f.SizeBytes, " bytes"), f.Params.String(), strings.Join(f.Stated, ", "), f.Test.String(), speed,
	}
	return strings.Join(parts, " | ")
}

// llama-bench writes the mean of its samples beside them, so the figure that is
// made from the samples can be checked.
func TestSamplesAgreeWithThePrintedMean(t *testing.T) {
	checked := 0
	for _, path := range recordings(t) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		objects(text, func(_ int, object []byte) {
			r := record{}
			samples, _, _, err := r.readJSON(object)
			if err != nil || !r.isRecord() || len(samples) == 0 {
				return
			}
			f := r.figure(&cells{}, 1, samples)
			var speeds []float64
			for _, ns := range samples {
				speeds = append(speeds, bench.TokensPerSecond(f.Test.Tokens(), ns))
			}
			if mean := bench.Summarize(speeds).Mean; math.Abs(mean-number(r["avg_ts"])) > 1e-3*mean {
				t.Errorf("%s %s: %g, but it printed %s", path, f.Test, mean, r["avg_ts"])
			}
			checked++
		})
	}
	if checked < 30 {
		t.Errorf("only %d results were checked", checked)
	}
}

// A page may show one measurement as JSON and as JSON lines. It used to count as
// two starts of the engine, which agreed exactly.
func TestOneMeasurementInTwoFormatsCountsOnce(t *testing.T) {
	record := func(what string) string {
		return `{"build_commit": "4227c9b", "model_filename": "t.gguf", "model_type": "llama 1B F16", ` + what + `, "avg_ts": 1}`
	}
	const pp, tg = `"n_prompt": 64, "n_gen": 0, "samples_ns": [818577, 828577]`, `"n_prompt": 0, "n_gen": 32, "samples_ns": [818577, 828577]`
	other := strings.Replace(pp, "818577, 828577", "828577, 818577", 1) // the same sum
	text := "[" + record(pp) + ",\n" + record(tg) + "]\n\n" + record(pp) + "\n" + record(tg) + "\n" + record(other) + "\n" + strings.Replace(record(pp), "t.gguf", "u.gguf", 1)
	found, err := Read([]byte(text), Hints{})
	if err != nil || len(found.Figures) != 4 || len(found.LeftOut) != 2 {
		t.Fatalf("%d figures, %v, %v", len(found.Figures), found.LeftOut, err)
	}
	if l := found.LeftOut[0]; l.Line != 4 || !strings.Contains(l.Why, "measurement of line 1 again") {
		t.Error(l)
	}
	check(t, &found)
}

// A test that a source has twice becomes two rounds. The tests that it has once
// are complete nevertheless.
func TestATestThatIsThereTwice(t *testing.T) {
	record := func(what, ns string) string {
		return `{"build_commit": "4227c9b", "model_filename": "t.gguf", "model_type": "llama 1B F16", ` + what + `, "avg_ts": 1, "samples_ns": [` + ns + `]}` + "\n"
	}
	text := record(`"n_prompt": 64, "n_gen": 0`, "818577") + record(`"n_prompt": 0, "n_gen": 32`, "3018577") + record(`"n_prompt": 64, "n_gen": 0`, "828577")
	found, err := Read([]byte(text), Hints{})
	if err != nil || len(found.Figures) != 3 {
		t.Fatalf("%d figures, %v", len(found.Figures), err)
	}
	check(t, &found)
}
