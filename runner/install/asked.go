package install

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"dragstrip/runner/asking"
	"dragstrip/runner/engine"
)

// runAsked is runCommand for a program that only has to answer: it may hang in
// a driver, and must not stay when dragstrip goes.
func runAsked(ctx context.Context, command Command) (string, error) {
	got, err := asking.Ask(ctx, asking.Question{
		Argv: command.Argv, Dir: command.Dir, Env: slices.Concat(plainWords, command.Env), Bytes: maxOutput,
	})
	if ctx.Err() != nil {
		return "", context.Cause(ctx)
	}
	if err == nil {
		err = ending(got.Exit)
	}
	if err != nil {
		return got.Out, fmt.Errorf("%s: %w%s", commandName(command.Argv), err, lastWords(got.Err))
	}
	return got.Out, nil
}

// ending says how a program ended, or nil where that was well.
func ending(exit engine.Exit) error {
	switch {
	case exit.StartError != "":
		return errors.New(exit.StartError)
	case exit.Signal != "":
		return fmt.Errorf("ended by %s", exit.Signal)
	case exit.Code != 0:
		return fmt.Errorf("exit status %d", exit.Code)
	}
	return nil
}
