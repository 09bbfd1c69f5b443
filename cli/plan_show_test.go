package cli

import (
	"slices"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/planning"
	"dragstrip/bench/predict"
)

// memory_bytes and fit must be of the same job. memory_bytes used to be that of
// the largest job, and fit that of the job with the least memory to spare.
func TestAPlansMemoryIsOfTheJobThatFitIsOf(t *testing.T) {
	fit := bench.Fit{Need: bench.Need{WeightBytes: 4, KVBytes: 2, ComputeBytes: 1}}
	if d := plannedJSON(&bench.Plan{}, planning.Estimate{}, fit); d.Cost.MemoryBytes != 7 || d.Cost.Fit != fit {
		t.Errorf("%+v", d.Cost)
	}
}

func TestAPlanIsPrintedWithoutSecrets(t *testing.T) {
	plan := &bench.Plan{Jobs: []bench.Job{{Build: bench.EngineBuild{Env: []string{"A=1", "HF_TOKEN=abc"}}}}}
	shown := plannedJSON(plan, planning.Estimate{}, bench.Fit{}).Plan.Jobs[0].Build.Env
	if want := []string{"A=1", "HF_TOKEN=…"}; !slices.Equal(shown, want) || plan.Jobs[0].Build.Env[1] != "HF_TOKEN=abc" {
		t.Errorf("%q, of %q", shown, plan.Jobs[0].Build.Env)
	}
}

// One time used to be written as 0:08 and, two lines below, as 0:07.
func TestATimeIsWrittenAlikeInAllLinesOfAPlan(t *testing.T) {
	cost := predict.Cost{Rounds: 4, Total: 7800 * time.Millisecond}
	costs := roundCosts([]predict.Cost{{Rounds: 1, Total: 2 * time.Second}, cost})
	takes := takesText(&bench.Plan{}, planning.Estimate{Cost: cost})
	if costs != "1 round takes 0:02, 4 rounds take 0:07" || takes != "about 0:07" {
		t.Errorf("%q, %q", costs, takes)
	}
}
