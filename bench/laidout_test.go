package bench

import (
	"math"
	"testing"
)

// An engine that repacks weights reads the repacked ones. The bytes of the file
// used to be counted, so that the share of the bandwidth was too small.
func TestBytesReadAreThoseOfTheEnginesOwnLayout(t *testing.T) {
	const mib = 1 << 20
	// These are three models. The first is a dense model with a table of
	// embeddings (100 MiB) of which rows are looked up. The second has 64
	// experts, and a token uses an eighth of them. The third has one table for
	// embeddings and output.
	dense := Model{SizeBytes: 1100 * mib, ReadBytesPerToken: 1000 * mib}
	experts := Model{SizeBytes: 8300 * mib, ReadBytesPerToken: 1200 * mib} // 100 for look-ups, 200 always read, 8000 of experts
	tied := Model{SizeBytes: 1000 * mib, ReadBytesPerToken: 1000 * mib}
	for name, c := range map[string]struct {
		model  Model
		memory []MemoryAllocated
		want   float64 // MiB
	}{
		"nothing said":                         {dense, nil, 1000},
		"as in the file":                       {dense, []MemoryAllocated{{"CPU", "model", 1100 * mib, 0, false}}, 1000},
		"laid out anew, of the same size":      {dense, []MemoryAllocated{{"CPU", "model", 1100 * mib, 1000 * mib, false}}, 1000},
		"AMX, Q8_0":                            {dense, []MemoryAllocated{{"CPU", "model", 1217 * mib, 1117 * mib, false}}, 1117},
		"half of the weights, with padding":    {dense, []MemoryAllocated{{"CPU", "model", 1135 * mib, 535 * mib, false}}, 1035},
		"sizes rounded down":                   {dense, []MemoryAllocated{{"CPU", "model", 1099 * mib, 999 * mib, false}}, 1000},
		"experts: what is read of them":        {experts, []MemoryAllocated{{"CPU", "model", 8546 * mib, 8446 * mib, false}}, 1200 + 246*1200/8200.0},
		"a table that is the output's as well": {tied, []MemoryAllocated{{"CPU", "model", 1230 * mib, 1030 * mib, true}}, 1030},
		"the same, of the same size":           {tied, []MemoryAllocated{{"CPU", "model", 1200 * mib, 999 * mib, true}}, 1000},
		"a build that counts the file whole":   {dense, []MemoryAllocated{{"CPU", "model", 2100 * mib, 1000 * mib, false}}, 1000},
		"on two devices":                       {dense, []MemoryAllocated{{"CPU", "model", 600 * mib, 535 * mib, false}, {"CUDA0", "model", 600 * mib, 0, false}}, 1000},
		"beside what is no weight":             {dense, []MemoryAllocated{{"CPU", "kv", 600 * mib, 0, false}, {"CPU", "model", 1135 * mib, 535 * mib, false}}, 1035},
	} {
		j := JobState{Job: Job{Model: c.model}, Memory: c.memory}
		got := float64(j.ReadBytesAt(Test{Generation: 128})) / mib
		if math.Abs(got-c.want) > 0.01 {
			t.Errorf("%s: %.2f MiB a token, want %.2f", name, got, c.want)
		}
		if gbps, known := j.MovedGBps(Test{Generation: 128}, 10); !known || math.Abs(gbps-got*mib*10/1e9) > 1e-6 {
			t.Errorf("%s: %v GB/s", name, gbps)
		}
	}
}

// Of all facts about the weights, the largest is kept as it is. Its values are
// never mixed with those of other facts.
func TestTheLargestAllocationIsKeptWhole(t *testing.T) {
	var j JobState
	for _, m := range []MemoryAllocated{{"CPU", "model", 10, 0, false}, {"CPU", "model", 30, 20, true}, {"CPU", "model", 20, 20, false}} {
		j.allocate(m)
	}
	if len(j.Memory) != 1 || j.Memory[0] != (MemoryAllocated{"CPU", "model", 30, 20, true}) {
		t.Errorf("%+v", j.Memory)
	}
}
