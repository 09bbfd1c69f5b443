package whatif

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/predict/speed"
	"dragstrip/bench/published"
)

// llama2 is the model for which most chips have published figures.
func llama2() bench.Model {
	return bench.Model{
		Name: "Llama 2 7B", Quant: "Q4_0", Format: "gguf", Arch: "llama", ParamCount: 6_738_415_616, SizeBytes: 3_825_065_984, ReadBytesPerToken: 3_750_000_000,
		LayerCount: 32, KV: bench.KV{Groups: []bench.KVGroup{{Layers: 32, Keys: 4096, Values: 4096}}}, RowBytes: 200_000,
	}
}

func llama70b() bench.Model {
	return bench.Model{
		Name: "Llama 3.3 70B", Quant: "Q4_K_M", Format: "gguf", Arch: "llama", ParamCount: 70_553_706_496, SizeBytes: 42_520_000_000, ReadBytesPerToken: 41_900_000_000,
		LayerCount: 80, KV: bench.KV{Groups: []bench.KVGroup{{Layers: 80, Keys: 1024, Values: 1024}}}, RowBytes: 500_000,
	}
}

func onEvery(t testing.TB, m bench.Model) Machines {
	t.Helper()
	out, err := On(m, EveryChip(), 0)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func answerFor(t *testing.T, all []Answer, machine string) Answer {
	t.Helper()
	at := slices.IndexFunc(all, func(a Answer) bool { return a.Machine == machine })
	if at < 0 {
		t.Fatalf("there is no answer for %s", machine)
	}
	return all[at]
}

func TestEveryChipIsAnsweredOrNamed(t *testing.T) {
	got := onEvery(t, llama2())
	if n := len(got.Answers) + len(got.Unknown); n != len(published.Load().Chips) || len(got.Answers) < 500 {
		t.Errorf("%d answers and %d unknown of %d chips", len(got.Answers), len(got.Unknown), len(published.Load().Chips))
	}
	for _, a := range got.Answers {
		if a.Expected.TPS > 0 && (a.Expected.From >= a.Expected.TPS || a.Expected.To <= a.Expected.TPS) || a.GBps <= 0 {
			t.Errorf("%s: %+v", a.Machine, a.Expected)
		}
		if a.Prompt.TPS > 0 && a.Prompt.TPS < a.Expected.TPS {
			t.Errorf("%s reads a prompt more slowly than it writes: %+v", a.Machine, a)
		}
	}
	card := answerFor(t, got.Answers, "GeForce RTX 4090")
	if card.Published == nil || card.PublishedPrompt == nil || card.PublishedPrompt.Test != usualPrompt {
		t.Errorf("nothing published: %+v", card)
	}
}

// A machine whose memory is too small has no speed to show, and comes last.
func TestMachinesWithTooLittleMemoryComeLast(t *testing.T) {
	got := onEvery(t, llama70b()).Answers
	small := answerFor(t, got, "GeForce RTX 4090")
	if small.Fits() || small.PerThousand() != 0 || !strings.HasSuffix(fitText(small), " over") {
		t.Errorf("40 GB in 24 GB: %+v", small.Fit)
	}
	for _, c := range MachineColumns {
		if text := c.Text(small); (c.Title == "expected t/s" || c.Title == "pp512 t/s") && text != "" {
			t.Errorf("%s is %q", c.Title, text)
		}
	}
	for _, order := range OrderNames(Orders) {
		Sort(got, order)
		last := slices.IndexFunc(got, func(a Answer) bool { return !a.Fits() })
		if slices.ContainsFunc(got[last:], Answer.Fits) {
			t.Errorf("sorted by %s: one that fits stands below one that does not", order)
		}
		for i := 1; i < last; i++ {
			if order == "price" && got[i].PerThousand() > got[i-1].PerThousand() || order == "bandwidth" && got[i].GBps > got[i-1].GBps || order == "speed" && got[i].TPS() > got[i-1].TPS() {
				t.Errorf("sorted by %s: %s stands below %s", order, got[i].Machine, got[i-1].Machine)
			}
		}
	}
}

// No price is invented: only the chips have one whose line of the set has one.
func TestAPriceHasASourceAndAYear(t *testing.T) {
	priced := 0
	for _, a := range onEvery(t, llama2()).Answers {
		text := a.priceText()
		if (text != "") != (a.Chip.PriceUSD > 0) {
			t.Errorf("%s: %q", a.Machine, text)
		}
		if text == "" {
			continue
		}
		priced++
		if !strings.Contains(text, " in 20") || !strings.Contains(text, "from ") || !strings.Contains(text, "for each 1,000 dollars") && a.Fits() {
			t.Errorf("%s: %q", a.Machine, text)
		}
	}
	if priced < 60 {
		t.Errorf("%d chips with a price", priced)
	}
}

func TestFactsNameTheirSources(t *testing.T) {
	for _, a := range onEvery(t, llama2()).Answers {
		facts := map[string]string{}
		for _, f := range a.Facts() {
			facts[f[0]] += f[1] + "\n"
		}
		if a.Published != nil && (!strings.Contains(facts["published"], a.Published.Source.Name) || !strings.Contains(facts["published"], a.Published.Engine)) {
			t.Errorf("%s: %q", a.Machine, facts["published"])
		}
		if (a.Expected.TPS > 0 && a.Fits()) != (facts["by"] != "") || facts["memory"] == "" || !strings.Contains(facts["chip"], "figures from ") {
			t.Errorf("%s: %v", a.Machine, facts)
		}
	}
}

// Nothing is predicted for a format for which too little was published.
func TestMLXModelsHaveOnlyPublishedFigures(t *testing.T) {
	m := llama2()
	m.Name, m.Format, m.Quant, m.Arch, m.ParamCount = "Qwen3 0.6B", "mlx", "4bit", "qwen3", 596_049_920
	got := onEvery(t, m).Answers
	if len(got) == 0 {
		t.Error("nothing was published")
	}
	for _, a := range got {
		if a.Expected.TPS > 0 || a.Prompt.TPS > 0 || a.Published == nil && a.PublishedPrompt == nil {
			t.Errorf("%+v", a)
		}
	}
	here := Here{Expect: func(bench.Model, bench.Test) bench.Expected { return bench.Expected{} }}
	m.Name = "Never published"
	a, _ := here.Answer(m, 0)
	if facts := fmt.Sprint(a.Facts()); !strings.Contains(facts, "predicted for GGUF quantizations only, and 4bit is not one of them") {
		t.Errorf("nothing says why no speed is expected: %s", facts)
	}
	m.Format, m.Quant = "gguf", "Q4_0"
	a, _ = here.Answer(m, 0)
	if facts := fmt.Sprint(a.Facts()); !strings.Contains(facts, "no GPU that the reference set knows") {
		t.Errorf("nothing says why no speed is expected: %s", facts)
	}
	if _, err := On(bench.Model{Name: "x"}, EveryChip(), 0); err == nil {
		t.Error("a model of which nothing is known was predicted")
	}
}

// After sessions that measured the very model, it used to say that nothing was
// measured.
func TestResultsThatGiveNoSpeedAreNotDenied(t *testing.T) {
	for lack, want := range map[speed.Lack]string{speed.TooUncertain: "too uncertain", speed.OtherThreads: "(-t)"} {
		for _, quant := range []string{"Q4_0", "4bit"} {
			h := Here{Expect: func(bench.Model, bench.Test) bench.Expected { return bench.Expected{} }, Lack: func(bench.Model) speed.Lack { return lack }}
			m := llama2()
			m.Quant = quant
			a, _ := h.Answer(m, 0)
			if text := a.WhyUnknown(); !strings.Contains(text, want) || strings.Contains(text, "measured one model") || !strings.Contains(text, "dragstrip run") {
				t.Errorf("%d: %q", lack, text)
			}
		}
	}
}

func TestWhatFitsAChip(t *testing.T) {
	chip := published.Load().Chip("GeForce RTX 4090")
	if a, ok := Fitting(llama2(), chip, 0); !ok || a.Expected.TPS < 100 || a.Machine != chip.Name {
		t.Errorf("%+v, %t", a, ok)
	}
	if _, ok := Fitting(llama70b(), chip, 0); ok {
		t.Error("40 GB fit into 24 GB")
	}
}

func TestThisMachineStandsBesideTheOthers(t *testing.T) {
	h := Here{
		Machine: bench.Machine{MemoryBytes: 64 << 30, GPUs: []bench.GPU{{Name: "NVIDIA GeForce RTX 4090", MemoryBytes: 24 << 30, SpecifiedGBps: 1008}}},
		Expect: func(bench.Model, bench.Test) bench.Expected {
			return bench.Expected{SpeedRange: bench.SpeedRange{TPS: 150, From: 140, To: 160}, Own: bench.OwnResult{Model: "Llama 2 7B Q4_0", Results: 1}}
		},
	}
	a, ok := h.Answer(llama2(), 0)
	if !ok || !a.Here || a.GBps != 1008 || a.Published == nil || !a.Fits() || a.PriceUSD() != 0 || !strings.Contains(a.basisText(), "this machine's Llama 2 7B") {
		t.Errorf("%+v, %t", a, ok)
	}
	h = Here{Expect: func(bench.Model, bench.Test) bench.Expected { return bench.Expected{} }}
	if a, ok := h.Answer(llama2(), 0); ok {
		t.Errorf("something is known of an unknown machine: %+v", a)
	}
}

func TestAnswersAreFoundByTheirWords(t *testing.T) {
	a := answerFor(t, onEvery(t, llama2()).Answers, "Apple M1 Ultra (48-core GPU)")
	for words, want := range map[string]bool{"": true, "apple ultra": true, "M1 metal": true, "soc": true, "m2": false, "ultra nvidia": false} {
		if a.Contains(words) != want {
			t.Errorf("%q: %t", words, !want)
		}
	}
}

// BenchmarkEveryChip prints how long one model on every chip takes, ordered.
// Budget: 50 ms for 589 chips.
func BenchmarkEveryChip(b *testing.B) {
	m := llama2()
	onEvery(b, m)
	for b.Loop() {
		Sort(onEvery(b, m).Answers, "speed")
	}
	b.ReportMetric(float64(len(published.Load().Chips)), "chips")
}

// A card that no engine build can use gave its memory and its bandwidth to every
// answer about this machine.
func TestHereAGPUThatNoBuildCanUseDoesNotCount(t *testing.T) {
	m := bench.Machine{MemoryBytes: 24 << 30, GPUs: []bench.GPU{{Name: "GeForce RTX 3060", Vendor: "NVIDIA", MemoryBytes: 12 << 30, SpecifiedGBps: 360}}}
	nothing := func(bench.Model, bench.Test) bench.Expected { return bench.Expected{} }
	for backend, want := range map[string]int64{"CPU": 24 << 30, "CUDA": 12 << 30} {
		h := NewHere(m, []bench.EngineBuild{{Backends: []string{backend}, Devices: []bench.Device{{Name: "CUDA0"}}[:len(backend)-3]}}, nothing, nil)
		if got := h.Machine.Memories()[0].Bytes; got != want || (len(h.Unused) > 0) != (backend == "CPU") {
			t.Errorf("%s: %d bytes of memory, unused %v", backend, got, h.Unused)
		}
	}
}
