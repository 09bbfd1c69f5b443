package report

import "dragstrip/bench"

// MeasuredWith is what an engine said about itself while it measured.
type MeasuredWith struct {
	Backend     string `json:"backend,omitempty"`
	BuildNumber int    `json:"build_number,omitempty"`
	BuildCommit string `json:"build_commit,omitempty"`
	Threads     int    `json:"threads,omitempty"`
	// GPU is the engine's name for the GPU that it found, even if it did not
	// use that GPU.
	GPU            string `json:"gpu,omitempty"`
	ModelSizeBytes int64  `json:"model_size_bytes,omitempty"`
	ModelType      string `json:"model_type,omitempty"`
	ModelParams    int64  `json:"model_params,omitempty"`
}

func (r *redactor) measuredWith(result bench.Result) MeasuredWith {
	return MeasuredWith{
		Backend: r.path(result.Backend), BuildNumber: result.BuildNumber, BuildCommit: r.path(result.BuildCommit), Threads: result.Threads,
		GPU: r.hardware(result.GPU), ModelSizeBytes: result.ModelSizeBytes,
		ModelType: r.path(result.ModelType), ModelParams: result.ModelParams,
	}
}

// DocumentWarning is a warning with the job and test that it concerns.
type DocumentWarning struct {
	Job  string `json:"job,omitempty"`
	Test string `json:"test,omitempty"`
	bench.Warning
}

func (r *redactor) documentWarning(w bench.SessionWarning) DocumentWarning {
	test := ""
	if w.Test != (bench.Test{}) {
		test = w.Test.String()
	}
	return DocumentWarning{w.Job, test, r.warning(w.Warning)}
}
