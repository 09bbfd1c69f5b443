package planning

import (
	"fmt"
	"testing"

	"dragstrip/bench"
)

// A job that was added to a session with `-p 16 -n 8 -dev none` used to measure
// pp512 and tg128 on all devices.
func TestWhatJobsShareIsTakenOver(t *testing.T) {
	short := []bench.Test{{Prompt: 16}, {Generation: 8}}
	fewer := bench.EngineBuild{Engine: "b", Traits: bench.Traits{Takes: []bench.Taken{{Key: "flash_attn"}}}}
	s := bench.NewSession()
	for _, j := range []bench.Job{
		{ID: "j1", Tests: short[:1], Repetitions: 2, NoWarmup: true, Build: fewer, Params: bench.Params{"flash_attn": "on"}},
		{ID: "j2", Tests: short, Repetitions: 2, NoWarmup: true, Params: bench.Params{"flash_attn": "on", "devices": "none", "n_ubatch": "64"}},
		{ID: "j3", Tests: short, Repetitions: 2, NoWarmup: true, Params: bench.Params{"flash_attn": "on", "devices": "none", "n_ubatch": "128"}},
	} {
		s.Jobs = append(s.Jobs, &bench.JobState{Job: j})
	}
	shared := SharedBy(s)
	want := Shared{Tests: short, Repetitions: 2, NoWarmup: true, Params: bench.Params{"flash_attn": "on", "devices": "none"}}
	if fmt.Sprint(shared) != fmt.Sprint(want) {
		t.Errorf("%+v, want %+v", shared, want)
	}
	w := Wishes{Otherwise: shared.Tests}
	if tests, err := w.Tests(); err != nil || fmt.Sprint(tests) != fmt.Sprint(short) {
		t.Errorf("%v, %v", tests, err)
	}
	w.Depths = []string{"0"}
	if tests, err := w.Tests(); err != nil || fmt.Sprint(tests) != "[pp512 tg128]" {
		t.Errorf("with a depth that was asked for: %v, %v", tests, err)
	}
}
