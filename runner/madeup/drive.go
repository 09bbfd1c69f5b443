package madeup

import (
	"context"
	"errors"
	"strconv"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// drive writes the lines of a driver, as for an engine that listens on a
// socket. The model silence:1b fails while it is loaded. Twice the threads are
// twice as fast; 13 threads and more find no memory.
func drive(ctx context.Context, args []string, say func(engine.Line) error) error {
	r, err := engine.ParseRequest(args, "threads")
	if err != nil {
		return err
	}
	lines := []engine.Line{{E: "engine", Text: "made up 1", Device: "cpu", Backend: "CPU"}, {E: "load"}}
	if r.Model == "silence:1b" {
		return errors.Join(sayAll(say, lines), engine.DriverError{
			Stage: engine.StageLoad, Code: bench.FailFileMissing,
			Reason: "the server has no words for " + r.Model, Remedy: "choose another model",
		})
	}
	threads := threadsOf(r)
	if threads >= 13 {
		return errors.Join(sayAll(say, lines), engine.DriverError{
			Stage: engine.StageLoad, Code: bench.FailOutOfMemory,
			Reason: "the made-up engine ran out of memory", Remedy: "use fewer threads",
		})
	}
	lines = append(lines, engine.Line{E: "loaded", NS: 1e6, ModelBytes: 3_800_000_000})
	for i, test := range r.Tests {
		result := engine.Line{E: "result", I: &i, Test: test.String(), Started: float64(time.Now().Unix()), Backend: "CPU", ModelType: "made up"}
		for k := 1; k <= r.Repetitions; k++ {
			ns := int64(test.Tokens()) * int64(1_000_000+10_000*k) / int64(threads)
			lines = append(lines, engine.Line{E: "rep", I: &i, K: k, Of: r.Repetitions}, engine.Line{E: "sample", I: &i, K: k, Of: r.Repetitions, NS: ns})
			result.Samples = append(result.Samples, ns)
		}
		lines = append(lines, result)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return sayAll(say, lines)
}

// threadsOf is the number of threads that were asked for, or one.
func threadsOf(r engine.Request) int {
	if len(r.Own) == 2 {
		if n, err := strconv.Atoi(r.Own[1]); err == nil && n > 0 {
			return n
		}
	}
	return 1
}

func sayAll(say func(engine.Line) error, lines []engine.Line) error {
	for _, l := range lines {
		if err := say(l); err != nil {
			return err
		}
	}
	return nil
}
