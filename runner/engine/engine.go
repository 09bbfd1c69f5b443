package engine

import (
	"context"
	"errors"
	"time"

	"dragstrip/bench"
)

// Work is one test of one job in one round: the smallest thing that is done
// or not done.
type Work struct {
	Job  *bench.Job
	Test bench.Test
	// Round counts from 0; Repetitions are those of this round.
	Round       int
	Repetitions int
}

// Emitted is a fact and the job it belongs to, before the journal numbers and
// times it.
type Emitted struct {
	Job  string
	Fact bench.Fact
}

// Stream tells an engine's two voices apart.
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
	// LeftBehind counts descendants that had to be ended after it.
	LeftBehind int
}

// Link is a symbolic link to be made before an invocation starts, for file
// names that an engine's command line cannot carry.
type Link struct {
	Name   string // path of the link
	Target string // absolute path
}

// File is a text to be written before an invocation starts, for engines that
// are told what to do by a file of ours.
type File struct {
	Path string
	Text string
}

// Invocation is one start of an engine.
//
// An invocation with an empty Argv starts nothing: its work is known to be
// impossible on this build (a flag it does not have, a program that is not
// there). The scheduler calls Parser.End with a zero Exit at once, and the
// parser says for each piece of work why it failed.
type Invocation struct {
	Argv []string
	// Ourselves tells that Argv are arguments of this program, whose path is
	// put before them: a driver of ours (see DriverArgs).
	Ourselves bool
	// Env is added to the environment, KEY=VALUE; "KEY" alone removes it.
	Env []string
	// Work in the order the engine will do it.
	Work []Work
	// Links to be made first and removed after.
	Links []Link
	// Files to be written first; they stay, so that the command line can be
	// tried again by hand.
	Files []File
	// HoldStdin asks for a standard input that ends when dragstrip does, for
	// engines that watch it.
	HoldStdin bool
	// Ticks tells whether a sign of life per generated token was asked for.
	Ticks  bool
	Parser Parser
}

// Parser turns what an engine says into facts. It is pure: the same lines at
// the same times give the same facts. It is used by one goroutine.
type Parser interface {
	// Line takes one line without its end. cut is the number of bytes left
	// out at its end because it was too long. Lines may hold any bytes.
	Line(stream Stream, at time.Time, line []byte, cut int) []Emitted
	// End takes the process's end, after both streams were drained. Unless
	// the process was stopped, every piece of work that cannot have a result
	// any more gets a TestFailed; work that should be tried again in another
	// invocation gets nothing.
	End(at time.Time, exit Exit) []Emitted
}

// Options for making invocations.
type Options struct {
	// Ticks asks for a sign of life per generated token where the build has it.
	Ticks bool
	// LinkFolder is where Links may be put, FileFolder where Files are.
	LinkFolder, FileFolder string
}

// Adapter drives one kind of engine.
type Adapter interface {
	// Probe asks an installed build what it is and can do; it runs the engine
	// for at most ten seconds a question. The returned build has version,
	// backends and devices filled in.
	Probe(ctx context.Context, build bench.EngineBuild) (bench.EngineBuild, error)
	// Invocations splits work of one build into starts of the engine. All
	// work must name the same build. The scheduler runs the first, then asks
	// again with what is left.
	Invocations(ctx context.Context, build bench.EngineBuild, work []Work, opts Options) ([]Invocation, error)
}

// FailureOf finds the failure that an error of an adapter carries, ready for
// a job to show.
func FailureOf(err error) (bench.Failure, bool) {
	var carrier interface{ BenchFailure() bench.Failure }
	if errors.As(err, &carrier) {
		return carrier.BenchFailure(), true
	}
	return bench.Failure{}, false
}
