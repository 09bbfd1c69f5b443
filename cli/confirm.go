package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"
)

// errNobodyAnswers means that no question can be answered here, so a second
// question is useless.
var errNobodyAnswers = errors.New("nobody can answer here, because stdin or stdout is not a terminal. Nothing was done; --yes answers yes to every question")

// leave is the answer that ends dragstrip without measuring. Every question
// accepts it.
const leave = "q"

// confirm asks a yes-or-no question. If nobody can answer, it gives an error
// that names --yes. Ctrl-c and q are not answers, because they end the program.
func (e *env) confirm(ctx context.Context, yes bool, question string) (bool, error) {
	if yes {
		return true, nil
	}
	if !e.inTTY {
		return false, fmt.Errorf("%w. The question was: %s", errNobodyAnswers, question)
	}
	fmt.Fprintf(e.err, "%s [Y/n] ", question)
	answer := leave
	err := e.unlessInterrupted(ctx, func() error {
		line, err := bufio.NewReader(e.in).ReadString('\n')
		answer = strings.ToLower(strings.TrimSpace(line))
		return err
	})
	if err != nil || answer == leave {
		return false, exitError(exitInterrupted)
	}
	return answer == "" || answer == "y" || answer == "yes", nil
}

// unlessInterrupted reads what a person types. Ctrl-c ends the wait at once,
// with the error of ctx. The read itself cannot be cancelled. It goes on until
// the program ends, so nobody may look at what it reads later.
func (e *env) unlessInterrupted(ctx context.Context, read func() error) error {
	done := make(chan error, 1)
	go func() { done <- read() }()
	select {
	case <-ctx.Done():
		fmt.Fprintln(e.err)
		return ctx.Err()
	case err := <-done:
		return err
	}
}
