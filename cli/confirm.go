package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"
)

// errNobodyAnswers: another question would not be answered either.
var errNobodyAnswers = errors.New("nobody can answer here, because stdin or stdout is not a terminal. Nothing was done; --yes answers yes to every question")

// leave is what somebody answers who wants nothing to be measured. Every question
// takes it.
const leave = "q"

// confirm asks a yes-or-no question. If nobody can answer, that is an error which
// names --yes. Ctrl-c and q are no answer: they end the program.
func (e *env) confirm(ctx context.Context, yes bool, question string) (bool, error) {
	if yes {
		return true, nil
	}
	if !e.inTTY {
		return false, fmt.Errorf("%w. The question was: %s", errNobodyAnswers, question)
	}
	fmt.Fprintf(e.err, "%s [Y/n] ", question)
	type reply struct {
		line string
		err  error
	}
	replied := make(chan reply, 1)
	// A read from a terminal cannot be called off; it ends with the program.
	go func() {
		line, err := bufio.NewReader(e.in).ReadString('\n')
		replied <- reply{line, err}
	}()
	select {
	case <-ctx.Done():
		fmt.Fprintln(e.err)
		return false, exitError(exitInterrupted)
	case r := <-replied:
		if r.err != nil {
			return false, exitError(exitInterrupted)
		}
		answer := strings.ToLower(strings.TrimSpace(r.line))
		if answer == leave {
			return false, exitError(exitInterrupted)
		}
		return answer == "" || answer == "y" || answer == "yes", nil
	}
}
