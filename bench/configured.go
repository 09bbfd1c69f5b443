package bench

import (
	"fmt"
	"slices"
	"strings"
)

// mixed finds a test whose results come from several configurations: the engine
// build, the backend, the threads or the model changed between its rounds.
func mixed(_ *Session, _ *JobState, t *TestState) (Warning, bool) {
	for _, r := range t.Results[1:] {
		a := t.Results[0]
		what := ""
		switch {
		case otherBuild(a, r):
			what = "engine builds"
		case a.Backend != r.Backend:
			what = "backends"
		case a.Threads != r.Threads:
			what = "thread counts"
		case a.ModelSizeBytes != r.ModelSizeBytes:
			what = "models"
		}
		if what != "" {
			return doubted("mixed_configuration", "its rounds were measured with different "+what), true
		}
	}
	return Warning{}, false
}

func otherBuild(a, b Result) bool {
	return a.BuildCommit != b.BuildCommit || a.BuildNumber != b.BuildNumber
}

// differentBuilds finds a test that was measured with another build than the
// job's first test. The program was replaced in between, as may happen before a
// session is resumed. Each figure is right, but the job names only one build.
func differentBuilds(_ *Session, j *JobState, t *TestState) (Warning, bool) {
	first, known := j.firstResult()
	if !known || first.Test == t.Test {
		return Warning{}, false
	}
	for _, r := range t.Results {
		if otherBuild(first, r) {
			return doubted("different_builds", fmt.Sprintf("this test was measured with build %s, but %s with build %s: the engine was replaced in between",
				buildSaid(r), first.Test, buildSaid(first))), true
		}
	}
	return Warning{}, false
}

// otherEnvironment finds a job whose starts of the engine had different
// environments. The session was resumed from a shell with other variables.
// Starts by earlier versions do not count, because they did not record the
// environment.
func otherEnvironment(_ *Session, j *JobState, _ *TestState) (Warning, bool) {
	var before *EngineBuild
	for i := range j.Engines {
		now := &j.Engines[i].Build
		if !now.InheritsKnown() {
			continue
		}
		if before != nil && !slices.Equal(before.Inherited, now.Inherited) {
			if changes := EnvironmentChanges(*before, *now); len(changes) > 0 {
				return doubted("different_environment", "the engine was started in different environments: "+changes[0].String()), true
			}
		}
		before = now
	}
	return Warning{}, false
}

// firstResult is the job's earliest result, in the order of tests and rounds.
func (j *JobState) firstResult() (first Result, known bool) {
	for _, t := range j.Tests {
		for _, r := range t.Results {
			if r.Round == 0 {
				return r, true // no result can be earlier, and this function is called for each test
			}
			if !known || r.Round < first.Round {
				first, known = r, true
			}
		}
	}
	return first, known
}

func buildSaid(r Result) string {
	return strings.TrimSpace(fmt.Sprintf("%s (%d)", CleanLine(r.BuildCommit, 40), r.BuildNumber))
}

// tellsDevices is the first build of llama.cpp that lists its devices and names
// all GPUs in its results.
const tellsDevices = 6522

// fellBack finds a result that was computed on the CPU although nobody asked
// for the CPU. The engine build has a GPU, or it is for a GPU that it did not
// find although the machine has one.
func fellBack(s *Session, j *JobState, t *TestState) (Warning, bool) {
	gpus := j.BuildUsed().Holders()
	if j.AsksForCPU() || j.isRemote() {
		return Warning{}, false
	}
	lost := "" // the backend that found nothing
	for _, r := range t.Results {
		switch backend := GPUBackend(r.Backend); {
		case r.Backend == "":
			return Warning{}, false // not known
		case backend == "" && len(gpus) == 0:
			return Warning{}, false // there is no GPU
		case backend == "":
		case !j.foundNoDevice(r):
			return Warning{}, false
		default:
			lost = backend
		}
	}
	if lost != "" && len(s.Machine.GPUs) == 0 {
		return Warning{}, false // the machine has no GPU
	}
	if lost != "" {
		return doubted("cpu_fallback", "it was computed on the CPU: the engine build is for "+Clean(lost)+" and found no such device"), true
	}
	return doubted("cpu_fallback", "it was computed on the CPU, although the engine build has "+Clean(orName(gpus[0]))), true
}

func orName(d Device) string {
	if d.Description == "" {
		return d.Name
	}
	return d.Description
}

// gpuUnused finds a result of a build without a GPU backend on a machine that
// has a GPU. The figure is right, but somebody who did not choose the build may
// take it for the speed of the machine.
func gpuUnused(s *Session, j *JobState, t *TestState) (Warning, bool) {
	if j.AsksForCPU() || j.isRemote() || len(j.BuildUsed().GPUs()) > 0 || len(s.Machine.GPUs) == 0 {
		return Warning{}, false
	}
	if slices.ContainsFunc(t.Results, func(r Result) bool { return r.Backend == "" || GPUBackend(r.Backend) != "" }) {
		return Warning{}, false
	}
	return doubted("gpu_unused", "it was computed on the CPU: the engine build has no backend for "+Clean(s.Machine.GPUs[0].Name)), true
}

// withoutHugePages finds a generation result of the CPU that large pages would
// change. Reading all weights for each token takes longer with small pages,
// because the page tables must be read, too.
func withoutHugePages(s *Session, j *JobState, t *TestState) (Warning, bool) {
	if state := s.Machine.HugePages; state != "" && state != "always" && t.Test.IsDecode() && j.OnCPU() {
		return doubted("huge_pages", "the system gives engines no huge pages (transparent_hugepage is "+Clean(state)+"): decoding on the CPU can be up to a fifth slower than with them"), true
	}
	return Warning{}, false
}
