package bench

import "testing"

// A probe that is taken beside busy programs is an estimate. It once gave 66
// GB/s for a memory that moves 35. The higher of two probes used to count as
// the better one.
func TestTheProbeNearestToTheTruthIsTheCeiling(t *testing.T) {
	estimate := func(gbps float64) Bandwidth {
		return Bandwidth{PeakGBps: gbps, Threads: 2, ByThreads: []ThreadBandwidth{{Threads: 1, GBps: 20}, {Threads: 2, GBps: gbps, FromCPUTime: true}}}
	}
	inPart := func(gbps float64) Bandwidth {
		return Bandwidth{PeakGBps: gbps, Threads: 2, ByThreads: []ThreadBandwidth{{Threads: 2, GBps: gbps, CleanFraction: 0.1}}}
	}
	clean := func(gbps float64) Bandwidth { return Bandwidth{PeakGBps: gbps, Threads: 2, Clean: true} }
	for name, c := range map[string]struct {
		probes   []Bandwidth
		want     float64
		doubtful bool
	}{
		"none":                       {nil, 0, false},
		"clean, the higher":          {[]Bandwidth{clean(33), clean(35)}, 35, false},
		"clean before an estimate":   {[]Bandwidth{estimate(66), clean(35)}, 35, false},
		"clean before one in part":   {[]Bandwidth{clean(35), inPart(40)}, 35, false},
		"in part before an estimate": {[]Bandwidth{estimate(66), inPart(30)}, 30, true},
		"in part, the higher":        {[]Bandwidth{inPart(30), inPart(32)}, 32, true},
		"estimates, the lower":       {[]Bandwidth{estimate(66), estimate(50)}, 50, true},
	} {
		s := NewSession()
		for _, b := range c.probes {
			s.Apply(Event{Fact: BandwidthMeasured{When: "before", Bandwidth: b}})
		}
		ceiling := s.CeilingOf(&JobState{})
		if ceiling.MeasuredGBps != c.want || ceiling.Doubtful != c.doubtful || (ceiling.Doubt() != "") != c.doubtful {
			t.Errorf("%s: %+v, want %g", name, ceiling, c.want)
		}
	}
}

// Each figure of a doubtful probe has the sign of doubt.
func TestFiguresOfADoubtfulProbeAreDoubted(t *testing.T) {
	for name, c := range map[string]struct {
		clean bool
		t     ThreadBandwidth
		want  bool
	}{
		"quiet":                      {true, ThreadBandwidth{}, false},
		"quiet, but this one is not": {true, ThreadBandwidth{FromCPUTime: true}, true},
		"by the wall clock":          {true, ThreadBandwidth{WallClock: true}, true},
		"a cache is included":        {false, ThreadBandwidth{CleanFraction: 1}, true},
	} {
		if got := (Bandwidth{Clean: c.clean}).Doubted(c.t); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
