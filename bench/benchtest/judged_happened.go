package benchtest

import (
	"time"

	"dragstrip/bench"
)

// happenedScenes differ in what happened while the CPU computed.
func happenedScenes() []scene {
	cpu := func(name string, codes ...string) scene {
		m := desktop()
		m.GPUs, m.HugePages = nil, "always"
		return scene{
			Judged: Judged{Name: name, Codes: codes}, build: bench.EngineBuild{Backends: []string{"CPU"}}, result: onCPU,
			machine: m, probes: []bench.BandwidthMeasured{clean60}, tps: 12,
		}
	}
	plain := cpu("nothing happened")

	few := cpu("few CPUs", "cpu_set")
	few.machine.CPUSet, few.machine.CPUSetCores = 4, 2

	cached := cpu("more than the memory delivers, from caches", "in_cache")
	cached.tps, cached.machine.SpecifiedGBps, cached.machine.Caches[0].Bytes = 18, 0, 512<<20

	other := clean60
	other.When, other.PeakGBps, other.SpreadFraction = "after", 80, 0.02
	spread := cpu("two probes that differ")
	spread.tps, spread.machine.Caches, spread.probes = 20, nil, append(spread.probes, other)

	repacked := cpu("weights in another layout", "impossible")
	repacked.tps, repacked.machine.SpecifiedGBps = 15.6, 0
	for _, job := range []string{"j1", "j2"} {
		repacked.before = append(repacked.before, told{job, bench.MemoryAllocated{Device: "CPU", Use: "model", Bytes: 4_400_000_000, Repacked: 4_400_000_000}})
	}

	still := cpu("a stop", "stood_still")
	still.before = []told{{"j1", bench.StoodStill{Test: judgedTest, Round: 2, Repetition: 1, For: 7 * time.Second, Cause: bench.StillEngine}}}

	more := cpu("rounds were added")
	for r := range 2 {
		more.added = append(more.added, bench.RepetitionsAdded{Round: 6 + r, Tests: []bench.Test{judgedPrompt, judgedTest}, Repetitions: 1, HalfWidth: 0.02})
	}

	noted := cpu("noted while measuring", "other_load", "try_only", "battery")
	noted.before = []told{
		{"j1", bench.Warned{Test: judgedTest, Warning: bench.Warning{Code: "other_load", Text: "other programs used 1.3 cores"}}},
		{"j1", bench.Warned{Warning: bench.Warning{Code: "try_only", Text: "this build is for trying things out", Remedy: "take another build"}}},
		{"", bench.Warned{Warning: bench.Warning{Code: "battery", Text: "it ran on battery, 61 %"}}},
	}

	replaced := cpu("the engine was replaced", "mixed_configuration", "different_builds")
	newer := replaced.result
	newer.BuildNumber, newer.Test, newer.Round, newer.SamplesNS = 11700, judgedTest, 0, []int64{10_600_000_000}
	replaced.after = []told{{"j1", bench.JobRequeued{}}, {"j1", bench.TestFinished{Result: newer}}}

	return []scene{plain, few, cached, spread, repacked, still, more, noted, replaced}
}
