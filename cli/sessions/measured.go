package sessions

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"dragstrip/bench"
)

// measuredJob is a job with results: what was measured, and with which build.
type measuredJob struct {
	Job string `json:"job"`
	// What is the same for jobs that differ only in the version of the engine.
	What  string            `json:"what"`
	Build bench.EngineBuild `json:"build"` // has only engine, version, library and number
	// Model is the model's label. How is the backend, the environment that was set
	// for the build, and the parameters.
	Model   string `json:"model"`
	Version string `json:"version"` // of the build, for people
	How     string `json:"how,omitempty"`
	// File and Power are part of What. They are said only of jobs that are the same
	// in Model and How.
	File  string `json:"file,omitempty"`
	Power string `json:"power,omitempty"`
	// Tests are the tests with a figure that is not suspect.
	Tests []measuredTest `json:"tests,omitempty"`
}

// measuredTest is the median of a test in tokens a second.
type measuredTest struct {
	Test string  `json:"test"`
	TPS  float64 `json:"tps"`
	// Grade says whether the figure is doubtful.
	Grade bench.Grade `json:"grade,omitempty"`
}

// measuredJobs gives the jobs of a session that have results. It leaves out
// imported results, and jobs on a build without a version, because nobody knows
// whether that build is newer than another one.
func measuredJobs(s *bench.Session) (jobs []measuredJob) {
	if s.Imported != nil {
		return nil // it was measured elsewhere
	}
	for _, j := range s.Jobs {
		if !j.HasResults() {
			continue
		}
		b := j.BuildMeasured()
		if b.Version == "" && b.Number <= 1 { // 1: it was built without version control
			continue
		}
		jobs = append(jobs, measuredJobOf(s, j))
	}
	return jobs
}

func measuredJobOf(s *bench.Session, j *bench.JobState) measuredJob {
	b := j.BuildMeasured()
	return measuredJob{
		Job: j.ID, What: whatOf(s.Machine, j), Model: bench.Clean(j.Model.Label()), How: howOf(j), Tests: testsOf(s, j), Version: bench.Clean(j.BuildVersion()),
		File: bench.Clean(j.Model.Address()), Power: bench.Clean(strings.TrimSpace(powerOf(s.Machine))),
		Build: bench.EngineBuild{Engine: b.Engine, Version: b.Version, Library: b.Library, Number: b.Number},
	}
}

// howOf names the backend, the environment, the added arguments and the
// parameters of a job.
func howOf(j *bench.JobState) string {
	environment := strings.Join(bench.ShownVariables(j.BuildUsed().Env), " ")
	parts := slices.DeleteFunc([]string{j.Backend(), environment, j.BuildUsed().WordsSaid(), j.Params.String()}, func(text string) bool { return text == "" })
	return bench.Clean(strings.Join(parts, " · "))
}

// testsOf gives the tests of a job with a figure that is not suspect.
func testsOf(s *bench.Session, j *bench.JobState) (tests []measuredTest) {
	for _, t := range j.Tests[:min(len(j.Tests), mostFigures)] {
		sum := t.Summary()
		grade := gradeOf(s, j, t)
		if sum.N == 0 || sum.Median <= 0 || grade == bench.GradeSuspect {
			continue
		}
		tests = append(tests, measuredTest{t.Test.String(), sum.Median, grade})
	}
	return tests
}

// whatOf is a short text that is the same for jobs of one model on one machine,
// engine and kind of device with one set of parameters and one power mode. Jobs
// on two machines may still have the same text.
func whatOf(m bench.Machine, j *bench.JobState) string {
	parts := []string{
		m.Line, j.Model.Key(), j.Model.Quant, j.Params.String(), j.Build.Engine, bench.GPUBackend(j.Backend()),
		strings.Join(j.BuildUsed().Env, " "), powerOf(m),
	}
	if words := j.BuildUsed().WordsSaid(); words != "" {
		parts = append(parts, words)
	}
	if m.Container == "" { // each container has a new name
		parts = append(parts, m.HostName)
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// powerOf is the power mode of a machine. What a laptop measured on its battery
// is a series of its own. Otherwise it would look like a change of the engine.
func powerOf(m bench.Machine) string {
	source, _, _ := strings.Cut(m.Power, " ") // without the level of the battery
	parts := []string{source}
	for _, key := range slices.Sorted(maps.Keys(m.PowerMode)) {
		parts = append(parts, key+"="+m.PowerMode[key])
	}
	return strings.Join(parts, " ")
}
