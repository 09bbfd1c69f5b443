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
// that names --yes. Ctrl-c and q are not answers: they end the program.
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
	// A read from a terminal cannot be cancelled. It ends with the program.
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
