package cli

import (
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/planning"
)

// memory_bytes was of the largest job, and fit of the one with the least memory
// to spare.
func TestAPlansMemoryIsOfTheJobThatFitIsOf(t *testing.T) {
	fit := bench.Fit{Need: bench.Need{WeightBytes: 4, KVBytes: 2, ComputeBytes: 1}}
	if d := plannedJSON(&bench.Plan{}, planning.Estimate{}, fit); d.Cost.MemoryBytes != 7 || d.Cost.Fit != fit {
		t.Errorf("%+v", d.Cost)
	}
}
