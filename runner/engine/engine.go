package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dragstrip/bench"
)

// Work is one test of one job in one round: the smallest unit that is measured
// or not.
type Work struct {
	Job  *bench.Job
	Test bench.Test
	// Round counts from 0; Repetitions are those of this round.
	Round       int
	Repetitions int
}

// Emitted is a fact and the job it belongs to, before the journal adds number
// and time.
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
	// Signal is its name ("SIGKILL") when a signal ended the process.
	Signal string
	// Stopped is set when dragstrip ended it on purpose.
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

// File is a text to be written before an invocation starts, for engines that
// need a file of ours, such as a script.
type File struct {
	Path string
	Text string
}

// Invocation is one start of an engine.
//
// An invocation with an empty Argv starts nothing, because its work cannot be
// done with this build: it lacks a flag, say, or the program is missing. The
// scheduler calls Parser.End with a zero Exit at once, and the parser says for
// each piece of work why it failed.
type Invocation struct {
	Argv []string
	// Ourselves says that Argv holds arguments of this program, which drives the
	// engine (see DriverArgs). The program's path is put before them.
	Ourselves bool
	// Env is added to the environment, KEY=VALUE; "KEY" alone removes it.
	Env []string
	// Work in the order the engine will do it.
	Work []Work
	// Links are made before the start and removed after the end.
	Links []Link
	// Files are written before the start. They stay, so that the command line can
	// be tried again by hand.
	Files []File
	// HoldStdin asks for a standard input that ends when dragstrip does, for
	// engines that watch it.
	HoldStdin bool
	// Ticks tells whether a tick for each generated token was asked for.
	Ticks  bool
	Parser Parser
}

// Parser turns an engine's output into facts. It is pure: the same lines at the
// same times give the same facts. It is used by one goroutine.
type Parser interface {
	// Line handles one line, without the line end. cut is the number of bytes that
	// were cut off because the line was too long. Lines may hold any bytes.
	Line(stream Stream, at time.Time, line []byte, cut int) []Emitted
	// End handles the end of the process, after both streams were read to their
	// end. Unless the process was stopped, every piece of work that can no longer
	// have a result gets a TestFailed. Work that should be tried again in another
	// invocation gets nothing.
	End(at time.Time, exit Exit) []Emitted
}

// Options for making invocations.
type Options struct {
	// Ticks asks for a tick for each generated token, if the build supports it.
	Ticks bool
	// LinkFolder is the folder for Links, FileFolder the folder for Files.
	LinkFolder, FileFolder string
}

// Adapter drives one kind of engine.
type Adapter interface {
	// Probe asks an installed build what it is and can do; it runs the engine
	// for at most ten seconds a question. The returned build has version,
	// backends and devices filled in.
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
