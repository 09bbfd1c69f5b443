package words

import (
	"regexp"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// noMoreProcesses are the words of whoever could make no further process or
// thread: the system on starting a program, Go's runtime (the guard is one),
// C++ and OpenMP, OpenBLAS, Python.
var noMoreProcesses = regexp.MustCompile(`(?i)(clone|posix_spawn|pthread_create|thread|what\(\):|BlockingIOError).*resource temporarily unavailable|` +
	`failed to create new OS thread|thread creation failed|can't start new thread|pthread_create failed|cannot fork|fork: retry`)

// noStart is the system's word where a program could not be started at all.
var noStart = regexp.MustCompile(`(?i)resource temporarily unavailable`)

// NoMoreProcesses tells of an engine that did not start, or gave up, whether
// that was because no further process or thread could be made. It is told
// before anything else: the program is right, and its other last words follow
// from that.
func NoMoreProcesses(program string, exit engine.Exit, lines []string) (f bench.Failure, reach Scope, found bool) {
	well := exit.StartError == "" && exit.Code == 0 && exit.Signal == ""
	if well || exit.Stopped || !noStart.MatchString(exit.StartError) && !slices.ContainsFunc(lines, noMoreProcesses.MatchString) {
		return f, Test, false
	}
	reach = Stage
	if exit.StartError != "" {
		reach = Model
	}
	return bench.Failure{
		Code: bench.FailProcessLimit, Reason: strings.TrimSpace(program + " could make no further process or thread"),
		Remedy: "raise the limit on processes (docker --pids-limit, pids.max of the control group, ulimit -u), end other processes, or use fewer threads (-t)",
	}, reach, true
}
