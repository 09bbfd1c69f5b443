package report

import (
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
)

// buildOf is the engine build of a job as it last said of itself, or as the
// plan had it.
func buildOf(j *bench.JobState) bench.EngineBuild {
	if n := len(j.Engines); n > 0 && j.Engines[n-1].Build.Engine != "" {
		return j.Engines[n-1].Build
	}
	return j.Build
}

// BuildOf is the engine build of a job as it said of itself, with what its
// results say where it did not.
func BuildOf(j *bench.JobState) bench.EngineBuild {
	b := buildOf(j)
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

// buildVersion names a build: "0.7.0 b11669", "b6123 4227c9b". What the
// results say counts where the build did not say it. A number of 0 or 1 means
// that the engine was built without version control.
func buildVersion(j *bench.JobState) string {
	b := BuildOf(j)
	version, number, commit := b.Versions(), b.Number, b.Commit
	var parts []string
	if version != "" {
		parts = append(parts, version)
	}
	if n := strconv.Itoa(number); number > 1 && !strings.Contains(version, n) {
		parts = append(parts, "b"+n)
	}
	if commit != "" && (version == "" || number <= 1) && !strings.Contains(version, commit) {
		parts = append(parts, commit)
	}
	return strings.Join(parts, " ")
}

// buildLabel names engine, version and backend.
func buildLabel(j *bench.JobState) string {
	parts := []string{buildOf(j).Engine, buildVersion(j), backend(j)}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ")
}

// Build names an engine build as the reports do: engine, version, backend.
func Build(j *bench.JobState) string { return bench.Clean(buildLabel(j)) }

// backend is what the results say was computed on, or else what the build
// offers.
func backend(j *bench.JobState) string {
	for _, t := range j.Tests {
		for _, r := range t.Results {
			if r.Backend != "" {
				return r.Backend
			}
		}
	}
	return strings.Join(buildOf(j).Backends, ",")
}
