package bench

import (
	"math"
	"testing"
)

// TestEachOfSeveralRequestsCounts: four requests at once, in two repetitions.
func TestEachOfSeveralRequestsCounts(t *testing.T) {
	var list []Exchange
	for k := range 2 {
		x := Exchange{FirstTokenNS: 9e8}
		for i := range 4 {
			n := int64(4*k + i + 1)
			x.Streams = append(x.Streams, Stream{FirstTokenNS: n * 1e8, TimedTokens: 10, TimedNS: n * 1e9})
		}
		list = append(list, x)
	}
	state := &TestState{Results: []Result{{Exchanges: list}}}
	if got := state.FirstToken(); got.N != 8 || math.Abs(got.Median-0.45) > 1e-9 {
		t.Errorf("first token %+v", got)
	}
	if got := state.RequestTPS(); got.N != 8 || got.Max != 10 || got.Min != 1.25 {
		t.Errorf("a request alone %+v", got)
	}
	if late, n := state.FirstTokenLate(); late != 0.8 || n != 8 {
		t.Errorf("95 of 100 within %v s, of %d", late, n)
	}
	if late, n := new(TestState).FirstTokenLate(); late != 0 || n != 0 {
		t.Errorf("nothing was measured: %v, %d", late, n)
	}
	var many []Exchange
	for i := range 100 {
		many = append(many, Exchange{FirstTokenNS: int64(i+1) * 1e7})
	}
	if late, _ := (&TestState{Results: []Result{{Exchanges: many}}}).FirstTokenLate(); late != 0.95 {
		t.Errorf("95 of 100 within %v s", late)
	}
}

func TestWhereTheTotalStopsGrowing(t *testing.T) {
	for _, x := range []struct {
		totals []GrowthPoint
		best   int
		grows  bool
	}{
		{[]GrowthPoint{{8, 208}, {1, 100}, {4, 210}, {2, 160}}, 2, false},
		{[]GrowthPoint{{1, 100}, {2, 190}}, 1, true},
		{[]GrowthPoint{{1, 100}, {2, 104}, {4, 103}}, 0, false},
		{[]GrowthPoint{{1, 100}, {2, 104}, {4, 120}}, 2, true},
	} {
		if g := GrowthOf(x.totals); g.Best != x.best || g.StillGrows() != x.grows || g.Points[0].AtOnce != 1 {
			t.Errorf("%v: %+v", x.totals, g)
		}
	}
}

// TestOnlyServersTakeSeveralRequests: one at a time is what other engines do
// without being asked.
func TestOnlyServersTakeSeveralRequests(t *testing.T) {
	p := Params{Concurrency: "1", "n_threads": "2"}
	for _, x := range []struct {
		traits Traits
		want   string
	}{
		{Traits{}, "-t 2"}, {Traits{Together: true}, "-t 2 -concurrency 1"}, {Traits{Takes: []Taken{}}, ""}, {Traits{Takes: []Taken{}, Together: true}, "-concurrency 1"},
	} {
		if kept, _ := p.For(x.traits); kept.String() != x.want {
			t.Errorf("%+v: %q, want %q", x.traits, kept, x.want)
		}
	}
	for value, valid := range map[string]bool{"1": true, "256": true, "257": false, "0": false, "x": false} {
		if err := (Params{Concurrency: value}).Validate(); (err == nil) != valid {
			t.Errorf("%s: %v", value, err)
		}
	}
	if (Params{}).AtOnce() != 1 || (Params{Concurrency: "8"}).AtOnce() != 8 || (Params{Concurrency: "9999"}).AtOnce() != MostAtOnce {
		t.Error("requests at once")
	}
	tg := Test{Generation: 8}
	two, one := &JobState{Job: Job{Params: Params{Concurrency: "2"}}, Tests: []*TestState{{Test: tg, Results: []Result{{SamplesNS: []int64{1e8}}}}}}, &JobState{Tests: []*TestState{{Test: tg, Results: []Result{{SamplesNS: []int64{2e8}}}}}}
	if j, _ := Fastest([]*JobState{two, one}); j != one {
		t.Error("the total of two requests is not the speed of one")
	}
	if j, _ := Fastest([]*JobState{two}); j != two {
		t.Error("nothing else was measured")
	}
	j := &JobState{Job: Job{Model: Model{ReadBytesPerToken: 1e9}, Params: Params{Concurrency: "4"}}}
	if _, known := j.MovedGBps(Test{Generation: 8}, 100); known {
		t.Error("four answers read the weights once")
	}
}
