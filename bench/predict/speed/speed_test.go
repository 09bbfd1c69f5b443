package speed

import (
	"math"
	"testing"

	"dragstrip/bench/published"
)

// llama7B is Llama 2 7B Q4_0: half a MiB of KV cache a token, with 64 tokens in
// the cache.
var llama7B = Work{WeightBytes: 3.75e9, KVBytes: 64 * 512 << 10, Layers: 32, ParamsB: 6.738, Quant: "Q4_0"}

func TestTermsAddUp(t *testing.T) {
	e := Effects{effectE: math.Log(0.5), effectC: math.Log(1e-4), effectU: math.Log(0.25), EffectDies: math.Log(0.5), effectYears: 0.1}
	p := Place{Backend: "CUDA", Family: "Ada", Dies: 1, GBps: 1000, TFLOPS: 80}
	w := Work{WeightBytes: 4e9, KVBytes: 1e9, Layers: 10, ParamsB: 10}
	got := e.Terms(p, w, NamesOf(p, w))
	if want := (Terms{0.01, 0.001, 0.001}); math.Abs(got.Memory-want.Memory) > 1e-9 || math.Abs(got.Layers-want.Layers) > 1e-9 || math.Abs(got.Arithmetic-want.Arithmetic) > 1e-9 {
		t.Errorf("%+v, want %+v", got, want)
	}
	p.Dies = 2
	if got := e.Terms(p, w, NamesOf(p, w)); math.Abs(got.Memory-0.02) > 1e-9 {
		t.Errorf("with two dies %+v", got)
	}
	p.Dies, p.Age = 1, 2
	if got, want := e.Seconds(p, w), 0.012*math.Exp(0.2); math.Abs(got-want) > 1e-9 {
		t.Errorf("%g, want %g", got, want)
	}
	p.TFLOPS = 0
	if got := e.Terms(p, w, NamesOf(p, w)).Arithmetic; got <= 0 || math.IsInf(got, 0) {
		t.Errorf("without known arithmetic: %g", got)
	}
}

func TestQuantClasses(t *testing.T) {
	for quant, want := range map[string]string{"Q4_K_M": "Q4_K", "q4_k_s": "Q4_K", "Q4_K_XL": "Q4_K", "BF16": "BF16", "Q2_XXS": "Q2", "Q4_0": "Q4_0", "4bit": "4BIT", "": ""} {
		if got := QuantClass(quant); got != want {
			t.Errorf("%s: %s, want %s", quant, got, want)
		}
	}
}

func TestPredictions(t *testing.T) {
	s := published.Load()
	for name, measured := range map[string]float64{"GeForce RTX 4090": 190, "Apple M2 Max (38-core GPU)": 65, "Ryzen AI Max+ 395 (Strix Halo, Radeon 8060S)": 50} {
		c := s.Chip(name)
		if c == nil {
			t.Fatal(name)
		}
		p, ok := Predict(On(c, UsualBackend(c)), llama7B, nil)
		if !ok || p.From > p.TPS || p.TPS > p.To || p.TPS < measured/1.4 || p.TPS > measured*1.4 {
			t.Errorf("%s: %+v, about %g was published", name, p, measured)
		}
		own := []Own{{Work: llama7B, TPS: p.TPS / 2, Expected: p.TPS}}
		if c, _ := Predict(On(c, UsualBackend(c)), llama7B, own); c.TPS > 0.55*p.TPS || c.To/c.From > p.To/p.From {
			t.Errorf("%s: after a measurement of half the speed %+v", name, c)
		}
	}
	small, c := llama7B, s.Chip("GeForce RTX 4090")
	small.WeightBytes = 1e9
	if big, _ := Predict(On(c, "CUDA"), llama7B, nil); true {
		if p, _ := Predict(On(c, "CUDA"), small, nil); p.To/p.From < 1.1*big.To/big.From {
			t.Errorf("a small model has the interval %g to %g", p.From, p.To)
		}
	}
	// The two causes used to be multiplied: 26 to 1033 tokens a second.
	old := s.Chip("Tesla K80")
	if p, ok := Predict(On(old, "CUDA"), small, nil); !ok || p.To/p.From > 5 {
		t.Errorf("a small model on an old card: %+v", p)
	}
	cpu := s.Chip("Desktop 2ch DDR5-6000")
	for name, p := range map[string]Place{"a CPU": On(cpu, UsualBackend(cpu)), "no bandwidth": {Backend: "CUDA"}, "MLX": On(cpu, "MLX")} {
		if _, ok := Predict(p, llama7B, nil); ok {
			t.Errorf("%s is predicted", name)
		}
	}
	if _, ok := Predict(Place{Backend: "CUDA", GBps: 100}, Work{}, nil); ok {
		t.Error("nothing is predicted")
	}
}

