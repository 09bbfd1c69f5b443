package report

import (
	"strings"
	"testing"

	"dragstrip/bench"
)

// twoEngines is a session of one model on llama.cpp and on MLX.
func twoEngines(engine string) *bench.Session {
	s := sixRounds(measuredJob("j1", "Llama 3.2 1B", "b1", 2e9), measuredJob("j2", "Llama 3.2 1B", "b2", 4e9))
	s.Bandwidth = []bench.BandwidthMeasured{{Bandwidth: bench.Bandwidth{PeakGBps: 100, Clean: true}}}
	g, m := s.Jobs[0], s.Jobs[1]
	g.Model = bench.Model{Name: "Llama 3.2 1B", Path: "/m/a.gguf", Format: "gguf", Quant: "Q4_K_M", Origin: "llama-3-2-1b", SizeBytes: 600e6, ParamCount: 1e9, ReadBytesPerToken: 600e6}
	m.Model = bench.Model{Name: "Llama-3.2-1B-4bit", Path: "/m/mlx", Format: "mlx", Quant: "4bit", Origin: "llama-3-2-1b", SizeBytes: 562.5e6, ParamCount: 1e9, ReadBytesPerToken: 562.5e6}
	m.Build.Engine, m.Build.Backends = engine, []string{"CPU"}
	g.Build, m.Build = g.Build.WithFormerTraits(), m.Build.WithFormerTraits()
	g.Build.Backends = []string{"CPU"}
	return s
}

func TestOneModelOnTwoEnginesIsComparedAndWhatCannotBeMatchedIsNamed(t *testing.T) {
	s := twoEngines("mlx")
	sheet := SideBySide([]*bench.Session{s}, 0, false)
	if len(sheet.Rows) != 1 || len(sheet.Columns) != 2 || !sheet.Rows[0].Cells[1].Compared || sheet.Rows[0].Cells[1].Verdict != bench.Slower {
		t.Fatalf("%d panes, rows %+v", len(sheet.Columns), sheet.Rows)
	}
	if sheet.Rows[0].Model != "Llama 3.2 1B" || !strings.Contains(sheet.Columns[0].Detail, "Q4_K_M") || !strings.Contains(sheet.Columns[1].Detail, "4bit") {
		t.Errorf("row %q, panes %q and %q", sheet.Rows[0].Model, sheet.Columns[0].Detail, sheet.Columns[1].Detail)
	}
	md := written(t, "report.md", s, Options{})
	for _, want := range []string{
		"Q4_K_M, 4.80 bits per weight; 4bit, 4.50", "type of the KV cache (f16; the type MLX", "flash attention (auto; always MLX",
		"A reads 572 MiB a token", "From the number of bytes alone, the speed of B should differ by +6.7 %; measured: -50.0 %",
	} {
		if !strings.Contains(strings.Join(sheet.Fair, "\n"), want) {
			t.Errorf("%q is not among\n%s", want, strings.Join(sheet.Fair, "\n"))
		}
	}
	if !strings.Contains(md, "From the number of bytes alone, the speed of j2 should differ by +6.7 %") || !strings.Contains(md, "slower ↓") {
		t.Errorf("markdown:\n%s", md)
	}
}

