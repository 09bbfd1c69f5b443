package cli

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/predict/speed"
	"dragstrip/bench/predict/whatif"
	"dragstrip/bench/published"
)

// A shape is predicted on chips without any file, and what was published is
// beside it.
func TestPredict(t *testing.T) {
	e := shelf(t)
	cut := filepath.Join(e.places.home, "models", "cut.gguf")
	if err := os.MkdirAll(filepath.Join(filepath.Dir(cut), "sub"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(cut, []byte("no model"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, problem, code := said(e, "standin", "tiny", "-o", filepath.Join(filepath.Dir(cut), "sub", "tiny.gguf")); code != exitDone {
		t.Fatalf("%d: %s", code, problem)
	}
	checkCalls(t, e, "predict", []call{
		{[]string{"llama-2-7b:q4_0", "--on", "M2 Ultra,RTX 4090"}, exitDone, []string{"Llama 2 7B Q4_0 · tg128 · needs", "Apple M2 Ultra (76-core GPU)", "GeForce RTX 4090 ", " – ", "published"}},
		{[]string{"gpt-oss-20b"}, exitDone, []string{"gpt-oss 20B MXFP4", "GeForce RTX 5090", "Not shown: "}},
		{[]string{"llama-3.3-70b", "--on", "RTX 4090"}, exitDone, []string{"GeForce RTX 4090", "16.1 GiB over"}},
		{[]string{"llama-3.2-1b"}, exitDone, []string{"less than 3 GB"}},
		{[]string{"llama-2-7b", "--on", "M2,nosuch"}, exitUsage, []string{"--on nosuch: no chip"}},
		{[]string{"llama-2-7b", "--sort", "luck"}, exitUsage, []string{"choose speed, price"}},
		{[]string{"--fits", "RTX 5090", "--sort", "price"}, exitUsage, []string{"with --fits, choose speed, prompt or name"}},
		{[]string{"llama-3.1-8b", "-d", "200000"}, exitUsage, []string{"needs 200128 tokens of context, and Llama 3.1 8B", "was trained for 131072"}},
		{[]string{"llama-3.1-8b:4bit"}, exitFailed, []string{"predicted for GGUF quantizations only, and 4bit is not one of them", "Q4_K_M"}},
		{[]string{"llama-2-7b", "-d", "-1"}, exitUsage, []string{"-d -1 is not possible"}},
		{[]string{"llama-2-7b", "--on", "EPYC"}, exitDone, []string{"Llama 2 7B Q4_0", "Nothing is predicted for EPYC", "more:"}},
		{[]string{"llama-2-7b:q4_0", "--all", "--on", "M2 Ultra"}, exitDone, []string{"Llama 2 7B Q4_0"}},
		{[]string{cut}, exitFailed, []string{"not a GGUF file"}},
		{[]string{filepath.Dir(cut), "--on", "RTX 4090"}, exitDone, []string{"· tg128 · needs", "GeForce RTX 4090"}},
		{[]string{"no-such-model"}, exitFailed, []string{"no model of that name", "there is no shape"}},
		{[]string{"llama-2-7b", "--on", "here,GeForce RTX 4090"}, exitDone, []string{"this machine", "Nothing is predicted for this machine", "your own results help"}},
		{[]string{"llama-2-7b", "--on", "GeForce RTX 5090"}, exitDone, []string{"price", "1999 US dollars when it came out in 2025", "figures from"}},
		{[]string{"--fits", "EPYC 9005"}, exitUsage, []string{"means several chips"}},
		{[]string{"--fits", "nosuch"}, exitUsage, []string{"no chip has these words"}},
		{[]string{"--fits", "RTX 5090", "llama-2-7b"}, exitUsage, []string{"leave out llama-2-7b"}},
		{[]string{"--fits", "RTX 5090", "--on", "M2"}, exitUsage, []string{"leave out --on"}},
		{nil, exitUsage, []string{"takes a model"}},
	})
}

// The published figure is the newest one of this test, and its source is named.
func TestPredictNamesItsSources(t *testing.T) {
	var out bytes.Buffer
	e := shelf(t)
	e.out, e.err = &out, &out
	if code := e.main([]string{"predict", "llama-2-7b:q4_0", "--json", "--sort", "price"}); code != exitDone {
		t.Fatal(out.String())
	}
	var got predictions
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	sourced, last := 0, 0.0
	for i, c := range got.Chips {
		if c.Expected > 0 && (c.From >= c.Expected || c.Expected >= c.To) || c.GBps <= 0 && !c.Here {
			t.Errorf("%+v", c)
		}
		if c.Published > 0 {
			sourced++
			if c.Source == "" || c.How == "" {
				t.Errorf("without source: %+v", c)
			}
		}
		if i > 0 && c.PerThousand > last {
			t.Errorf("%s stands after one with %g t/s for 1,000 dollars: %+v", c.Chip, last, c)
		}
		last = c.PerThousand
	}
	if sourced < 50 {
		t.Errorf("%d published figures", sourced)
	}
}

func BenchmarkPredictEveryChip(b *testing.B) {
	var out bytes.Buffer
	e := shelf(b)
	e.out, e.err = &out, &out
	for b.Loop() {
		out.Reset()
		if e.main([]string{"predict", "llama-2-7b", "--all"}) != exitDone {
			b.Fatal(out.String())
		}
	}
}

// What fits a machine is printed as JSON, too, each model once, the fastest
// first, with its memory.
func TestWhatFitsAMachineAsJSON(t *testing.T) {
	var out bytes.Buffer
	e := shelf(t)
	e.out, e.err = &out, &out
	if code := e.main([]string{"predict", "--fits", "RTX 3060 12 GB", "--json"}); code != exitDone {
		t.Fatal(out.String())
	}
	var got fittings
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Machine != "GeForce RTX 3060 12 GB" || len(got.Models) < 20 {
		t.Fatalf("%s: %d models", got.Machine, len(got.Models))
	}
	seen := map[string]bool{}
	for _, m := range got.Models {
		if strings.HasSuffix(m.Model, "bit") || strings.HasSuffix(m.Model, "mxfp4") {
			t.Errorf("MLX on a GeForce: %+v", m)
		}
		if m.NeedBytes > 12<<30 || !m.Fits || m.Model == "" || seen[m.Model] || strings.Contains(m.Model, "stand-in") || m.Expected <= 0 && m.Published <= 0 && m.PublishedPrompt <= 0 {
			t.Errorf("%+v", m)
		}
		seen[m.Model] = true
	}
}

func TestWhatFitsAMachineIsPrinted(t *testing.T) {
	var out, errs bytes.Buffer
	e := shelf(t)
	e.out, e.err = &out, &errs
	e.printFitting(whatif.ThisMachine, nil, predictAsk{})
	if text := out.String() + errs.String(); !strings.Contains(text, "this machine · everything that fits") || !strings.Contains(text, "results that were measured on it are needed") {
		t.Error(text)
	}
	out.Reset()
	errs.Reset()
	answers := make([]whatif.Answer, 33)
	for i := range answers {
		answers[i] = whatif.Answer{Model: bench.Model{Name: "model", Quant: "Q4_0"}, Expected: bench.SpeedRange{TPS: 9, From: 8, To: 10}, Small: true}
	}
	e.printFitting("GeForce RTX 5090", answers, predictAsk{fits: "5090"})
	for _, part := range []string{"GeForce RTX 5090 · everything that fits", "8.00 – 10.0", "less than 3 GB", "3 slower models"} {
		if !strings.Contains(out.String()+errs.String(), part) {
			t.Errorf("no %q in\n%s%s", part, out.String(), errs.String())
		}
	}
}

// allShapes is worked out by the first test that asks.
var allShapes = &shapePreviews{}

// Before anything was measured, no speed is known here. What fits is known all
// the same.
func TestWhatFitsIsListedBeforeAnythingIsMeasured(t *testing.T) {
	e := shelf(t)
	answers := fittingOn(whatif.ThisMachine, whatif.Here{
		Machine: bench.Machine{MemoryBytes: 8 << 30}, Expect: func(bench.Model, bench.Test) bench.Expected { return bench.Expected{} },
	}, 0, func(each func(bench.Model)) { e.everyModel(t.Context(), allShapes, each) })
	if len(answers) == 0 || slices.ContainsFunc(answers, func(a whatif.Answer) bool { return !a.Fits() || a.TPS() > 0 }) {
		t.Fatalf("%d answers", len(answers))
	}
	var out, errs bytes.Buffer
	e.out, e.err = &out, &errs
	e.printFitting(whatif.ThisMachine, answers, predictAsk{fits: hereWord})
	if text := out.String() + errs.String(); !strings.Contains(text, bench.Clean(answers[0].Model.Name)) || strings.Count(text, "No speed is known yet") != 1 || strings.Contains(text, "slower") {
		t.Error(text)
	}
}

// Sessions that measured the very model used to be denied: "run measures them".
func TestUncertainResultsOfThisMachineAreNotDenied(t *testing.T) {
	h := whatif.Here{
		Machine: bench.Machine{MemoryBytes: 8 << 30}, Expect: func(bench.Model, bench.Test) bench.Expected { return bench.Expected{} },
		Lack: func(bench.Model) speed.Lack { return speed.TooUncertain },
	}
	a, _ := h.Answer(llama7B, 0)
	card := whatif.Answer{Model: llama7B, Machine: "GeForce RTX 4090"}
	for name, predict := range map[string]func(*env){
		"alone": func(e *env) {
			e.printMachines(whatif.Machines{Model: llama7B, Answers: []whatif.Answer{a}, Unknown: []string{a.Machine}}, predictAsk{on: hereWord})
		},
		"beside": func(e *env) {
			e.printMachines(whatif.Machines{Model: llama7B, Answers: []whatif.Answer{card, a}, Unknown: []string{a.Machine}}, predictAsk{})
		},
		"what fits": func(e *env) { e.printFitting(whatif.ThisMachine, []whatif.Answer{a, a}, predictAsk{fits: hereWord}) },
		"with others": func(e *env) {
			e.printMachines(whatif.Machines{Model: llama7B, Answers: []whatif.Answer{card, a}, Unknown: []string{"K80", a.Machine}}, predictAsk{on: "here,K80"})
		},
	} {
		var out bytes.Buffer
		e := shelf(t)
		e.out, e.err = &out, &out
		predict(e)
		if text := out.String(); strings.Count(text, "too uncertain") != 1 || strings.Contains(text, "this machine: speeds") || strings.Contains(text, "K80, this machine") {
			t.Errorf("%s: %s", name, text)
		}
	}
}

// The lines below the table used to explain columns that the table does not have.
func TestOnlyColumnsOfTheTableAreExplained(t *testing.T) {
	answer, _, code := said(shelf(t), "predict", "llama-3.1-8b:q4_0", "--on", "M1 Ultra")
	heading := strings.Split(answer, "\n")[2]
	for _, title := range []string{"expected t/s", "published", "pp512", "price $", "t/s per k$"} {
		means := "\n" + strings.TrimSuffix(strings.TrimSuffix(title, " t/s"), " $") + ": "
		if code != exitDone || strings.Contains(heading, title) != strings.Contains(answer, means) {
			t.Errorf("%d: heading and explanation of %q do not agree:\n%s", code, title, answer)
		}
	}
}

// A stand-in that was written is the same model as its shape, so lists of models
// name it once. So do copies of a file.
func TestAStandInAndItsShapeAreOneModel(t *testing.T) {
	e := shelf(t)
	if _, problem, code := said(e, "standin", "tiny"); code != exitDone {
		t.Fatal(problem)
	}
	here := e.allModels(t.Context())
	if len(here) != 1 {
		t.Fatalf("%d models", len(here))
	}
	same := 0
	allShapes.each(t.Context(), func(one shapePreview) {
		if whatif.Same(here[0].Model, asPublished(one.found).Model) {
			same++
		}
	})
	if same != 1 {
		t.Errorf("%d shapes are %+v", same, here[0].Model)
	}
	beside := strings.TrimSuffix(here[0].Path, ".gguf") + "-copy.gguf"
	text, err := os.ReadFile(here[0].Path)
	if err == nil {
		err = os.WriteFile(beside, text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	given := 0
	e.everyModel(t.Context(), &shapePreviews{whole: true}, func(bench.Model) { given++ })
	if given != 1 || len(e.allModels(t.Context())) != 2 {
		t.Errorf("%d models of %d", given, len(e.allModels(t.Context())))
	}
}

// A token of a published mixture reads as many bytes as the tensors of its file
// say. The tensors of the stand-ins are those of the published files.
func TestPublishedMixturesReadWhatTheirTensorsSay(t *testing.T) {
	checked := map[string]bool{}
	shapes := &shapePreviews{}
	shapes.each(t.Context(), func(one shapePreview) {
		m := one.found.Model
		for i := range published.Load().Figures {
			f := &published.Load().Figures[i]
			size := float64(f.Bytes) / float64(max(1, m.SizeBytes))
			if m.ActiveParamCount >= m.ParamCount || f.Quant != m.Quant || !f.Is(m) || size < 0.98 || size > 1.02 || checked[f.Model] {
				continue
			}
			weights, _, ok := f.ReadBytes()
			if ratio := weights / float64(m.ReadBytesPerToken); !ok || ratio < 0.95 || ratio > 1.05 {
				t.Errorf("%s: %.3g bytes a token, the tensors say %.3g", f.Model, weights, float64(m.ReadBytesPerToken))
			}
			checked[f.Model] = true
		}
	})
	if !checked["gpt-oss 20B MXFP4 MoE"] || !checked["gpt-oss-120b-mxfp4"] || !checked["qwen3moe 30B.A3B Q8_0"] {
		t.Errorf("checked %v", slices.Sorted(maps.Keys(checked)))
	}
}
