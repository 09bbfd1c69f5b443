package cli

import (
	"context"
	"maps"
	"slices"

	"dragstrip/bench"
	"dragstrip/bench/planning"
	"dragstrip/bench/tuning"
)

// knownFailures are the configurations of a plan that failed in an earlier search
// and would fail again: the same model on the same build with the same settings,
// on this machine with the same memory. The newest search that tried a
// configuration counts.
func (e *env) knownFailures(ctx context.Context, plan *bench.Plan, machine bench.Machine) (known []bench.TuningKnown) {
	all, err := e.places.store().List()
	if err != nil {
		return nil
	}
	done := map[int]bool{}
	for _, folder := range all[:min(len(all), plansRead)] {
		earlier, err := folder.Plan()
		if ctx.Err() != nil || err != nil || earlier.Tuning == nil || folder.Live() {
			continue
		}
		pairs := sameConfigurations(plan, earlier)
		if len(pairs) == 0 {
			continue
		}
		read, err := folder.ReadShown(ctx)
		if err != nil || read.Session.Imported != nil || !read.Session.Machine.SameAs(machine) || !sameMemory(read.Session.Machine, machine) {
			continue
		}
		for i, id := range pairs {
			j := read.Session.Job(id)
			if j == nil || done[i] || !j.HasResults() && !j.Failed() {
				continue
			}
			done[i] = true
			if f, failed := tuning.LastingFailure(j); failed {
				known = append(known, bench.TuningKnown{Choice: i, Session: read.Session.ID, Code: f.Code, Reason: f.Reason})
			}
		}
	}
	slices.SortFunc(known, func(a, b bench.TuningKnown) int { return a.Choice - b.Choice })
	return known
}

// sameConfigurations gives for the jobs of a plan the jobs of an earlier one that
// measure the same.
func sameConfigurations(plan, earlier *bench.Plan) map[int]string {
	pairs := map[int]string{}
	for i := range plan.Jobs {
		at := slices.IndexFunc(earlier.Jobs, func(j bench.Job) bool { return measuresSame(&plan.Jobs[i], &j) })
		if at >= 0 {
			pairs[i] = earlier.Jobs[at].ID
		}
	}
	return pairs
}

// measuresSame tells whether two jobs measure the same. The failure of a build says
// nothing about the version that has replaced it.
func measuresSame(a, b *bench.Job) bool {
	return a.Model.Key() == b.Model.Key() && a.Model.SizeBytes == b.Model.SizeBytes && planning.OneBuild(a.Build, b.Build) &&
		maps.Equal(a.Params, b.Params) && slices.Equal(a.Tests, b.Tests)
}

// sameMemory tells whether a machine has as much memory as it had.
func sameMemory(was, is bench.Machine) bool {
	if was.MemoryBytes != is.MemoryBytes || was.MemoryLimitBytes != is.MemoryLimitBytes || len(was.GPUs) != len(is.GPUs) {
		return false
	}
	for i := range was.GPUs {
		if was.GPUs[i].MemoryBytes != is.GPUs[i].MemoryBytes {
			return false
		}
	}
	return true
}
