package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/imported"
)

// flagFor names the flag that adds what a source does not say.
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

// errNoAnswer says that somebody does not want to answer.
var errNoAnswer = errors.New("there was no answer")

// askMeaning asks for what a table does not say, and adds the answer to the
// hints. An answer that means nothing adds nothing.
func (e *env) askMeaning(ctx context.Context, u *imported.Unclear, hints *imported.Hints) error {
	for i, column := range columnsSaid(u) {
		fmt.Fprintf(e.err, "%3d  %s\n", i+1, column)
	}
	question := questionOf(u) + " " + map[imported.Meaning]string{
		imported.MeansModel: "A number, or the model's name if no column has it: ",
		imported.MeansSpeed: "A number: ",
		imported.MeansTest:  "The number of a column with tests, or a test such as pp512 or tg128: ",
	}[u.Missing]
	if len(u.Heads) == 0 {
		question = questionOf(u) + " Its name: "
	}
	answer := leave
	err := e.unlessInterrupted(ctx, func() error {
		answer = e.line(e.err, question)
		return nil
	})
	if err != nil {
		return err
	}
	if answer == "" || strings.EqualFold(answer, leave) {
		return errNoAnswer
	}
	if err := takeMeaning(u, answer, hints); err != nil {
		fmt.Fprintf(e.err, "T%s.\n", strings.TrimPrefix(err.Error(), "t"))
	}
	return nil
}

// columnsSaid gives the headings of a table, each with an example from its
// column.
func columnsSaid(u *imported.Unclear) (columns []string) {
	for i, head := range u.Heads {
		column := bench.CleanLine(head, 60)
		if i < len(u.Row) && u.Row[i] != "" {
			column += ", such as " + bench.CleanLine(u.Row[i], 40)
		}
		columns = append(columns, column)
	}
	return columns
}

// questionOf gives the question about what a source does not say.
func questionOf(u *imported.Unclear) string {
	switch {
	case len(u.Heads) == 0:
		return "Which model was measured?"
	case u.Missing == imported.MeansModel:
		return "Which column is the model?"
	case u.Missing == imported.MeansTest:
		return "Which test was measured?"
	}
	return "Which column is the speed, in tokens per second?"
}

// takeMeaning adds an answer to the hints: the number of a column, or a name.
func takeMeaning(u *imported.Unclear, answer string, hints *imported.Hints) error {
	at, err := strconv.Atoi(answer)
	isNumber := err == nil && len(u.Heads) > 0
	meaning, _ := imported.MeaningNamed(answer)
	switch {
	case isNumber && at >= 1 && at <= len(u.Heads):
		hints.Columns[strings.ToLower(u.Heads[at-1])] = u.Missing
	case u.Missing == imported.MeansModel && !isNumber:
		hints.Model = answer
	case u.Missing == imported.MeansTest && meaning.IsTest():
		for _, head := range u.Speeds {
			hints.Columns[strings.ToLower(head)] = meaning
		}
	case u.Missing == imported.MeansTest && !isNumber:
		return fmt.Errorf("there is no test %s", bench.Clean(answer))
	default:
		return fmt.Errorf("there is no column %s", bench.Clean(answer))
	}
	return nil
}

// readAsking reads a text. If a table does not say what its columns mean,
// readAsking asks until it understands an answer. If nobody answers, the error
// names the flag.
func (e *env) readAsking(ctx context.Context, text []byte, hints imported.Hints) (imported.Found, error) {
	for {
		found, err := imported.Read(text, hints)
		var unclear *imported.Unclear
		if !errors.As(err, &unclear) {
			return found, err
		}
		asked := errNoAnswer
		if e.inTTY {
			asked = e.askMeaning(ctx, unclear, &hints)
		}
		switch {
		case errors.Is(asked, errNoAnswer):
			return found, fmt.Errorf("%w; %s", err, flagFor(unclear))
		case asked != nil:
			return found, asked
		}
	}
}