func TestOneModelOnTwoEnginesWithoutACommonTestSaysSo(t *testing.T) {
	s := twoEngines("mlx_lm.benchmark")
	deep := bench.Test{Generation: 128, Depth: 512}
	s.Jobs[1].Tests[0].Test = deep
	for name, text := range map[string]string{
		"screen": strings.Join(SideBySide([]*bench.Session{s}, 0, false).Fair, "\n"), "markdown": written(t, "report.md", s, Options{}),
	} {
		for _, want := range []string{"did not measure it: ", "tg128@d512", "generates after its prompt", "time of G−1"} {
			if !strings.Contains(strings.ReplaceAll(text, `\`, ""), want) {
				t.Errorf("%s does not say %q:\n%s", name, want, text)
			}
		}
	}
}

// measure gives a job tests with six samples each, near tps.
func (j testsOf) measure(tps float64, tests ...bench.Test) {
	j.Tests = nil
	for _, t := range tests {
		j.Tests = append(j.Tests, &bench.TestState{
			Test: t, State: bench.StateFinished, Outcome: bench.OutcomeDone,
			Results: rounds(t, tps+1, tps+4, tps, tps+3, tps+5, tps+2),
		})
	}
}

// rounds makes results with one sample each.
func rounds(t bench.Test, tps ...float64) []bench.Result {
	var out []bench.Result
	for i, v := range tps {
		out = append(out, bench.Result{Test: t, Round: i, Backend: "CPU", SamplesNS: samples(t, v)})
	}
	return out
}

type testsOf struct{ *bench.JobState }

// A report names the version of the library below the engine, so that rerun
// finds the same. MLX and mlx-lm have separate releases.
func TestTheLibraryBeneathIsReadBack(t *testing.T) {
	s := twoEngines("mlx")
	s.Jobs[1].Build.Library = "0.32.4"
	for format, back := range readBack(t, s) {
		if got := back.Jobs[1].BuildUsed().Library; got != "0.32.4" {
			t.Errorf("%s: %q", format, got)
		}
	}
}

// mlx_lm.benchmark generates at the depth of its prompt. Its partners are
// llama.cpp's results at that depth; results from an empty context have no
// partner.
func TestDecodingIsPairedAtTheSameDepthAlone(t *testing.T) {
	s := twoEngines("mlx_lm.benchmark")
	pp, deep, shallow, other := bench.Test{Prompt: 512}, bench.Test{Generation: 128, Depth: 512}, bench.Test{Generation: 128}, bench.Test{Generation: 64, Depth: 512}
	testsOf{s.Jobs[0]}.measure(100, pp, shallow, deep, other)
	testsOf{s.Jobs[1]}.measure(150, pp, deep)
	sheet := SideBySide([]*bench.Session{s}, 0, false)
	for _, r := range sheet.Rows {
		if want := r.Test == pp || r.Test == deep; r.Cells[1].Compared != want {
			t.Errorf("%s is compared: %v", r.Test, !want)
		}
	}
	md := strings.ReplaceAll(written(t, "report.md", s, Options{}), `\`, "")
	for name, text := range map[string]string{"screen": strings.Join(sheet.Fair, "\n"), "markdown": md} {
		for _, want := range []string{"did not measure it: ", " tg128, ", " tg64@d512", "time of G−1"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q:\n%s", name, want, text)
			}
		}
	}
	if strings.Count(md, "faster ↑") != 2 {
		t.Errorf("markdown compares other than the two that match:\n%s", md)
	}
}

func TestHowMLXWasTimedIsSaid(t *testing.T) {
	for engine, want := range map[string]string{"mlx": "nothing had to be corrected", "mlx_lm.benchmark": "dragstrip corrects this"} {
		if text := strings.Join(SideBySide([]*bench.Session{twoEngines(engine)}, 0, false).Fair, "\n"); strings.Count(text, "correct") != 1 || !strings.Contains(text, want) {
			t.Errorf("%s: %s", engine, text)
		}
	}
}

// Two sessions, one for each engine: nothing says that their models are the
// same.
func TestModelsThatAreNotKnownToBeOneAreNotMatchedAndThatIsSaid(t *testing.T) {
	both := twoEngines("mlx")
	both.Jobs[0].Model.Origin, both.Jobs[1].Model.Origin = "", ""
	one, two := *both, *both
	one.Jobs, two.Jobs = both.Jobs[:1], both.Jobs[1:]
	for name, text := range map[string]string{
		"two sessions": strings.Join(SideBySide([]*bench.Session{&one, &two}, 0, false).Fair, "\n"),
		"one session":  strings.Join(SideBySide([]*bench.Session{both}, 0, false).Fair, "\n"),
		"markdown":     written(t, "report.md", both, Options{}),
	} {
		if strings.Count(text, "cannot be compared model by model") != 1 || !strings.Contains(text, "measure both in one plan") {
			t.Errorf("%s: %s", name, text)
		}
	}
	if text := strings.Join(SideBySide([]*bench.Session{twoEngines("mlx")}, 0, false).Fair, "\n"); strings.Contains(text, "cannot be compared model by model") {
		t.Errorf("a pair: %s", text)
	}
}

func TestModelsOfOneEngineAreNoPair(t *testing.T) {
	s := twoEngines("mlx")
	s.Jobs[1].Model.Format = "gguf"
	if sheet := SideBySide([]*bench.Session{s}, 0, false); len(sheet.Fair) > 0 || len(sheet.Rows) != 2 {
		t.Errorf("%q %d rows", sheet.Fair, len(sheet.Rows))
	}
}
