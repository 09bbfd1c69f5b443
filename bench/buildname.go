package bench

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Line names a build by what it says about itself: engine, version, backends.
// Without a version it uses the ID, because nothing else tells such builds
// apart.
func (b EngineBuild) Line() string {
	parts := append([]string{b.Engine}, b.numbered()...)
	if len(parts) == 1 && b.ID != "" {
		parts = append(parts, b.ID)
	}
	parts = append(parts, b.Backends...)
	return Clean(strings.Join(parts, " "))
}

// numbered lists version and build number: "0.7.0" and "b11669". A version that
// equals the number ("version: 9837 (…)") is written once. A number of 0 or 1
// means that the engine was built without version control.
func (b EngineBuild) numbered() []string {
	var parts []string
	version := b.Versions() // mlx 0.32.4 mlx-lm 0.32.2
	if version != "" {
		parts = append(parts, version)
	}
	if n := strconv.Itoa(b.Number); b.Number > 1 && !strings.Contains(version, n) {
		parts = append(parts, "b"+n)
	}
	return parts
}

// BuildUsed is the engine build of a job as it last described itself, or as the
// plan describes it. If the build has lost its devices since it was planned, it
// gets those of the plan: nobody meant to measure without them.
func (j *JobState) BuildUsed() EngineBuild {
	n := len(j.Engines)
	if n == 0 || j.Engines[n-1].Build.Engine == "" {
		return j.Build
	}
	b := j.Engines[n-1].Build
	if len(b.Devices) == 0 {
		b.Devices = j.Build.Devices
	}
	return b
}

// BuildMeasured is the engine build of a job as it described itself, completed
// by what its results say.
func (j *JobState) BuildMeasured() EngineBuild {
	b := j.BuildUsed()
	for _, t := range j.Tests {
		for _, r := range t.Results {
			if b.Number == 0 {
				b.Number = r.BuildNumber
			}
			if b.Commit == "" {
				b.Commit = r.BuildCommit
			}
		}
	}
	return b
}

// BuildVersion names the version of a job's build: "0.7.0 b11669",
// "b6123 4227c9b". What the build did not report is taken from the results.
func (j *JobState) BuildVersion() string {
	b := j.BuildMeasured()
	version, number, commit := b.Versions(), b.Number, b.Commit
	parts := b.numbered()
	if commit != "" && (version == "" || number <= 1) && !strings.Contains(version, commit) {
		parts = append(parts, commit)
	}
	return strings.Join(parts, " ")
}

// BuildLabel names engine, version and backend of a job: what computed it. If
// the CPU computed although the build is for GPUs, it says so: "CPU (Vulkan
// build)". It is not cleaned, because a report must take private words out of
// it first.
func (j *JobState) BuildLabel() string {
	label := j.labelled(j.BackendLabel())
	if gpu := GPUBackend(j.backendsListed()); gpu != "" && j.OnCPU() && j.PromptsOn() == "" {
		label += " (" + gpu + " build)"
	}
	return label
}

// BuiltFor says what a build can compute with, which is not always what
// computed the job: "Vulkan build", "CPU build", or "" if the build did not
// say.
func (b EngineBuild) BuiltFor() string {
	listed := strings.Join(b.Backends, ",")
	if listed == "" {
		return ""
	}
	return cmp.Or(GPUBackend(listed), DeviceCPU) + " build"
}

// BuildName names a job's engine build by engine, version and all backends that
// it offers, also those that did not compute the job. Like BuildLabel, it is
// not cleaned.
func (j *JobState) BuildName() string { return j.labelled(j.backendsListed()) }

func (j *JobState) labelled(backend string) string {
	parts := []string{j.BuildUsed().Engine, j.BuildVersion(), backend}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ")
}
