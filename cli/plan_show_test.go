package cli

import (
	"slices"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/planning"
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
