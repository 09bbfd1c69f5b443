package sessions

import (
	"testing"

	"dragstrip/bench"
)

func TestALineHasTheResultsOfEveryJob(t *testing.T) {
	test := bench.Test{Generation: 128}
	job := func(fa string, samples ...int64) *bench.JobState {
		j := &bench.JobState{Job: bench.Job{Model: bench.Model{Name: "M"}, Params: bench.Params{"flash_attn": fa}}, Tests: []*bench.TestState{{Test: test}}}
		if len(samples) > 0 {
			j.Tests[0].State, j.Tests[0].Results = bench.StateFinished, []bench.Result{{Test: test, SamplesNS: samples}}
		}
		return j
	}
	got := figuresOf(&bench.Session{Jobs: []*bench.JobState{job("1", 1e9, 1e9, 1e9, 1e9, 1e9, 1e9), job("0", 2e9), job("1")}})
	if len(got) != 2 || got[0].Job != "fa on" || got[1].Job != "fa off" || got[0].Test != "tg128" || got[0].TPS != 128 || got[1].TPS != 64 {
		t.Fatalf("%+v", got)
	}
	if got[0].Low == 0 || got[0].High < got[0].Low || got[1].High != 0 {
		t.Errorf("the intervals are %+v", got)
	}
}

// If nobody knows a job's backend, the list used to show " · -fa on".
func TestHowAJobWasMeasuredHasNoEmptyPart(t *testing.T) {
	cpu := bench.EngineBuild{Backends: []string{"CPU"}}
	for want, j := range map[string]*bench.JobState{
		"":             {},
		"-fa on":       {Job: bench.Job{Params: bench.Params{"flash_attn": "on"}}},
		"CPU":          {Job: bench.Job{Build: cpu}},
		"CPU · -fa on": {Job: bench.Job{Build: cpu, Params: bench.Params{"flash_attn": "on"}}},
	} {
		if got := howOf(j); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
