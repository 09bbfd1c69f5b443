package report

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"dragstrip/bench"
)

// twoMemories is a session with one model on the processor and on a card, with
// two lengths of generation at two depths.
func twoMemories() *bench.Session {
	t := newTeller()
	card := bench.Device{Name: "CUDA0", Description: "RTX 3090", TotalBytes: 24 << 30}
	build := bench.EngineBuild{ID: "c", Engine: "llama.cpp", Version: "1", Backends: []string{"CUDA", "CPU"}, Devices: []bench.Device{card}}
	model := bench.Model{Name: "Tiny", Quant: "Q4_0", Path: "/m/tiny.gguf", SizeBytes: 1 << 30, ReadBytesPerToken: 1 << 30}
	tests := []bench.Test{{Generation: 8}, {Generation: 8, Depth: 4096}, {Generation: 128}, {Generation: 128, Depth: 4096}}
	t.tell("", bench.SessionStarted{Session: "s", Plan: bench.Plan{Jobs: []bench.Job{
		{ID: "j1", Model: model, Build: build, Tests: tests, Repetitions: 6},
		{ID: "j2", Model: model, Build: build, Tests: tests, Repetitions: 6, Params: bench.Params{"n_gpu_layers": "0"}},
	}}})
	t.tell("", bench.MachineDescribed{Machine: bench.Machine{Line: "Ryzen 7", CPU: "Ryzen 7", SpecifiedGBps: 64, GPUs: []bench.GPU{{Name: "RTX 3090", SpecifiedGBps: 936}}}})
	for _, test := range tests {
		t.tell("j1", bench.TestFinished{Result: bench.Result{Test: test, SamplesNS: samples(test, 300, 301, 302, 303, 304, 305), Backend: "CUDA", GPU: "RTX 3090"}})
		t.tell("j2", bench.TestFinished{Result: bench.Result{Test: test, SamplesNS: samples(test, 20, 21, 20, 21, 20, 21), Backend: "CPU"}})
	}
	t.tell("", bench.SessionFinished{Outcome: bench.OutcomeDone})
	return t.s
}

var roofNamed = regexp.MustCompile(`class="tick" text-anchor="start">((?:measured|specified): [^<]*)<`)

// Each memory has its own limit, and lengths of generation are not one line.
func TestPicturesTellMemoriesAndLengthsApart(t *testing.T) {
	text := written(t, "report.html", twoMemories(), Options{})
	var roofs []string
	for _, m := range roofNamed.FindAllStringSubmatch(text, -1) {
		roofs = append(roofs, m[1])
	}
	if len(roofs) != 2 || !strings.Contains(roofs[0]+roofs[1], "936 GB/s, ") || !strings.Contains(roofs[0]+roofs[1], "64.0 GB/s, ") {
		t.Errorf("roofs: %q", roofs)
	}
	if n := strings.Count(text, `<polyline`) - len(roofs); n != 4 {
		t.Errorf("%d lines over depth, want 4", n)
	}
	for _, title := range []string{"<h3>tg8 over depth</h3>", "<h3>tg128 over depth</h3>"} {
		if !strings.Contains(text, title) {
			t.Errorf("no picture %s", title)
		}
	}
}

// A page used to be read back as a table of an unknown engine.
func TestAPageIsReadBackAsAReport(t *testing.T) {
	s := twoMemories()
	s.Plan.Jobs[0].Model.Name = "</pre><b>&amp;"
	text := written(t, "report.html", s, Options{})
	if strings.Contains(text, "</pre><b>") {
		t.Errorf("the model's name ends the text of the plan:\n%s", text)
	}
	if !IsReport([]byte(text)) {
		t.Error("it is not known as a report of dragstrip")
	}
	back, err := Read([]byte(text))
	if err != nil || len(back.Jobs) != len(s.Jobs) {
		t.Fatalf("%+v, %v", back, err)
	}
}

// The headline said that the processor computed what the card computed, and the
// share of the card's bandwidth was left out beside that of the memory.
func TestAResultOfACardIsThatOfTheCard(t *testing.T) {
	s := twoMemories()
	s.Bandwidth = []bench.BandwidthMeasured{{When: "before", Bandwidth: bench.Bandwidth{PeakGBps: 60, Threads: 8, Clean: true}}}
	for _, form := range []string{"report.md", "report.html"} {
		text := written(t, form, s, Options{})
		if want := " on Ryzen 7 with RTX 3090, generation (tg8): "; !strings.Contains(text, want) {
			t.Errorf("%s does not say %q:\n%s", form, want, text)
		}
		for _, head := range []string{"of spec", "of meas."} {
			if !strings.Contains(text, head) {
				t.Errorf("%s has no column %q", form, head)
			}
		}
	}
	s.Jobs = s.Jobs[1:]
	if text := written(t, "report.md", s, Options{}); !strings.Contains(text, " on Ryzen 7, generation (tg8): ") {
		t.Errorf("of the processor:\n%s", text)
	}
}

