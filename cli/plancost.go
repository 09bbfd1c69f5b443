package cli

import (
	"slices"

	"dragstrip/bench"
	"dragstrip/bench/predict"
	"dragstrip/tui"
)

// basis is what is known here of the machine and a job's engine build.
func (s *speeds) basis(j *bench.Job) predict.Basis {
	s.mu.Lock()
	defer s.mu.Unlock()
	return predict.Basis{GBps: s.gbps, PrefillFlops: s.flops[j.Build.ID]}
}

// estimate says what a plan takes here, and what it would with other numbers
// of rounds.
func (s *speeds) estimate(p *bench.Plan) tui.Estimate {
	cost := predict.CostOf(p, p.Rounds, s.basis)
	out := tui.Estimate{Jobs: cost.Jobs, Load: cost.Load, Total: cost.Total, Sentinel: cost.Sentinel, CoolDown: cost.CoolDown}
	for i := range p.Jobs {
		job := &p.Jobs[i]
		b := s.basis(job)
		out.Rough = out.Rough || b.PrefillFlops == 0 || b.GBps == 0
		need := job.Model.SizeBytes
		for _, t := range job.Tests {
			kv := job.Model.KV.AllocatedBytes(int64(t.Context()), 512, bench.KVTypes{Keys: job.Params["type_k"], Values: job.Params["type_v"]})
			need = max(need, job.Model.SizeBytes+kv)
		}
		out.MemoryBytes = max(out.MemoryBytes, need)
	}
	for _, n := range roundChoices(p) {
		out.Rounds = append(out.Rounds, tui.RoundCost{Rounds: n, Total: predict.CostOf(p, n, s.basis).Total})
	}
	return out
}

// roundChoices are the numbers of rounds worth showing side by side: few,
// the plan's own and the most there can be.
func roundChoices(p *bench.Plan) []int {
	if len(p.Jobs) < 2 {
		return nil
	}
	most := 1
	for i := range p.Jobs {
		most = max(most, p.Jobs[i].Repetitions)
	}
	choices := []int{1, 2, 3, max(p.Rounds, 1), most}
	choices = slices.DeleteFunc(choices, func(n int) bool { return n > most })
	slices.Sort(choices)
	return slices.Compact(choices)
}
