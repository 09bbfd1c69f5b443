package runner

import (
	"errors"
	"runtime"
	"syscall"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/guard"
)

func cannotStart(err error) bench.Failure {
	if failure, ok := engine.FailureOf(err); ok {
		failure.WholeModel = true
		return failure
	}
	return bench.Failure{
		Code:       bench.FailEngineMissing,
		Reason:     bench.Clean(err.Error()),
		Remedy:     "see `dragstrip engines` for what is installed; `dragstrip setup` gets an engine",
		WholeModel: true,
	}
}

// notGranted is a build that only a file names.
func notGranted(b bench.EngineBuild) bench.Failure {
	return bench.Failure{
		Code: bench.FailEngineMissing, WholeModel: true,
		Reason: "the engine build of the plan (" + bench.Clean(b.Line()) + ") was not found on this machine when the session went on, and what a session's files name is not started",
		Remedy: "`dragstrip run --resume SESSION --retry-failed --engine PATH` names it",
	}
}

func silentFailure(exit engine.Exit) bench.Failure {
	return bench.Failure{
		Code: bench.FailUnknown, Reason: "the engine ended without a result and without saying why",
		Remedy: "see the engine's own words in the session's engine folder", ExitCode: exit.Code, Signal: exit.Signal,
	}
}

func fileFailure(err error) bench.Failure {
	f := bench.Failure{
		Code: bench.FailEngineNotRunning, WholeModel: true,
		Reason: "a file that the engine is started with could not be written into the session's folder: " + bench.Clean(err.Error()), Remedy: "see that the folder can be written to",
	}
	if errors.Is(err, syscall.ENOSPC) {
		f.Code, f.Remedy = bench.FailDiskFull, "make room and resume"
	}
	return f
}

func linkFailure(err error) bench.Failure {
	remedy := "rename the model file to plain letters, digits and dashes, or move it to a disk that allows symbolic links"
	if runtime.GOOS == "windows" {
		remedy = "rename the model file to plain letters, digits and dashes, or allow symbolic links by turning on Developer Mode"
	}
	return bench.Failure{
		Code:       bench.FailFileUnreadable,
		Reason:     "the engine's command line cannot carry this file name, and a link with a plain name could not be made: " + bench.Clean(err.Error()),
		Remedy:     remedy,
		WholeModel: true,
	}
}

// withLimit names the limit that an engine ran into, where that is one on
// processes.
func withLimit(f bench.Failure) bench.Failure {
	if f.Code != bench.FailProcessLimit {
		return f
	}
	if limit := guard.ProcessLimit(); limit != "" {
		f.Reason += ": " + limit
	}
	return f
}
