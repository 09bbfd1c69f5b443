package report

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/imported"
)

// standInVariants is a session of a stand-in on two variants of llama-bench, one of
// them disturbed.
func standInVariants(t *testing.T) *bench.Session {
	lines := recorded(t, "testdata/llama-bench/b11669.json")[:1]
	s := sessionOf(t, append(slices.Clone(lines), lines...))
	s.ID = "20261201-000000-aaaa"
	for _, j := range s.Jobs {
		j.Model.StandIn = true
	}
	s.Jobs[1].Build.Env = []string{"GGML_VK_DISABLE_F16=1", "HF_TOKEN=opensesame"}
	s.Jobs[0].Tests[0].Warnings = []bench.Warning{{Code: "other_load", Text: "other programs keep 1 --> | of 2 cores busy", Remedy: "wait"}}
	return s
}

// Two variants of a build used to become one row when they were read back, and
// that the model is a stand-in and the figures noisy was lost.
func TestLlamaBenchsFormatsAreReadBackWithTheirVariantsAndDoubts(t *testing.T) {
	s := standInVariants(t)
	for name, write := range map[string]func(io.Writer, *bench.Session, Options) error{"table": LlamaTable, "jsonl": LlamaJSONL} {
		t.Run(name, func(t *testing.T) {
			var text bytes.Buffer
			if err := write(&text, s, Options{}); err != nil || strings.Contains(text.String(), "opensesame") {
				t.Fatal(err, text.String())
			}
			back := importedAgain(t, text.Bytes())
			if len(back.Jobs) != 2 {
				t.Fatalf("%d jobs of\n%s", len(back.Jobs), text.String())
			}
			for i, stated := range []string{"", "GGML_VK_DISABLE_F16=1, HF_TOKEN=…"} {
				j := back.Jobs[i]
				if got := strings.Join(j.Stated, ", "); got != stated || !j.Model.StandIn || len(j.Tests) != 1 {
					t.Errorf("%s: stated %q, %+v", j.ID, got, j.Model)
				}
			}
			row := rowOf(back, back.Jobs[0], back.Jobs[0].Tests[0])
			if !slices.Contains(row.Doubts, s.Jobs[0].Tests[0].Warnings[0]) || row.Grade != bench.GradeNoisy {
				t.Errorf("graded %s, with %+v of\n%s", row.Grade, row.Doubts, text.String())
			}
			for range 2 { // what was read back is written without saying anything twice
				if name == "table" {
					break // the table is written only of llama-bench's own results
				}
				var again bytes.Buffer
				if err := write(&again, back, Options{}); err != nil {
					t.Fatal(err)
				}
				if back = importedAgain(t, again.Bytes()); len(back.Jobs) != 2 || !back.Jobs[1].Model.StandIn || len(back.Jobs[1].Stated) != len(s.Jobs[1].Build.Env) {
					t.Fatalf("again: %d jobs of\n%s", len(back.Jobs), again.String())
				}
			}
		})
	}
}

// What computed lowers no grade, but without it the figures of a program on the CPU
// were taken for those of a GPU.
func TestLlamaBenchsFormatsKeepWhatComputed(t *testing.T) {
	s := standInVariants(t)
	soft := bench.Warning{Code: "software_device", Text: "it was computed on Vulkan0, which is llvmpipe: a program on the CPU, not a GPU", Remedy: bench.KindOf("software_device").Remedy}
	unused := bench.Warning{Code: "gpu_unused", Text: "it was computed on the CPU: the engine build has no backend for RTX 3060", Remedy: bench.KindOf("gpu_unused").Remedy}
	virtual := bench.Warning{Code: "virtual", Text: "this is a virtual machine", Remedy: bench.KindOf("virtual").Remedy}
	s.Jobs[0].Tests[0].Warnings = append(s.Jobs[0].Tests[0].Warnings, soft, virtual)
	s.Jobs[1].Tests[0].Warnings = []bench.Warning{unused}
	for name, write := range map[string]func(io.Writer, *bench.Session, Options) error{"table": LlamaTable, "jsonl": LlamaJSONL, "benchy": BenchyTable} {
		var text bytes.Buffer
		if err := write(&text, s, Options{}); err != nil {
			t.Fatal(err)
		}
		back := importedAgain(t, text.Bytes())
		if len(back.Jobs) != 2 {
			t.Fatalf("%s: %d jobs of\n%s", name, len(back.Jobs), text.String())
		}
		first := rowOf(back, back.Jobs[0], back.Jobs[0].Tests[0])
		if !slices.Contains(first.Doubts, soft) || slices.Contains(first.Doubts, virtual) || first.Grade != bench.GradeNoisy {
			t.Errorf("%s: %s %+v", name, first.Grade, first.Doubts)
		}
		second := rowOf(back, back.Jobs[1], back.Jobs[1].Tests[0])
		if !slices.Contains(second.Doubts, unused) || second.Grade != bench.GradePublished {
			t.Errorf("%s: %s %+v", name, second.Grade, second.Doubts)
		}
		if name != "table" {
			continue
		}
		for _, line := range []string{"note: llama 1B Q4_0 pp32: software_device: it was computed on Vulkan0, which", "note: llama 1B Q4_0 pp32: gpu_unused: it was computed on the CPU"} {
			if !strings.Contains(text.String(), "\n"+line) {
				t.Errorf("no %q in\n%s", line, text.String())
			}
		}
	}
}

// Rounds of one job are further starts of the engine. Two jobs are not, even if
// their results say the same.
func TestTwoJobsAreReadBackAsTwo(t *testing.T) {
	s := standInVariants(t)
	s.Jobs[1].Build.Env = nil
	test := s.Jobs[1].Tests[0]
	again := test.Results[0]
	again.Round, again.Raw = 1, strings.Replace(again.Raw, "155898739", "155898740", 1)
	test.Results = append(test.Results, again)
	var text bytes.Buffer
	if err := LlamaJSONL(&text, s, Options{}); err != nil {
		t.Fatal(err)
	}
	back := importedAgain(t, text.Bytes())
	if len(back.Jobs) != 2 || len(back.Jobs[0].Tests[0].Results) != 1 || len(back.Jobs[1].Tests[0].Results) != 2 {
		t.Errorf("%d jobs of\n%s", len(back.Jobs), text.String())
	}
}

// importedAgain imports a text as one session.
func importedAgain(t *testing.T, text []byte) *bench.Session {
	t.Helper()
	found, err := imported.Read(text, imported.Hints{})
	if err != nil || found.LeftOutCount() > 0 {
		t.Fatalf("%v, left out %v of\n%s", err, found.LeftOut, text)
	}
	s := bench.NewSession()
	for one := range found.Sessions(imported.Source{Imported: bench.SessionImported{From: "x"}}) {
		for e := range one.Events() {
			s.Apply(e)
		}
	}
	return s
}
