package bench

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func codes(warnings []Warning) string {
	var out []string
	for _, w := range warnings {
		out = append(out, w.Code)
	}
	return strings.Join(out, " ")
}

func TestWhatRepetitionsShowByThemselves(t *testing.T) {
	for _, c := range []struct {
		what    string
		samples []float64
		want    string
	}{
		{"none", nil, ""},
		{"three say nothing", []float64{1, 100, 100}, ""},
		{"steady", []float64{100, 101, 99.5, 100.2, 100.4, 99.9}, ""},
		{"all the same", []float64{100, 100, 100, 100, 100, 100}, ""},
		{"the first still loads", []float64{60, 100, 101, 99.5, 100.2, 100.4, 99.9, 100}, "slow_first wide"},
		{"the first is a little slow, as chance has it in six", []float64{96, 100, 101, 99.5, 100.2, 100.4}, ""},
		{"the first is quick", []float64{140, 100, 101, 99.5, 100.2, 100.4, 100, 100.3}, "outliers"},
		{"one was held up", []float64{100, 100.1, 80, 99.9, 100, 100.2, 99.8, 100}, "outliers wide"},
		{"far by its score, near by what counts", []float64{100, 100, 100.01, 100, 99.99, 101}, ""},
		{"getting hotter", []float64{100, 99, 98, 97, 96, 95, 94, 93}, "trend"},
		{"falling less than counts", []float64{100, 99.9, 99.8, 99.7, 99.6, 99.5, 99.4, 99.3}, ""},
		{"falling and rising", []float64{100, 96, 93, 93, 96, 100, 99, 94}, ""},
		{"far apart", []float64{80, 120, 95, 105, 88, 112}, "wide"},
		{"no figures", []float64{math.NaN(), 100, math.Inf(1), 100, 100, 100}, ""},
	} {
		doubts := SampleDoubts([][]float64{c.samples})
		if w, found := wideInterval(Summarize(c.samples)); found {
			doubts = append(doubts, w)
		}
		if got := codes(doubts); got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
}

// With several rounds, only the very first repetition of all used to be
// examined, so that a slow first one in each of six starts was not found. And
// two starts that differ by chance used to look like a trend.
func TestWhatStartsShowByThemselves(t *testing.T) {
	for _, c := range []struct {
		what   string
		starts [][]float64
		want   string
	}{
		{"the first of each start is slow", [][]float64{{70, 100}, {71, 101}, {69, 99}, {70, 100}, {71, 101}, {69, 99}}, "slow_first"},
		{"the first of each start is slow, the starts differ more", [][]float64{{66, 100, 101}, {93, 140, 141}, {53, 80, 81}}, "slow_first"},
		{"one first of many is", [][]float64{{70, 100, 100.2}, {100.1, 100, 100.3}, {99.9, 100, 99.8}, {100, 100.1, 99.7}}, "outliers"},
		{"every repetition is a first", [][]float64{{70}, {71}, {69}, {70}, {71}, {69}}, ""},
		{"firsts that are quick", [][]float64{{140, 100}, {141, 101}, {139, 99}, {140, 100}, {141, 101}, {139, 99}}, ""},
		{"no figure among them", [][]float64{{0, 100}, {70, 101}, {70, 99}, {70, 100}}, "slow_first"},
		{"two starts that differ", [][]float64{{100, 101, 99, 100, 102, 98}, {109, 111, 110, 112, 108, 110}}, ""},
		{"each start gets slower", [][]float64{{100, 97, 94, 91}, {101, 98, 95, 92}, {99, 96, 93, 90}}, "trend"},
		{"one start after the other is slower", [][]float64{{100, 101}, {98, 97}, {95, 96}, {93, 92}, {90, 91}, {88, 87}, {85, 86}}, "trend"},
	} {
		if got := codes(SampleDoubts(c.starts)); got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
	w := SampleDoubts([][]float64{{70, 100}, {71, 101}, {69, 99}})
	if len(w) != 1 || w[0].Text != "in 3 starts of the engine, the first repetition was about 30 % slower than the later ones" {
		t.Errorf("%+v", w)
	}
}

// Samples that differ only by noise are seldom doubted. Nobody reads a verdict
// that is often wrong.
func TestNoiseAloneIsSeldomDoubted(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{6, 10, 30} {
		doubted := 0
		const trials = 2000
		for range trials {
			samples := make([]float64, n)
			for i := range samples {
				samples[i] = 100 * (1 + 0.01*random.NormFloat64())
			}
			if GradeOf(SampleDoubts([][]float64{samples})) != GradeClean {
				doubted++
			}
		}
		t.Logf("%d samples of 1 %% noise: %.1f %% doubted", n, 100*float64(doubted)/trials)
		if doubted > trials/20 {
			t.Errorf("%d of %d sets of %d samples were doubted for nothing", doubted, trials, n)
		}
	}
}

func TestTrendIsKendallsTest(t *testing.T) {
	for _, c := range []struct {
		values    []float64
		change, p float64
	}{
		// All pairs are in order: 2 of n! orders.
		{[]float64{1, 2, 3, 4, 5}, 4.0 / 3, 2.0 / 120},
		{[]float64{6, 5, 4, 3, 2, 1}, -5 / 3.5, 2.0 / 720},
		// Nine pairs rise, one falls; S = 8. From Kendall, Rank Correlation
		// Methods, table 1: P(S ≥ 8, n = 5) = 0.042.
		{[]float64{1, 2, 3, 5, 4}, 1, 2 * 5.0 / 120},
		{[]float64{1, 2, 3}, 1, 2.0 / 6},
		{[]float64{2, 2, 2, 2, 2, 2}, 0, 1},
	} {
		change, p := trend(c.values)
		if math.Abs(p-c.p) > 1e-9 || math.Abs(change) < 1e-9 != (c.change == 0) {
			t.Errorf("%v: change %v, p %v, want about %v, %v", c.values, change, p, c.change, c.p)
		}
	}
	long := make([]float64, 200)
	for i := range long {
		long[i] = 100 + float64(i%7) // no trend
	}
	if _, p := trend(long); p < 0.2 {
		t.Errorf("p %v of what goes round in circles", p)
	}
	for i := range long {
		long[i] -= float64(i) / 20
	}
	if change, p := trend(long); p > 1e-6 || change > -0.05 {
		t.Errorf("change %v, p %v of what falls by a tenth", change, p)
	}
}

// probed is a session on a machine whose memory delivers 50 GB/s. Its model
// reads 1 GB for a token, so that t/s are GB/s.
func probed(tps ...float64) *told {
	s := tell(Plan{}, "a")
	s.Jobs[0].Model = Model{ReadBytesPerToken: 1e9, SizeBytes: 1e9}
	s.Jobs[0].Build.Backends = []string{"CPU"}
	s.Machine = Machine{Caches: []Cache{{Level: 3, Bytes: 32 << 20}}}
	s.Bandwidth = []BandwidthMeasured{{Bandwidth: Bandwidth{PeakGBps: 50, Clean: true, SpreadFraction: 0.01}}}
	s.say("a", EngineStarted{Invocation: 1})
	s.gave("a", 0, tps...)
	return s
}

func TestFiguresAboveTheMemorysAreImpossible(t *testing.T) {
	six := func(v float64) []float64 { return []float64{v, v, v, v, v, v} }
	for _, c := range []struct {
		what   string
		change func(*told)
		tps    float64
		want   string
		grade  Grade
	}{
		{"below", nil, 45, "", GradeClean},
		{"above by no more than the probe may be wrong", nil, 52, "", GradeClean},
		{"above by what the cache holds", nil, 54, "in_cache", GradeClean},
		{"far above", nil, 70, "impossible", GradeSuspect},
		{"far above, with probes that lie apart", func(s *told) {
			s.Bandwidth = append(s.Bandwidth, BandwidthMeasured{Bandwidth: Bandwidth{PeakGBps: 30, Clean: true}})
		}, 70, "", GradeClean},
		{"far above the measured, below the specified", func(s *told) { s.Machine.SpecifiedGBps = 80 }, 70, "", GradeClean},
		{"nothing was probed", func(s *told) { s.Bandwidth = nil }, 70, "", GradeClean},
		{"nothing was probed, and no machine does that", func(s *told) { s.Bandwidth = nil }, 2e6, "impossible", GradeSuspect},
		{"a model that fits into the cache, and no machine does that", func(s *told) {
			s.Jobs[0].Model.ReadBytesPerToken = 20e6
		}, 1e8, "impossible", GradeSuspect},
		{"a prompt that no machine computes", func(s *told) {
			s.Bandwidth, s.Jobs[0].Model.ParamCount = nil, 1e12
			s.Jobs[0].Tests[0].Test = Test{Prompt: 64}
		}, 1e6, "impossible", GradeSuspect},
		{"a prompt that many cards may compute", func(s *told) {
			s.Bandwidth, s.Jobs[0].Model.ParamCount = nil, 1e12
			s.Jobs[0].Tests[0].Test = Test{Prompt: 64}
		}, 1e5, "", GradeClean},
		{"bytes are not known", func(s *told) { s.Jobs[0].Model.ReadBytesPerToken = 0 }, 70, "", GradeClean},
		{"above by what all second levels hold with the last", func(s *told) {
			s.Machine.Caches = []Cache{{Level: 1, Bytes: 1 << 30}, {Level: 2, Bytes: 32 << 20, Count: 16}, {Level: 3, Bytes: 64 << 20, Count: 2}}
		}, 58, "in_cache", GradeClean},
		{"a guest whose two cores may have a last level each", func(s *told) {
			s.Machine.Hypervisor, s.Machine.LogicalCores = "KVM", 2
		}, 56, "in_cache", GradeClean},
		{"a guest that is told of none, or of too little", func(s *told) {
			s.Machine.Hypervisor, s.Machine.LogicalCores = "KVM", 4
			s.Machine.Caches = []Cache{{Level: 2, Bytes: 4 << 20, Count: 4}}
		}, 60, "in_cache", GradeClean},
		{"a guest that is told of the host's cache, for each of many cores", func(s *told) {
			s.Machine.Hypervisor, s.Machine.LogicalCores = "KVM", 64
			s.Machine.Caches = []Cache{{Level: 3, Bytes: 480 << 20, Count: 1}}
		}, 300, "impossible", GradeSuspect},
		{"caches are not known", func(s *told) { s.Machine.Caches = nil }, 70, "in_cache", GradeClean},
		{"far above, caches not known", func(s *told) { s.Machine.Caches = nil }, 200, "impossible", GradeSuspect},
		{"above only because of what the engine made of the weights", func(s *told) {
			s.Jobs[0].Memory = []MemoryAllocated{{Device: "CPU", Use: "model", Bytes: 1.1e9, Repacked: 1.1e9}}
		}, 48, "in_cache", GradeClean},
		{"a model that fits into the cache", func(s *told) {
			s.Jobs[0].Model.ReadBytesPerToken = 20e6
		}, 70 * 50, "in_cache", GradeClean},
	} {
		s := probed(six(c.tps)...)
		if c.change != nil {
			c.change(s)
		}
		doubts := s.DoubtsOf(s.Jobs[0], s.Jobs[0].Tests[0])
		if got := codes(doubts); got != c.want || GradeOf(doubts) != c.grade {
			t.Errorf("%s: %q, %s", c.what, got, GradeOf(doubts))
		}
		for _, w := range doubts {
			if w.Text == "" || w.Remedy == "" {
				t.Errorf("%s: incomplete: %+v", c.what, w)
			}
		}
	}
}

// A GPU is compared with its specified bandwidth. Neither the CPU's probe nor
// an engine reaches all that the memory can deliver.
func TestImpossibleOnAGPU(t *testing.T) {
	device := Device{Name: "Vulkan0", Description: "Radeon"}
	by := DeviceBandwidth{Device: device.Name, Description: device.Description, Clean: true, Slope: Slope{MedianGBps: 200}}
	for _, c := range []struct {
		what   string
		change func(*told)
		tps    float64
		want   string
	}{
		{"above the card's paper", func(s *told) { s.Machine.GPUs[0].SpecifiedGBps = 250 }, 400, "impossible"},
		{"above it by what a clock may be raised", func(s *told) { s.Machine.GPUs[0].SpecifiedGBps = 250 }, 260, ""},
		{"above the paper of memory that is shared", func(s *told) { s.Machine.GPUs[0].Shared, s.Machine.SpecifiedGBps = true, 256 }, 400, "impossible"},
		{"above the CPU's probe, no paper", func(s *told) { s.Machine.GPUs[0].Shared = true }, 100, ""},
		{"above what an engine got, no paper", func(s *told) { s.Machine.DeviceBandwidth = []DeviceBandwidth{by} }, 300, ""},
		{"far above what an engine got, no paper", func(s *told) { s.Machine.DeviceBandwidth = []DeviceBandwidth{by} }, 500, "impossible"},
		{"nothing known", func(s *told) {}, 5000, ""},
	} {
		s := probed(c.tps, c.tps, c.tps, c.tps, c.tps, c.tps)
		s.Jobs[0].Tests[0].Results[0].Backend = "Vulkan"
		s.Jobs[0].Build.Backends, s.Jobs[0].Build.Devices = []string{"CPU", "Vulkan"}, []Device{device}
		s.Machine.GPUs = []GPU{{Name: "Radeon"}}
		c.change(s)
		if got := codes(s.DoubtsOf(s.Jobs[0], s.Jobs[0].Tests[0])); got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
	s := probed(70, 70, 70, 70, 70, 70)
	s.Bandwidth, s.Machine.SpecifiedGBps = nil, 60
	if got := codes(s.DoubtsOf(s.Jobs[0], s.Jobs[0].Tests[0])); got != "impossible" {
		t.Errorf("above the CPU's paper, nothing probed: %q", got)
	}
}

func TestWhatIsSaidOfTheSessionFallsOnItsRows(t *testing.T) {
	s := tell(Plan{}, "a", "b")
	s.say("a", EngineStarted{Invocation: 1})
	s.gave("a", 0, 100, 100, 100, 100, 100, 100)
	s.gave("b", 0, 100, 100, 100, 100, 100, 100)
	s.say("", Warned{Warning: Warning{Code: "virtual", Text: "a guest"}})
	s.say("", Warned{Warning: Warning{Code: "sentinel_drift", Text: "it went down"}})
	s.say("b", Warned{Warning: Warning{Code: "debug_build", Text: "built for debugging"}})
	s.say("a", Warned{Warning: Warning{Code: "other_load", Text: "a browser"}, Test: tg})
	s.say("a", Warned{Warning: Warning{Code: "other_load", Text: "a compiler"}, Test: tg})
	for id, want := range map[string]struct {
		codes string
		grade Grade
	}{"a": {"other_load sentinel_drift", GradeNoisy}, "b": {"sentinel_drift debug_build", GradeSuspect}} {
		doubts := s.DoubtsOf(s.Job(id), s.Job(id).Tests[0])
		if codes(doubts) != want.codes || GradeOf(doubts) != want.grade {
			t.Errorf("%s: %q %s", id, codes(doubts), GradeOf(doubts))
		}
		for _, w := range doubts {
			if w.Remedy == "" {
				t.Errorf("no remedy: %+v", w)
			}
		}
	}
}

func TestGradesOfWarnings(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range WarningKinds {
		if seen[k.Code] || k.Remedy == "" || !slices.Contains([]Grade{GradeClean, GradeNoisy, GradeThrottled, GradeSuspect}, k.Grade) {
			t.Errorf("%+v", k)
		}
		seen[k.Code] = true
	}
	for want, list := range map[Grade][]string{
		GradeClean: {}, GradeNoisy: {"virtual", "other_load"}, GradeThrottled: {"throttled", "other_load"},
		GradeSuspect: {"other_load", "swapping", "battery"},
	} {
		var warnings []Warning
		for _, code := range list {
			warnings = append(warnings, Warning{Code: code})
		}
		if got := GradeOf(warnings); got != want {
			t.Errorf("%v: %s", list, got)
		}
	}
	if g := GradeOf([]Warning{{Code: "of_a_later_version"}}); g != GradeNoisy {
		t.Errorf("a kind this version does not know: %s", g)
	}
}

// Two to five repetitions used to be called clean, because so few cannot show
// any doubt.
func TestFewRepetitionsAreNeverClean(t *testing.T) {
	for n, want := range map[int]Grade{0: GradeClean, 1: GradeFew, 5: GradeFew, 6: GradeClean, 30: GradeClean} {
		if got := GradeOver(n, nil); got != want {
			t.Errorf("%d repetitions: %s, want %s", n, got, want)
		}
		if got := GradeOver(n, []Warning{{Code: "other_load"}}); got != GradeNoisy {
			t.Errorf("%d repetitions with another's load: %s", n, got)
		}
	}
}

// At most about one of twenty sessions with four tests and nothing but noise is
// doubted.
func TestRulesSeldomCryWolf(t *testing.T) {
	random := rand.New(rand.NewPCG(18, 19))
	for _, d := range disturbances {
		for _, l := range d.layouts {
			// The default of six repetitions has the strictest limit. The other
			// layouts have fewer trials, so chance has more influence.
			trials, most := 300, 0.08
			if l == (layout{1, 6}) || l == (layout{6, 6}) {
				trials, most = 1500, 0.065
			}
			for _, noise := range []float64{0.01, 0.02, 0.05} {
				alarms := 0
				for range trials {
					if d.falseAlarm(random, l, noise) {
						alarms++
					}
				}
				if float64(alarms) > most*float64(trials) {
					t.Errorf("%s at %g noise, %s: %d of %d sessions", d.rule, noise, l, alarms, trials)
				}
			}
		}
	}
}

// TestAWideIntervalHasOneRemedy: the warning and the note below it used to
// recommend different things.
func TestAWideIntervalHasOneRemedy(t *testing.T) {
	for _, text := range []string{KindOf("wide").Remedy, UncertainMeans} {
		if !strings.Contains(text, "--precision 1%") || !strings.Contains(text, "starts the engine again") {
			t.Errorf("another remedy: %s", text)
		}
	}
}

// The warning used to say 33 % beside a figure whose ± was 72 % of it.
func TestTheDoubtAboutAWideIntervalSaysWhoseIntervalItIs(t *testing.T) {
	alone := Summary{N: 12, Starts: 4, Median: 20, Low: 15, High: 26, HasInterval: true}
	across := alone
	across.Low, across.High, across.Sessions, across.SessionLow, across.SessionHigh = 6, 34, 3, 15, 26
	// Earlier sessions know better than these few starts how much starts differ. The
	// warning used to say "over ±100 % within this session alone" beside a ± of 62 %.
	fewer := across
	fewer.Low, fewer.High, fewer.SessionLow, fewer.SessionHigh = 10, 32, 4, 90
	for _, c := range []struct {
		is   Summary
		want string
	}{{alone, "wide interval: ±30 %"}, {across, "wide interval: ±30 % within this session alone"}, {fewer, "wide interval: ±60 %"}} {
		if w, found := wideInterval(c.is); !found || w.Text != c.want {
			t.Errorf("%q, want %q", w.Text, c.want)
		}
	}
	fewer.Low, fewer.High = 19.5, 20.5 // the ± is narrow
	if w, found := wideInterval(fewer); found {
		t.Errorf("%q", w.Text)
	}
}
