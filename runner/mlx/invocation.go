package mlx

import (
	_ "embed"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/driver"
	"dragstrip/runner/engine"
	"dragstrip/runner/words"
)

// Driver is the program that measures.
//
//go:embed driver.py
var Driver string

// driverName is the name of the driver's file in the session's folder. The file
// stays there, so that the command line in the report can be tried again by
// hand.
const driverName = "mlx_driver.py"

// environ returns the changes to the environment for a start of Python. They
// turn off network, telemetry, buffered output, and packages from other
// folders. The build's variables come last, so they win.
func (a *Adapter) environ(build bench.EngineBuild) []string {
	env := slices.Concat(alone, []string{
		"PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONINSPECT",
		"PYTHONUNBUFFERED=1", "PYTHONUTF8=1", "LC_ALL=C",
		"HF_HUB_OFFLINE=1", "TRANSFORMERS_OFFLINE=1", "HF_HUB_DISABLE_TELEMETRY=1", "DO_NOT_TRACK=1",
		"HF_HUB_DISABLE_PROGRESS_BARS=1", "TRANSFORMERS_VERBOSITY=error", "TOKENIZERS_PARALLELISM=false",
	})
	if a.Temp != "" && os.MkdirAll(a.Temp, 0o700) == nil {
		env = append(env, "TMPDIR="+a.Temp)
	}
	return append(env, build.Env...)
}

func (a *Adapter) driverInvocation(build bench.EngineBuild, work []engine.Work, opts engine.Options) engine.Invocation {
	job := work[0].Job
	script := filepath.Join(opts.FileFolder, driverName)
	var own []string
	if step := job.Params["n_batch"]; step != "" {
		own = append(own, "--prefill-step-size", step)
	}
	if job.Params["devices"] == "none" {
		own = append(own, "--cpu")
	}
	return engine.Invocation{
		Argv: slices.Concat(build.Prefix[:1], []string{script}, engine.RequestOf(work, opts, own...).Args()),
		Env:  a.environ(build), Work: slices.Clone(work), Ticks: opts.Ticks, HoldStdin: true,
		Files:  []engine.File{{Path: script, Text: Driver}},
		Parser: driver.NewParser(build, work, manner(doubtsOf(build, job))),
	}
}

// doubtsOf lists the warnings that are known before anything is measured.
func doubtsOf(build bench.EngineBuild, job *bench.Job) []bench.Warning {
	var out []bench.Warning
	if only := build.Traits.TryOnly; only.Why != "" && job.Params["devices"] != "none" {
		out = append(out, bench.Warning{Code: "try_only", Text: only.Why, Remedy: only.Remedy})
	}
	if len(job.LeftOut) > 0 {
		out = append(out, bench.Warning{Code: "parameters_left_out", Text: "left out, because " + build.Engine + " has no such setting: " + words.Bounded(bench.Clean(strings.Join(job.LeftOut, ", ")), 200)})
	}
	return out
}
