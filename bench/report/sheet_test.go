package report

import (
	"strings"
	"testing"

	"dyno/bench"
)

// measuredJob is a job with six samples of a test, in nanoseconds.
func measuredJob(id, model, build string, ns int64) *bench.JobState {
	job := bench.Job{ID: id, Model: bench.Model{Name: model, Path: "/m/" + model}, Build: bench.EngineBuild{ID: build, Engine: "llama.cpp", Version: build},
		Tests: []bench.Test{{Generation: 128}}, Repetitions: 6}
	t := &bench.TestState{Test: job.Tests[0], State: bench.StateFinished, Outcome: bench.OutcomeDone}
	var samples []int64
	for i := range int64(6) {
		samples = append(samples, ns+i*ns/1000)
	}
	t.Results = []bench.Result{{Test: job.Tests[0], SamplesNS: samples}}
	return &bench.JobState{Job: job, Tests: []*bench.TestState{t}}
}

func TestBuildsStandSideBySideOverTheirModels(t *testing.T) {
	s := &bench.Session{Jobs: []*bench.JobState{
		measuredJob("j1", "small", "b1", 1e9), measuredJob("j2", "small", "b2", 2e9),
		measuredJob("j3", "large", "b1", 4e9), measuredJob("j4", "large", "b2", 4e9),
	}}
	sheet := SideBySide([]*bench.Session{s}, 0)
	if len(sheet.Panes) != 2 || len(sheet.Rows) != 2 || sheet.ByModel {
		t.Fatalf("%d panes, %d rows, by model %v", len(sheet.Panes), len(sheet.Rows), sheet.ByModel)
	}
	if c := sheet.Rows[0].Cells[1]; !c.Compared || c.Verdict != bench.Slower || VerdictSign(c.Verdict) != "▼" {
		t.Errorf("half the speed is %+v", c.Comparison)
	}
	if c := sheet.Rows[1].Cells[1]; c.Verdict != bench.NoDiff {
		t.Errorf("the same speed is %q", c.Verdict)
	}
	if len(sheet.Differs) != 1 || !strings.Contains(sheet.Differs[0], "engine build (") {
		t.Errorf("%q", sheet.Differs)
	}
	turned := SideBySide([]*bench.Session{s}, 1)
	if c := turned.Rows[0].Cells[0]; c.Verdict != bench.Faster || turned.Rows[0].Cells[1].Compared {
		t.Errorf("with the other baseline: %+v", c.Comparison)
	}
}

func TestOneBuildSetsItsModelsSideBySide(t *testing.T) {
	s := &bench.Session{Jobs: []*bench.JobState{measuredJob("j1", "small", "b1", 1e9), measuredJob("j2", "large", "b1", 4e9)}}
	sheet := SideBySide([]*bench.Session{s}, 0)
	if !sheet.ByModel || len(sheet.Panes) != 2 || len(sheet.Rows) != 1 || sheet.Panes[1].Title != "large" {
		t.Errorf("%+v", sheet)
	}
}

func TestAnEarlierSessionIsAColumnOfItsOwn(t *testing.T) {
	now := &bench.Session{ID: "now", Machine: bench.Machine{Line: "this"}, Jobs: []*bench.JobState{measuredJob("j1", "small", "b1", 1e9)}}
	then := &bench.Session{ID: "then", Machine: bench.Machine{Line: "that"}, Jobs: []*bench.JobState{measuredJob("j1", "small", "b1", 2e9)}}
	sheet := SideBySide([]*bench.Session{now, then}, 0)
	if len(sheet.Panes) != 2 || len(sheet.Rows) != 1 || !strings.Contains(sheet.Differs[0], "session and machine (this, that)") {
		t.Errorf("%d panes, %d rows, %q", len(sheet.Panes), len(sheet.Rows), sheet.Differs)
	}
	empty := SideBySide(nil, 3)
	if len(empty.Panes)+len(empty.Rows) != 0 {
		t.Errorf("nothing gives %+v", empty)
	}
}
