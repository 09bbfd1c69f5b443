package bench

import (
	"math"
	"slices"
	"testing"
)

func close6(a, b float64) bool { return math.Abs(a-b) <= 1e-6*max(math.Abs(a), math.Abs(b), 1) }

func TestSummarizeSixSamples(t *testing.T) {
	in := []float64{88.3, 88.0, 88.1, 88.1, 88.2, 88.0}
	before := slices.Clone(in)
	s := Summarize(in)
	if !slices.Equal(in, before) {
		t.Error("the caller's samples were reordered")
	}
	// With six samples, the widest interval, from the lowest to the highest,
	// contains the median unless all are on one side of it: 1 - 2/2^6.
	want := Summary{
		N: 6, Median: 88.1, Low: 88.0, High: 88.3, HasInterval: true, Confidence: 1 - 2.0/64,
		Mean: 88.1166666667, StdDev: 0.1169045194, Min: 88.0, Max: 88.3,
	}
	if s.N != want.N || s.HasInterval != want.HasInterval || s.Low != want.Low || s.High != want.High ||
		!close6(s.Median, want.Median) || !close6(s.Confidence, want.Confidence) ||
		!close6(s.Mean, want.Mean) || !close6(s.StdDev, want.StdDev) {
		t.Errorf("got  %+v\nwant %+v", s, want)
	}
}

func TestSummarizeTooFewSamplesHasNoInterval(t *testing.T) {
	for n := range 6 {
		in := make([]float64, n)
		for i := range in {
			in[i] = float64(10 + i)
		}
		s := Summarize(in)
		if s.HasInterval || s.Low != 0 || s.High != 0 || s.Confidence != 0 {
			t.Errorf("%d samples gave an interval: %+v", n, s)
		}
		if s.N != n {
			t.Errorf("n = %d, want %d", s.N, n)
		}
		if n == 1 && s.StdDev != 0 {
			t.Errorf("one sample has a deviation: %v", s.StdDev)
		}
	}
}

func TestSummarizeLeavesOutWhatIsNoNumber(t *testing.T) {
	s := Summarize([]float64{math.NaN(), 5, math.Inf(1), 5})
	if s.N != 2 || s.Median != 5 || s.StdDev != 0 {
		t.Errorf("%+v", s)
	}
}

func TestSummarizeSamplesCloseTogether(t *testing.T) {
	// The one-pass formula gives sqrt of a negative number here.
	s := Summarize([]float64{1e9 + 1, 1e9 + 1, 1e9 + 1.0000001})
	if math.IsNaN(s.StdDev) || s.StdDev > 1e-6 {
		t.Errorf("standard deviation %v", s.StdDev)
	}
}

// The critical values (two-sided, 5 %) are in the tables of every statistics
// book. They are the largest U that still rejects.
func TestCriticalUIsThatOfTheTables(t *testing.T) {
	for _, c := range []struct{ n1, n2, u int }{
		{4, 4, 0}, {5, 5, 2}, {6, 6, 5}, {3, 6, 1}, {6, 3, 1}, {8, 8, 13}, {10, 10, 23}, {12, 20, 69}, {20, 20, 127},
	} {
		u, chance := criticalU(c.n1, c.n2)
		if u != c.u || chance > alpha || chance <= 0 {
			t.Errorf("%d and %d samples: reject up to U = %d (chance %.4f), want %d", c.n1, c.n2, u, chance, c.u)
		}
	}
	// Where counting ends and the curve begins, both must give nearly the same.
	exact, _ := criticalU(60, 60)
	curve, _ := normalCriticalU(60, 60)
	if d := exact - curve; d < -3 || d > 3 {
		t.Errorf("60 and 60 samples: %d counted, %d by the curve", exact, curve)
	}
}

func TestMovedBandwidth(t *testing.T) {
	m := Model{ReadBytesPerToken: 8e9}
	for name, c := range map[string]struct {
		model Model
		test  Test
		tps   float64
		want  float64
		known bool
	}{
		"generation":            {m, Test{Generation: 128}, 23, 184, true},
		"prompt":                {m, Test{Prompt: 512}, 23, 0, false},
		"both":                  {m, Test{Prompt: 512, Generation: 128}, 23, 0, false},
		"generation at a depth": {m, Test{Generation: 128, Depth: 4096}, 23, 0, false},
		"size not known":        {Model{}, Test{Generation: 128}, 23, 0, false},
		"not measured":          {m, Test{Generation: 128}, 0, 0, false},
	} {
		j := JobState{Job: Job{Model: c.model}}
		got, known := j.MovedGBps(c.test, c.tps)
		if got != c.want || known != c.known {
			t.Errorf("%s: %v %v, want %v %v", name, got, known, c.want, c.known)
		}
	}
}

func TestCeilingIsThatOfTheMemoryTheWeightsLieIn(t *testing.T) {
	probe := func(gbps float64, clean bool) BandwidthMeasured {
		return BandwidthMeasured{Bandwidth: Bandwidth{PeakGBps: gbps, Clean: clean}}
	}
	shared, card := GPU{Shared: true}, GPU{SpecifiedGBps: 936}
	for name, c := range map[string]struct {
		gpus     []GPU
		backends []string
		params   Params
		want     Ceiling
	}{
		"CPU":                  {[]GPU{card}, []string{"CPU"}, nil, Ceiling{SpecifiedGBps: 256, MeasuredGBps: 214}},
		"CPU with others":      {[]GPU{card}, []string{"CPU", "RPC"}, nil, Ceiling{SpecifiedGBps: 256, MeasuredGBps: 214}},
		"Metal with BLAS":      {[]GPU{shared}, []string{"MTL,BLAS"}, nil, Ceiling{SpecifiedGBps: 256, MeasuredGBps: 214}},
		"GPU sharing memory":   {[]GPU{shared}, []string{"Vulkan"}, nil, Ceiling{SpecifiedGBps: 256, MeasuredGBps: 214}},
		"card":                 {[]GPU{card}, []string{"CUDA"}, nil, Ceiling{SpecifiedGBps: 936, MeasuredGBps: 0}},
		"card left out":        {[]GPU{card}, []string{"CUDA"}, Params{"devices": "none"}, Ceiling{SpecifiedGBps: 256, MeasuredGBps: 214}},
		"card with some":       {[]GPU{card}, []string{"CUDA"}, Params{"n_gpu_layers": "20"}, Ceiling{}},
		"card with all":        {[]GPU{card}, []string{"CUDA"}, Params{"n_gpu_layers": "99"}, Ceiling{SpecifiedGBps: 936, MeasuredGBps: 0}},
		"experts on the CPU":   {[]GPU{card}, []string{"CUDA"}, Params{"n_cpu_moe": "8"}, Ceiling{}},
		"two cards":            {[]GPU{card, card}, []string{"CUDA"}, nil, Ceiling{}},
		"a GPU nobody listed":  {nil, []string{"CUDA"}, nil, Ceiling{}},
		"backend is not known": {nil, nil, nil, Ceiling{SpecifiedGBps: 256, MeasuredGBps: 214}},
	} {
		s := NewSession()
		s.Machine = Machine{SpecifiedGBps: 256, GPUs: c.gpus}
		s.Bandwidth = []BandwidthMeasured{probe(210, true), probe(214, true), probe(230, false)}
		j := &JobState{Job: Job{Build: EngineBuild{Backends: c.backends}, Params: c.params}}
		if got := s.CeilingOf(j); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
