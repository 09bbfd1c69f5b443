package engine

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"dragstrip/bench"
)

// DriverVerb is the hidden verb of dragstrip that runs the Drive of a kind.
const DriverVerb = "driver"

// DriverArgs returns the arguments with which dragstrip drives an engine. They
// are the Argv of an Invocation with Ourselves set.
func DriverArgs(kind string, args []string) []string {
	return append([]string{DriverVerb, kind}, args...)
}

// Driver measures an engine and says what happens, line by line: see Kind.Drive
// and [Line]. It returns when ctx is done. If it returns an error, the error
// becomes the last line.
type Driver func(ctx context.Context, args []string, say func(Line) error) error

// DriverError is an error that a driver explains in words for people.
type DriverError struct {
	// Stage is StageStart, StageLoad or StageTest. "" means the stage that the
	// earlier lines have reached.
	Stage          string
	Code           bench.FailureCode
	Reason, Remedy string
}

func (e DriverError) Error() string { return e.Reason + "; " + e.Remedy }

// BenchFailure returns the failure of the whole model; FailureOf calls it.
func (e DriverError) BenchFailure() bench.Failure {
	return bench.Failure{Code: e.Code, Reason: e.Reason, Remedy: e.Remedy, WholeModel: true}
}

// ErrEngineSaid is the error of a driver whose engine ended: the lines that the
// engine printed explain it.
var ErrEngineSaid = errors.New("the engine ended, and its last lines say why")

// RunDriver calls a driver and writes each line with a single write. If the
// driver returns an error, RunDriver writes the error as a line, too, and
// returns it.
func RunDriver(ctx context.Context, drive Driver, args []string, out io.Writer) error {
	stage := StageStart
	say := func(l Line) error {
		switch l.E {
		case "load":
			stage = StageLoad
		case "loaded":
			stage = StageTest
		}
		text, err := json.Marshal(l)
		if err != nil {
			return fmt.Errorf("write the line %q: %w", l.E, err)
		}
		_, err = out.Write(append(text, '\n'))
		return err
	}
	err := drive(ctx, args, say)
	if err == nil {
		return nil
	}
	line := Line{E: "error", Stage: stage, Text: err.Error()}
	if errors.Is(err, ErrEngineSaid) {
		line.Text = ""
	}
	var said DriverError
	if errors.As(err, &said) {
		line.Stage, line.Code, line.Reason, line.Remedy = cmp.Or(said.Stage, stage), said.Code, said.Reason, said.Remedy
	}
	return errors.Join(err, say(line))
}
