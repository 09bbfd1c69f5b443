package bench

import (
	"errors"
	"math"
	"strings"
	"testing"
)

// times makes three rounds of a device that moves gbps GB/s. For each token it
// also spends time on other work; the parameter beside is this time in
// nanoseconds. Each round has one sample for each value of noise.
func times(light, heavy int64, gbps, beside float64, noise ...float64) []RoundTimes {
	var out []RoundTimes
	for range 3 {
		var r RoundTimes
		for _, n := range noise {
			r.Light = append(r.Light, float64(light)/gbps+beside+n)
			r.Heavy = append(r.Heavy, float64(heavy)/gbps+beside+n)
		}
		out = append(out, r)
	}
	return out
}

func TestSlopeLeavesOutWhatEveryTokenCosts(t *testing.T) {
	for _, gbps := range []float64{13.6, 256, 3350} {
		for _, beside := range []float64{0, 5e5, 2e7} {
			s, err := SlopeOf(600e6, 2400e6, times(600e6, 2400e6, gbps, beside, 0, 0))
			if err != nil {
				t.Fatal(err)
			}
			for name, got := range map[string]float64{"median": s.MedianGBps, "best": s.BestGBps, "low": s.LowGBps, "high": s.HighGBps, "first round": s.ByRoundGBps[0]} {
				if math.Abs(got/gbps-1) > 1e-6 {
					t.Errorf("%s is %g GB/s, want %g", name, got, gbps)
				}
			}
			if math.Abs(s.BesideNS-beside) > 1 || s.SpreadFraction > 1e-6 || !s.HasInterval || s.Confidence < Confidence {
				t.Errorf("%+v, want %g ns beside reading and an interval", s, beside)
			}
		}
	}
}

func TestSlopeWithNoiseHasAnIntervalAroundTheTruth(t *testing.T) {
	rounds := times(600e6, 2400e6, 20, 1e6, 0, 2e6)
	rounds[1].Heavy[0] += 50e6 // another program was busy
	s, err := SlopeOf(600e6, 2400e6, rounds)
	if err != nil {
		t.Fatal(err)
	}
	if s.LowGBps > 20 || s.HighGBps < 20 || s.LowGBps >= s.MedianGBps || s.HighGBps <= s.MedianGBps {
		t.Errorf("interval %g to %g around %g does not fit 20", s.LowGBps, s.HighGBps, s.MedianGBps)
	}
	if math.Abs(s.BestGBps-20) > 1e-9 || math.Abs(s.MedianGBps/20-1) > 0.05 {
		t.Errorf("best %g, median %g, want 20: one bad repetition must not move them", s.BestGBps, s.MedianGBps)
	}
}

func TestSlopeIsRefused(t *testing.T) {
	same := times(600e6, 600e6, 20, 1e6, 0, 1e6) // light and heavy read the same number of bytes
	for name, c := range map[string]struct {
		light, heavy int64
		rounds       []RoundTimes
		noSlope      bool
	}{
		"deeper is not slower":      {600e6, 2400e6, same, true},
		"deeper is faster":          {600e6, 2400e6, []RoundTimes{{[]float64{5e6}, []float64{4e6}}}, true},
		"noise hides it":            {600e6, 2400e6, []RoundTimes{{[]float64{1, 9, 2, 8}, []float64{2, 8, 3, 9}}}, true},
		"no samples":                {600e6, 2400e6, nil, false},
		"only samples of one":       {600e6, 2400e6, []RoundTimes{{Light: []float64{1, 2, 3}}}, false},
		"times that are no times":   {600e6, 2400e6, []RoundTimes{{[]float64{math.NaN(), 0, -1}, []float64{math.Inf(1)}}}, false},
		"loads the wrong way round": {2400e6, 600e6, times(600e6, 2400e6, 20, 0, 0), false},
		"loads not known":           {0, 600e6, times(600e6, 2400e6, 20, 0, 0), false},
	} {
		s, err := SlopeOf(c.light, c.heavy, c.rounds)
		if err == nil || errors.Is(err, ErrNoSlope) != c.noSlope || s.MedianGBps != 0 {
			t.Errorf("%s: %+v, error %v", name, s, err)
		}
	}
}