// Three lengths or more are a curve over length, at each depth.
func TestSpeedOverLengthIsDrawn(t *testing.T) {
	s := newTeller()
	var tests []bench.Test
	for _, n := range []int{1, 64, 4096} {
		tests = append(tests, bench.Test{Prompt: n}, bench.Test{Generation: n, Depth: 512})
	}
	s.tell("", bench.SessionStarted{Session: "s", Plan: bench.Plan{Jobs: []bench.Job{
		{ID: "j1", Model: bench.Model{Name: "Tiny", Path: "/m/tiny.gguf"}, Build: bench.EngineBuild{ID: "c", Engine: "llama.cpp"}, Tests: tests, Repetitions: 1},
	}}})
	for _, test := range tests {
		s.tell("j1", bench.TestFinished{Result: bench.Result{Test: test, SamplesNS: samples(test, 100)}})
	}
	s.tell("", bench.SessionFinished{Outcome: bench.OutcomeDone})
	text := written(t, "report.html", s.s, Options{})
	if !strings.Contains(text, "<h3>Prefill over the length of the prompt</h3>") || !strings.Contains(text, "<h3>Generation over its length at depth 512</h3>") {
		t.Errorf("%s", text)
	}
}

// A page with very many lengths at several depths has the pictures with the most
// figures, and a doubtful figure has its sign there.
func TestAPageHasTheMostTellingCurves(t *testing.T) {
	s := newTeller()
	var tests []bench.Test
	for n := 1; n <= 4096; n *= 2 {
		for _, depth := range []int{0, 4096} {
			tests = append(tests, bench.Test{Prompt: n, Depth: depth}, bench.Test{Generation: n, Depth: depth})
		}
	}
	var jobs []bench.Job
	for _, flash := range []string{"on", "off"} {
		jobs = append(jobs, bench.Job{ID: "j" + flash, Model: bench.Model{Name: "Tiny", Path: "/m/tiny.gguf"}, Build: bench.EngineBuild{ID: "c", Engine: "llama.cpp"}, Tests: tests, Params: bench.Params{"flash_attn": flash}, Repetitions: 1})
	}
	s.tell("", bench.SessionStarted{Session: "s", Plan: bench.Plan{Jobs: jobs}})
	for _, j := range jobs {
		for _, test := range tests {
			s.tell(j.ID, bench.TestFinished{Result: bench.Result{Test: test, SamplesNS: samples(test, 100)}})
		}
	}
	s.tell("jon", bench.Warned{Test: bench.Test{Prompt: 1}, Warning: bench.Warning{Code: "other_load", Text: "other programs kept cores busy"}})
	text := written(t, "report.html", s.s, Options{})
	if n := strings.Count(text, " over depth</h3>"); n != mostCurvePictures-4 {
		t.Errorf("%d pictures over depth", n)
	}
	for _, part := range []string{"<h3>Prefill over the length of the prompt</h3>", "<h3>Generation over its length at depth 4096</h3>", "<h3>pp512 over depth</h3>", "<h3>tg128 over depth</h3>", "Tiny · fa on at 1: 100 ▲ t/s", ">▲</text>"} {
		if !strings.Contains(text, part) {
			t.Errorf("no %q in the page", part)
		}
	}
	if len(text) > 300_000 {
		t.Errorf("the page has %d bytes", len(text))
	}
}

// A wide table used to be cut off on paper, because it scrolls on a screen.
func TestAPageOnPaperHasAllColumns(t *testing.T) {
	var text bytes.Buffer
	if err := HTML(&text, &bench.Session{}, Options{}); err != nil {
		t.Fatal(err)
	}
	_, style, _ := strings.Cut(text.String(), "<style>")
	style, _, _ = strings.Cut(style, "</style>")
	screen, paper, found := strings.Cut(style, "@media print")
	if !found || !strings.Contains(screen, "overflow-x: auto") || strings.Contains(paper, "@media") {
		t.Fatal("the rules for paper do not come last, so others overrule them")
	}
	for _, rule := range []string{".scroll, pre { overflow: visible; }", "pre { white-space: pre-wrap;", "td { white-space: normal; }"} {
		if !strings.Contains(paper, rule) {
			t.Errorf("paper has no rule %q", rule)
		}
	}
}

// The page of a session without results used to have no headline.
func TestAPageWithoutResultsSaysSo(t *testing.T) {
	var text bytes.Buffer
	if err := HTML(&text, &bench.Session{}, Options{}); err != nil || !strings.Contains(text.String(), `<p class="headline">`+nothingMeasured+"</p>") {
		t.Errorf("%v\n%s", err, text.String())
	}
}
