package predict

import (
	"testing"

	"dragstrip/bench"
)

// measured is a session of one job whose test took so many seconds a
// repetition.
func measured(build string, seconds ...float64) *bench.Session {
	test := bench.Test{Prompt: 100}
	job := bench.Job{ID: "j1", Model: model, Build: bench.EngineBuild{ID: build}, Tests: []bench.Test{test}, Repetitions: len(seconds)}
	result := bench.Result{Test: test}
	for _, s := range seconds {
		result.SamplesNS = append(result.SamplesNS, int64(s*1e9))
	}
	return bench.Replay([]bench.Event{
		{Seq: 1, Fact: bench.SessionStarted{Plan: bench.Plan{Jobs: []bench.Job{job}}}},
		{Seq: 2, Fact: bench.BandwidthMeasured{When: "before", Bandwidth: bench.Bandwidth{PeakGBps: 40}}},
		{Seq: 3, Job: "j1", Fact: bench.TestFinished{Result: result}},
	})
}

func TestThePastIsTheNewestOfEachTestAndTheBestOfTheMachine(t *testing.T) {
	var past Past
	newest := measured("a", 1, 2)
	past.Learn(newest)
	past.Learn(measured("a", 0.5, 0.5))
	job, test := &newest.Jobs[0].Job, newest.Jobs[0].Tests[0].Test
	if low, high := past.Expect(job, test); low != 50 || high != 100 {
		t.Errorf("expects %g to %g, want the newest session's 50 to 100", low, high)
	}
	if b := past.Basis(job); b.GBps != 40 || b.PrefillFlops != 2*1e9*200 {
		t.Errorf("%+v", b)
	}
	other := *job
	other.Build.ID = "b"
	if low, high := past.Expect(&other, test); low != 0 || high != 0 {
		t.Errorf("of another build %g to %g", low, high)
	}
	served := *job
	served.Model.Served = "one"
	if low, high := past.Expect(&served, test); low != 0 || high != 0 {
		t.Errorf("of a served model %g to %g", low, high)
	}
	servedOnce := measured("a", 1, 2)
	servedOnce.Jobs[0].Job.Model = served.Model
	past.Learn(servedOnce)
	another := served
	another.Model.Served = "another"
	if low, high := past.Expect(&another, test); low != 0 || high != 0 {
		t.Errorf("of another served model of the same label %g to %g", low, high)
	}
	if b := (&Past{}).Basis(job); b.GBps != 0 {
		t.Errorf("nothing was learnt: %+v", b)
	}
}
