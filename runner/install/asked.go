package install

import (
	"context"
	"fmt"

	"dragstrip/runner/asking"
)

// runAsked runs a program that only answers a question. The program runs under
// a guard, because it may hang in a driver and must not outlive dragstrip.
func runAsked(ctx context.Context, command Command) (string, error) {
	question := command.question()
	question.Bytes = maxOutput
	got, err := asking.Ask(ctx, question)
	if ctx.Err() != nil {
		return "", context.Cause(ctx)
	}
	if err == nil {
		err = failed(got.Exit)
	}
	if err != nil {
		return got.Out, fmt.Errorf("%s: %w%s", commandName(command.Argv), err, lastWords(got.Err))
	}
	return got.Out, nil
}
