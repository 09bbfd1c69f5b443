package sessions

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"dragstrip/bench"
)

// measuredJob is a job with results: what was measured, and with which build.
type measuredJob struct {
	Job string `json:"job"`
	// What is the same for jobs that differ only in the version of the engine.
	What  string            `json:"what"`
	Build bench.EngineBuild `json:"build"` // only engine, version, library and number
}

// measuredJobs gives the jobs of a session that have results. It leaves out
// jobs on a build without a version, because nobody knows whether that build is
// newer than another one.
func measuredJobs(s *bench.Session) (jobs []measuredJob) {
	for _, j := range s.Jobs {
		if !j.HasResults() {
			continue
		}
		b := j.BuildMeasured()
		if b.Version == "" && b.Number <= 1 { // 1: it was built without version control
			continue
		}
		jobs = append(jobs, measuredJob{j.ID, whatOf(s.Machine, j), bench.EngineBuild{
			Engine: b.Engine, Version: b.Version, Library: b.Library, Number: b.Number,
		}})
	}
	return jobs
}

// whatOf is a short text that is the same for jobs of one model on one machine,
// engine and kind of device with one set of parameters. Jobs on two machines
// may still have the same text.
func whatOf(m bench.Machine, j *bench.JobState) string {
	parts := []string{
		m.Line, j.Model.Key(), j.Model.Quant, j.Params.String(), j.Build.Engine, bench.GPUBackend(j.Backend()),
		strings.Join(j.BuildUsed().Env, " "),
	}
	if m.Container == "" { // each container has a new name
		parts = append(parts, m.HostName)
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:8])
}
