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

// DriverArgs are the arguments of this program that drive an engine: those of
// an Invocation with Ourselves set.
func DriverArgs(kind string, args []string) []string {
	return append([]string{DriverVerb, kind}, args...)
}

// Driver is a program of ours that measures: see Kind.Drive and [Line]. It ends
// when ctx does. An error that it returns becomes the last line.
type Driver func(ctx context.Context, args []string, say func(Line) error) error

// DriverError is an error that a driver has put into words for people.
type DriverError struct {
	// Stage is StageStart, StageLoad or StageTest; "" is that of the lines said
	// before it.
	Stage          string
	Code           bench.FailureCode
	Reason, Remedy string
}

func (e DriverError) Error() string { return e.Reason + "; " + e.Remedy }

// RunDriver calls a driver and writes its lines, each in one piece. It returns
// the driver's error, after it was said.
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
			return fmt.Errorf("say %s: %w", l.E, err)
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
