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

// DriverVerb is the hidden verb of this program that runs a kind's Drive.
const DriverVerb = "driver"

// DriverArgs are the arguments with which this program drives an engine. An
// Invocation with Ourselves set has them as its Argv.
func DriverArgs(kind string, args []string) []string {
	return append([]string{DriverVerb, kind}, args...)
}

// Driver is a program of ours that measures: see Kind.Drive and [Line]. It ends
// when ctx does. If it returns an error, that becomes the last line.
type Driver func(ctx context.Context, args []string, say func(Line) error) error

// DriverError is an error that a driver explains in words for people.
type DriverError struct {
	// Stage is StageStart, StageLoad or StageTest. "" means the stage that the
	// lines before it have reached.
	Stage          string
	Code           bench.FailureCode
	Reason, Remedy string
}

func (e DriverError) Error() string { return e.Reason + "; " + e.Remedy }

// RunDriver calls a driver and writes each of its lines with a single write. It
// writes the driver's error as a line, too, and returns it.
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
	var said DriverError
	if errors.As(err, &said) {
		line.Stage, line.Code, line.Reason, line.Remedy = cmp.Or(said.Stage, stage), said.Code, said.Reason, said.Remedy
	}
	return errors.Join(err, say(line))
}
