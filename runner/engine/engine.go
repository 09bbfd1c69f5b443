package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dragstrip/bench"
)

// Work is one test of one job in one round. It is the smallest unit that gets a
// result or a failure.
type Work struct {
	Job  *bench.Job
	Test bench.Test
	// Round counts from 0. Repetitions is how many repetitions this round has.
	Round       int
	Repetitions int
}

// Emitted is a fact and the job to which it belongs. The journal adds number
// and time later.
type Emitted struct {
	Job  string
	Fact bench.Fact
}

// Stream is one of an engine's two output streams.
type Stream string

// The streams.
const (
	Out Stream = "out"
	Err Stream = "err"
)

// Exit is how a process ended.
type Exit struct {
	Code int
	// Signal is the name of the signal that ended the process ("SIGKILL"), or
	// "".
	Signal string
	// Stopped is set when dragstrip ended the process on purpose.
	Stopped bool
	// StartError is set when the program could not be started at all.
	StartError string
	// LeftBehind counts the descendants that had to be ended after the engine.
	LeftBehind int
}

// String names the signal or the exit code, for messages.
func (e Exit) String() string {
	if e.Signal != "" {
		return e.Signal
	}
	if e.Code > 0xFFFF || e.Code < 0 {
		return fmt.Sprintf("exit code %#x", uint32(e.Code))
	}
	return fmt.Sprintf("exit code %d", e.Code)
}

// Link is a symbolic link to be made before an invocation starts, for file
// names that an engine's command line cannot carry.
type Link struct {
	Name   string // path of the link
	Target string // absolute path
}

// File is a text that is written before an invocation starts, for engines that
// need a file of dragstrip, such as a script.
type File struct {
	Path string
	Text string
}

// Invocation is one start of an engine.
//
// An invocation with an empty Argv starts nothing, because the build cannot do
// the work: for example, the build lacks a flag, or the program is missing. The
// scheduler calls Parser.End with a zero Exit at once, and the parser says for
// each piece of work why it failed.
type Invocation struct {
	Argv []string
	// Ourselves says that dragstrip itself drives the engine. Argv then holds
	// arguments of dragstrip (see DriverArgs), and the scheduler puts the path
	// of dragstrip before them.
	Ourselves bool
	// Env lists changes to the environment: "KEY=VALUE" sets a variable, "KEY"
	// alone removes it.
	Env []string
	// Work is listed in the order in which the engine will do it.
	Work []Work
	// Links are made before the start and removed after the end.
	Links []Link
	// Files are written before the start. They stay, so that the command line can
	// be tried again by hand.
	Files []File
	// HoldStdin asks for a standard input that closes when dragstrip ends, for
	// engines that watch it.
	HoldStdin bool
	// Port is where a server of this machine listens that computes but was there
	// before, so that it is no child of the process; 0 if there is none. The
	// server's processes count as the engine, too.
	Port int
	// Ticks tells whether the engine was asked for a tick for each generated
	// token.
	Ticks  bool
	Parser Parser
}

// Parser turns an engine's output into facts. The same lines at the same times
// always give the same facts. It is used by one goroutine.
type Parser interface {
	// Line handles one line, without the line end. cut is the number of bytes that
	// were cut off because the line was too long. Lines may hold any bytes.
	Line(stream Stream, at time.Time, line []byte, cut int) []Emitted
	// End handles the end of the process, after both streams were read to their
	// end. It emits TestFailed for every piece of work that can no longer get a
	// result, and nothing for work that another invocation should try again. If
	// the process was stopped, it emits no TestFailed.
	End(at time.Time, exit Exit) []Emitted
}

// Options for making invocations.
type Options struct {
	// Ticks asks for a tick for each generated token, if the build supports it.
	Ticks bool
	// LinkFolder is the folder for Links. FileFolder is the folder for Files.
	LinkFolder, FileFolder string
}

// Adapter drives one kind of engine.
type Adapter interface {
	// Probe asks an installed build what it is and what it can do. It lets the
	// engine run for at most ten seconds for each question. The returned build
	// has version, backends and devices filled in.
	Probe(ctx context.Context, build bench.EngineBuild) (bench.EngineBuild, error)
	// Invocations splits work of one build into starts of the engine. All work
	// must name the same build. The scheduler runs the first invocation, then asks
	// again with the work that remains.
	Invocations(ctx context.Context, build bench.EngineBuild, work []Work, opts Options) ([]Invocation, error)
}

// FailureOf finds the failure that an adapter's error carries.
func FailureOf(err error) (bench.Failure, bool) {
	var carrier interface{ BenchFailure() bench.Failure }
	if errors.As(err, &carrier) {
		return carrier.BenchFailure(), true
	}
	return bench.Failure{}, false
}
