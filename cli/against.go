package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/report"
)

const failIfHelp = "exit code 1 if a row is certainly slower by more than `LIMIT` (its whole 95 % interval is beyond LIMIT): slower:3%, slower:tg:5%, slower:pp512:2%; may be given again. Exit code 3 if a row cannot be judged: each side needs 4 starts of the engine (dragstrip run --rounds 4 or more). Reports give verdicts from 3 starts, but their intervals are too wide to pass or fail a build"

func parseLimits(given list) ([]report.Limit, error) {
	var out []report.Limit
	for _, text := range given {
		limits, err := report.ParseLimits(text)
		if err != nil {
			return nil, usagef("--fail-if: %w", err)
		}
		out = append(out, limits...)
	}
	return out, nil
}

// hasResults tells whether there are results to compare. went is how the
// session ended.
func hasResults(went error) bool { return went == nil || errors.Is(went, exitError(exitFailed)) }

// comparison says how old and new results are compared and printed.
type comparison struct {
	json, markdown bool
	hostName       bool // print the host's name
	suspect        bool // compare suspect results too
	doubtful       bool // doubtful verdicts count for --fail-if
	// last, if above 0, is how many earlier sessions of this machine are the old
	// side.
	last int
}

func (e *env) oldAgainst(old, fresh *bench.Session, c comparison) (report.Sheet, error) {
	if c.last > 0 {
		return e.lastAgainst(fresh, c.last, c.suspect)
	}
	return report.OldAgainstNew(old, fresh, c.suspect), nil
}

// holdAgainst prints the comparison of old and new, and returns the exit code.
func (e *env) holdAgainst(old, fresh *bench.Session, went error, limits []report.Limit, c comparison) error {
	sheet, err := e.oldAgainst(old, fresh, c)
	if err != nil {
		return err
	}
	gate := sheet.Gate(limits, c.doubtful)
	o := e.reportOptions(c.hostName)
	var text strings.Builder
	switch {
	case c.json:
		err = report.RerunJSON(&text, sheet, o, gate)
	case c.markdown:
		err = report.RerunMarkdown(&text, sheet, o)
	default:
		text.WriteString("\n")
		err = report.RerunText(&text, sheet, o)
	}
	if err == nil {
		_, err = io.WriteString(e.out, text.String())
	}
	if err != nil {
		return err
	}
	if went != nil || len(limits) == 0 {
		return went
	}
	return e.passed(gate)
}

// refusedGate turns the refusal to measure into "not judged" if --fail-if was
// given. The exit code of "slower" would be wrong, because nothing was compared.
func (e *env) refusedGate(err error, limits []report.Limit) error {
	if len(limits) == 0 || !errors.As(err, new(otherMeasurement)) && !errors.As(err, new(notEnded)) {
		return err
	}
	fmt.Fprintf(e.err, "dragstrip: %s\n", clean(err.Error()))
	fmt.Fprintf(e.err, "dragstrip: --fail-if: nothing was measured, so no row could be judged (exit code %d)\n", exitUnjudged)
	return exitError(exitUnjudged)
}

// passed prints what the gate of --fail-if found, and returns the exit code. A
// gate that could not judge must not look like a gate that found nothing wrong.
func (e *env) passed(g report.Gate) error {
	for _, line := range g.UnjudgedSaid() {
		fmt.Fprintf(e.err, "--fail-if: %s\n", bench.Clean(line))
	}
	for _, b := range g.Breaches {
		fmt.Fprintf(e.err, "--fail-if: %s\n", bench.Clean(b.String()))
	}
	for _, line := range g.OpenSaid() {
		fmt.Fprintf(e.err, "--fail-if: %s\n", bench.Clean(line))
	}
	switch {
	case len(g.Breaches) > 0:
		return exitError(exitFailed)
	case g.Judged == 0:
		fmt.Fprintf(e.err, "dragstrip: --fail-if: no row could be judged (exit code %d)\n", exitUnjudged)
		return exitError(exitUnjudged)
	case len(g.Unjudged) > 0:
		fmt.Fprintf(e.err, "dragstrip: --fail-if: %d of %s could not be judged; no other row exceeds a limit (exit code %d)\n",
			len(g.Unjudged), bench.Plural(len(g.Unjudged)+g.Judged, "row"), exitUnjudged)
		return exitError(exitUnjudged)
	}
	fmt.Fprintf(e.err, "--fail-if: %s\n", g.PassedSaid())
	return nil
}
