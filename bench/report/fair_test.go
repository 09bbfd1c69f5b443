package report

import (
	"strings"
	"testing"

	"dyno/bench"
)

// twoEngines is a session of one model on llama.cpp and on MLX.
func twoEngines(engine string) *bench.Session {
	s := &bench.Session{Jobs: []*bench.JobState{measuredJob("j1", "Llama 3.2 1B", "b1", 2e9), measuredJob("j2", "Llama 3.2 1B", "b2", 4e9)}}
	s.Bandwidth = []bench.BandwidthMeasured{{Bandwidth: bench.Bandwidth{PeakGBps: 100, Clean: true}}}
	g, m := s.Jobs[0], s.Jobs[1]
	g.Model = bench.Model{Name: "Llama 3.2 1B", Path: "/m/a.gguf", Format: "gguf", Quant: "Q4_K_M", Origin: "llama-3-2-1b", SizeBytes: 600e6, ParamCount: 1e9, ReadBytesPerToken: 600e6}
	m.Model = bench.Model{Name: "Llama-3.2-1B-4bit", Path: "/m/mlx", Format: "mlx", Quant: "4bit", Origin: "llama-3-2-1b", SizeBytes: 562.5e6, ParamCount: 1e9, ReadBytesPerToken: 562.5e6}
	m.Build.Engine, m.Build.Backends = engine, []string{"CPU"}
	g.Build.Backends = []string{"CPU"}
	return s
}

func TestOneModelOnTwoEnginesIsComparedAndWhatCannotBeMatchedIsNamed(t *testing.T) {
	s := twoEngines("mlx")
	sheet := SideBySide([]*bench.Session{s}, 0, false)
	if len(sheet.Rows) != 1 || len(sheet.Panes) != 2 || !sheet.Rows[0].Cells[1].Compared || sheet.Rows[0].Cells[1].Verdict != bench.Slower {
		t.Fatalf("%d panes, rows %+v", len(sheet.Panes), sheet.Rows)
	}
	if sheet.Rows[0].Model != "Llama 3.2 1B" || !strings.Contains(sheet.Panes[0].Detail, "Q4_K_M") || !strings.Contains(sheet.Panes[1].Detail, "4bit") {
		t.Errorf("row %q, panes %q and %q", sheet.Rows[0].Model, sheet.Panes[0].Detail, sheet.Panes[1].Detail)
	}
	md := written(t, "report.md", s, Options{})
	for _, want := range []string{"Q4_K_M, 4.80 bits per weight; 4bit, 4.50", "type of the KV cache (f16; MLX", "flash attention (auto; MLX",
		"A reads 572 MiB a token", "By bytes alone B would differ by +6.7 %, measured -50.0 %"} {
		if !strings.Contains(strings.Join(sheet.Fair, "\n"), want) {
			t.Errorf("%q is not among\n%s", want, strings.Join(sheet.Fair, "\n"))
		}
	}
	if !strings.Contains(md, "By bytes alone j2 would differ by +6.7 %") || !strings.Contains(md, "slower ▼") {
		t.Errorf("markdown:\n%s", md)
	}
}

func TestOneModelOnTwoEnginesWithoutACommonTestSaysSo(t *testing.T) {
	s := twoEngines(bench.EngineMLXBenchmark)
	deep := bench.Test{Generation: 128, Depth: 512}
	s.Jobs[1].Tests[0].Test, s.Jobs[1].Tests[0].Results[0].Test = deep, deep
	for name, text := range map[string]string{
		"screen": strings.Join(SideBySide([]*bench.Session{s}, 0, false).Fair, "\n"), "markdown": written(t, "report.md", s, Options{}),
	} {
		for _, want := range []string{"did not measure it: ", "tg128@d512", "depth of its prompt", "time of G−1"} {
			if !strings.Contains(strings.ReplaceAll(text, `\`, ""), want) {
				t.Errorf("%s does not say %q:\n%s", name, want, text)
			}
		}
	}
}

func TestModelsOfOneEngineAreNoPair(t *testing.T) {
	s := twoEngines("mlx")
	s.Jobs[1].Model.Format = "gguf"
	if sheet := SideBySide([]*bench.Session{s}, 0, false); len(sheet.Fair) > 0 || len(sheet.Rows) != 2 {
		t.Errorf("%q %d rows", sheet.Fair, len(sheet.Rows))
	}
}