// The error used to say that the time does not grow, beside two figures that
// did grow.
func TestWhatHidesTheSlopeIsSaid(t *testing.T) {
	for want, round := range map[string]RoundTimes{
		"repetitions of one size differ too much; a token took 202 ms with 17.3 MiB (190 ms to 400 ms) and 328 ms with 57.0 MiB (180 ms to 410 ms)": {
			[]float64{190e6, 202e6, 400e6}, []float64{180e6, 328e6, 410e6},
		},
		"the larger size was not slower; a token took 5.00 ms with 17.3 MiB (5.00 ms to 5.00 ms) and 4.00 ms": {[]float64{5e6}, []float64{4e6}},
	} {
		if _, err := SlopeOf(18140365, 59768832, []RoundTimes{round, round}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

func TestSlopeOfFewSamplesHasNoInterval(t *testing.T) {
	s, err := SlopeOf(600e6, 2400e6, []RoundTimes{{[]float64{30e6}, []float64{120e6}}})
	if err != nil || s.HasInterval || s.LowGBps != 0 || math.Abs(s.MedianGBps-20) > 1e-9 {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestMeasuredDeviceIsTheCeilingOfItsResults(t *testing.T) {
	vulkan, other := Device{Name: "Vulkan0", Description: "Radeon"}, Device{Name: "Vulkan1", Description: "Arc"}
	blas := Device{Name: "BLAS", Description: "Accelerate"}
	of := func(d Device, gbps float64, clean bool) DeviceBandwidth {
		return DeviceBandwidth{Device: d.Name, Description: d.Description, Slope: Slope{MedianGBps: gbps}, Clean: clean}
	}
	shared, card := GPU{Shared: true}, GPU{SpecifiedGBps: 936}
	if got := of(vulkan, 800, false).Figure() + ", " + of(vulkan, 800, true).Figure(); got != "800 GB/s ?, 800 GB/s" {
		t.Errorf("written as %s", got)
	}
	cached := of(vulkan, 800, false)
	cached.ShallowBytes = 17 << 20
	rpc := Device{Name: "RPC0", Description: "10.0.0.2:50052"}
	for name, c := range map[string]struct {
		gpus     []GPU
		devices  []Device
		params   Params
		measured []DeviceBandwidth
		want     Ceiling
	}{
		"card":                    {[]GPU{card}, []Device{vulkan}, nil, []DeviceBandwidth{of(vulkan, 800, true)}, Ceiling{SpecifiedGBps: 936, MeasuredGBps: 800}},
		"shared memory":           {[]GPU{shared}, []Device{vulkan, blas}, nil, []DeviceBandwidth{of(vulkan, 220, true)}, Ceiling{SpecifiedGBps: 256, MeasuredGBps: 220}},
		"shared, not measured":    {[]GPU{shared}, []Device{vulkan}, nil, nil, Ceiling{SpecifiedGBps: 256, MeasuredGBps: 120}},
		"two, one asked for":      {[]GPU{card, card}, []Device{vulkan, other}, Params{"devices": "Vulkan1"}, []DeviceBandwidth{of(vulkan, 800, true), of(other, 400, true)}, Ceiling{SpecifiedGBps: 0, MeasuredGBps: 400}},
		"two, none asked for":     {[]GPU{card, card}, []Device{vulkan, other}, nil, []DeviceBandwidth{of(vulkan, 800, true)}, Ceiling{}},
		"split with the CPU":      {[]GPU{card}, []Device{vulkan}, Params{"n_gpu_layers": "20"}, []DeviceBandwidth{of(vulkan, 800, true)}, Ceiling{}},
		"a measurement of caches": {[]GPU{card}, []Device{vulkan}, nil, []DeviceBandwidth{cached}, Ceiling{SpecifiedGBps: 936, MeasuredGBps: 0}},
		"another device":          {[]GPU{card}, []Device{vulkan}, nil, []DeviceBandwidth{of(other, 800, true)}, Ceiling{SpecifiedGBps: 936, MeasuredGBps: 0}},
		"a doubtful measurement":  {[]GPU{card}, []Device{vulkan}, nil, []DeviceBandwidth{of(vulkan, 800, false)}, Ceiling{SpecifiedGBps: 936, MeasuredGBps: 800, Doubtful: true}},
		"doubtful and clean":      {[]GPU{card}, []Device{vulkan}, nil, []DeviceBandwidth{of(vulkan, 800, false), of(vulkan, 700, true)}, Ceiling{SpecifiedGBps: 936, MeasuredGBps: 700}},
		"shared, doubtful":        {[]GPU{shared}, []Device{vulkan}, nil, []DeviceBandwidth{of(vulkan, 60, false)}, Ceiling{SpecifiedGBps: 256, MeasuredGBps: 120}},
		"another machine":         {[]GPU{card}, []Device{rpc}, nil, nil, Ceiling{}},
		"a program beside a card": {[]GPU{card}, []Device{{Name: "Vulkan0", Description: "llvmpipe", Software: true}}, Params{"devices": "Vulkan0"}, nil, Ceiling{}},
		"a card and another":      {[]GPU{card}, []Device{vulkan, rpc}, nil, []DeviceBandwidth{of(vulkan, 800, true)}, Ceiling{}},
		"the card beside it":      {[]GPU{card}, []Device{vulkan, rpc}, Params{"devices": "Vulkan0"}, nil, Ceiling{SpecifiedGBps: 936}},
		"measured from here":      {[]GPU{card}, []Device{rpc}, nil, []DeviceBandwidth{of(rpc, 90, true)}, Ceiling{MeasuredGBps: 90}},
		"no layers on the card":   {[]GPU{card}, []Device{vulkan, rpc}, Params{"n_gpu_layers": "0"}, []DeviceBandwidth{of(vulkan, 800, true)}, Ceiling{SpecifiedGBps: 256, MeasuredGBps: 120}},
		"two builds measured":     {[]GPU{card}, []Device{vulkan}, nil, []DeviceBandwidth{of(vulkan, 700, true), of(vulkan, 800, true)}, Ceiling{SpecifiedGBps: 936, MeasuredGBps: 800}},
		"the CPU":                 {[]GPU{card}, []Device{vulkan}, Params{"devices": "none"}, []DeviceBandwidth{of(vulkan, 800, true)}, Ceiling{SpecifiedGBps: 256, MeasuredGBps: 120}},
	} {
		s := NewSession()
		s.Machine = Machine{SpecifiedGBps: 256, GPUs: c.gpus, DeviceBandwidth: c.measured}
		s.Bandwidth = []BandwidthMeasured{{Bandwidth: Bandwidth{PeakGBps: 120, Clean: true}}}
		j := &JobState{Job: Job{Build: EngineBuild{Backends: []string{"Vulkan"}, Devices: c.devices}, Params: c.params}}
		if got := s.CeilingOf(j); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// The same doubt used to be worded differently in each place.
func TestWhyABandwidthIsUncertain(t *testing.T) {
	for got, want := range map[string]string{
		Bandwidth{Clean: true, Doubts: []string{"none counts"}}.WhyUncertain(): "",
		Bandwidth{Doubts: []string{"busy\x1b[31m", "hot"}}.WhyUncertain():      "uncertain: busy; hot",
		Bandwidth{}.WhyUncertain():                            "uncertain: the machine was busy, or a cache is included",
		DeviceBandwidth{}.WhyUncertain():                      "uncertain: the machine was busy",
		DeviceBandwidth{Doubts: []string{"a"}}.WhyUncertain(): "uncertain: a",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