func TestPromptsArePredicted(t *testing.T) {
	s := published.Load()
	for name, measured := range map[string]float64{"GeForce RTX 4090": 12000, "Apple M2 Max (38-core GPU)": 750, "Radeon RX 7900 XTX": 3000} {
		c := s.Chip(name)
		p, ok := PredictPrompt(On(c, UsualBackend(c)), llama7B)
		if !ok || p.From > p.TPS || p.TPS > p.To || p.TPS < measured/1.7 || p.TPS > measured*1.7 {
			t.Errorf("%s: %+v, about %g was published", name, p, measured)
		}
	}
	mixture := llama7B
	mixture.Mixture = true
	for name, none := range map[string]Place{"no arithmetic": {Backend: "CUDA"}, "CPU": {Backend: "CPU", TFLOPS: 1}} {
		if _, ok := PredictPrompt(none, llama7B); ok {
			t.Errorf("%s is predicted", name)
		}
	}
	if _, ok := PredictPrompt(Place{Backend: "CUDA", TFLOPS: 10}, mixture); ok {
		t.Error("a mixture is predicted")
	}
}

// A place has the spread of its family. Families that are not in the set get the
// spread of the backend, and backends that are not in the set that of all. Causes
// of misses add as the sides of a right angle.
func TestSpread(t *testing.T) {
	e := Effects{"spread": 3, "spread: Vulkan": 2, "spread: Vulkan, far": 1}
	for place, want := range map[Place]Spread{{Backend: "Vulkan", Family: "far"}: 1, {Backend: "Vulkan", Family: "new"}: 2, {Backend: "new", Family: "far"}: 3} {
		if got := e.spread(EffectSpread, place); got != want {
			t.Errorf("%v: %g, want %g", place, got, want)
		}
	}
	if both := Spread(0.3).and(0.4); math.Abs(float64(both)-0.5) > 1e-9 {
		t.Errorf("0.3 and 0.4: %g", both)
	}
	from, to := Spread(0.1).Interval(100)
	if math.Abs(from*to-10000) > 1e-6 || from >= 100 {
		t.Errorf("%g to %g", from, to)
	}
}

func TestCalibrate(t *testing.T) {
	near := Own{Work: llama7B, TPS: 80, Expected: 100}
	far := near
	far.Work.WeightBytes *= 10
	far.TPS = 160
	if got := Calibrate(50, llama7B, []Own{near, far}); got < 40 || got > 42 {
		t.Errorf("%g: the near one should decide", got)
	}
	for _, none := range [][]Own{nil, {{}}, {{TPS: 1}}} {
		if got := Calibrate(50, llama7B, none); got != 50 {
			t.Errorf("%v: %g", none, got)
		}
	}
}

func TestDamagedEffects(t *testing.T) {
	for _, text := range []string{"effect,value\nx,fast\n", "effect,value\nx\n"} {
		if _, err := readEffects(text); err == nil {
			t.Errorf("%q is read", text)
		}
	}
}

func TestAge(t *testing.T) {
	for year, want := range map[float64]float64{2027: 0, 2025.5: 0.5, 2010: 2.5, 0: 1} {
		if got := AgeOf(year); got != want {
			t.Errorf("%g: %g, want %g", year, got, want)
		}
	}
}
