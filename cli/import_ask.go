package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/imported"
)

// flagFor names the flag that says what a source does not say.
func flagFor(u *imported.Unclear) string {
	switch u.Missing {
	case imported.MeansModel:
		if len(u.Heads) == 0 {
			return "--model NAME names it"
		}
		return `name the column with --column "HEADING=model", or the model with --model NAME`
	case imported.MeansTest:
		return `if a column has the speeds of one test, name that test: --column "HEADING=pp512"; if a column has the names of tests: --column "HEADING=test"`
	}
	return `name the column of speeds: --column "HEADING=speed"; if it has the speeds of one test only, name that test: --column "HEADING=tg128"`
}

// askMeaning asks for what a table does not say, and adds the answer to the
// hints. It is false if there was no answer.
func (e *env) askMeaning(u *imported.Unclear, hints *imported.Hints) bool {
	for i, head := range u.Heads {
		example := ""
		if i < len(u.Row) && u.Row[i] != "" {
			example = ", such as " + bench.CleanLine(u.Row[i], 40)
		}
		fmt.Fprintf(e.err, "%3d  %s%s\n", i+1, bench.CleanLine(head, 60), example)
	}
	question := map[imported.Meaning]string{
		imported.MeansModel: "Which column is the model? A number, or the model's name if no column has it: ",
		imported.MeansSpeed: "Which column is the speed, in tokens per second? A number: ",
		imported.MeansTest:  "Which test was measured? The number of a column with tests, or a test such as pp512 or tg128: ",
	}[u.Missing]
	if len(u.Heads) == 0 {
		question = "Which model was measured? Its name: "
	}
	answer := strings.TrimSpace(e.answer(question))
	if answer == "" || answer == leave {
		return false
	}
	at, err := strconv.Atoi(answer)
	if hints.Columns == nil {
		hints.Columns = map[string]imported.Meaning{}
	}
	switch {
	case err == nil && at >= 1 && at <= len(u.Heads):
		hints.Columns[strings.ToLower(u.Heads[at-1])] = u.Missing
	case u.Missing == imported.MeansModel:
		hints.Model = answer
	case u.Missing == imported.MeansTest:
		meaning, known := imported.MeaningNamed(answer)
		if !known {
			fmt.Fprintf(e.err, "There is no test %s.\n", bench.Clean(answer))
			return true // ask again
		}
		for _, head := range u.Speeds {
			hints.Columns[strings.ToLower(head)] = meaning
		}
	default:
		fmt.Fprintf(e.err, "There is no column %s.\n", bench.Clean(answer))
	}
	return true
}

// readAsking reads a text. If a table does not say what its columns mean, it
// asks, once for each thing. If nobody can answer, the error names the flag.
func (e *env) readAsking(text []byte, hints imported.Hints) (imported.Found, error) {
	for {
		found, err := imported.Read(text, hints)
		var unclear *imported.Unclear
		if !errors.As(err, &unclear) {
			return found, err
		}
		if !e.inTTY {
			return found, fmt.Errorf("%w; %s", err, flagFor(unclear))
		}
		if !e.askMeaning(unclear, &hints) {
			return found, err
		}
	}
}
