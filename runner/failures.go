package runner

import (
	"errors"
	"runtime"
	"syscall"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

func cannotStart(err error) bench.Failure {
	if failure, ok := engine.FailureOf(err); ok {
		failure.WholeModel = true
		return failure
	}
	return bench.Failure{
		Code:       bench.FailEngineMissing,
		Reason:     bench.Clean(err.Error()),
		Remedy:     "see `dragstrip engines` for what is installed; `dragstrip setup` installs an engine",
		WholeModel: true,
	}
}

// notGranted is the failure of a job whose build is named by the session's
// file, but was not found on this machine.
func notGranted(b bench.EngineBuild) bench.Failure {
	return bench.Failure{
		Code: bench.FailEngineMissing, WholeModel: true,
		Reason: "the plan's engine build (" + bench.Clean(b.Line()) + ") was not found on this machine when the session was resumed; dragstrip does not start a program only because a session's file names it",
		Remedy: "name the build: `dragstrip run --resume SESSION --retry-failed --engine PATH`",
	}
}

func silentFailure(exit engine.Exit) bench.Failure {
	return bench.Failure{
		Code: bench.FailUnknown, Reason: "the engine ended without a result and gave no reason",
		Remedy: "see the engine's output in the session's engine folder", ExitCode: exit.Code, Signal: exit.Signal,
	}
}

func fileFailure(err error) bench.Failure {
	f := bench.Failure{
		Code: bench.FailEngineNotRunning, WholeModel: true,
		Reason: "a file that the engine needs could not be written into the session's folder: " + bench.Clean(err.Error()), Remedy: "check that the folder can be written to",
	}
	if errors.Is(err, syscall.ENOSPC) {
		f.Code, f.Remedy = bench.FailDiskFull, "free some disk space and resume"
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
		Reason:     "the engine cannot take this file name on its command line, and a link with a plain name could not be made: " + bench.Clean(err.Error()),
		Remedy:     remedy,
		WholeModel: true,
	}
}

// withLimit adds to a failure which limit on processes stopped the engine, if
// that is known.
func (s *Scheduler) withLimit(f bench.Failure) bench.Failure {
	if f.Code != bench.FailProcessLimit || s.ProcessLimit == nil {
		return f
	}
	if limit := s.ProcessLimit(); limit != "" {
		f.Reason += ": " + limit
	}
	return f
}
