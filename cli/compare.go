package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/report"
)

const failIfHelp = "end with exit code 1 where a row is slower for sure and by more than so much: `LIMIT` is slower:3%, slower:tg:5%, slower:pp512:2%; may be given again"

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

// comparable tells whether a session that ended so has results to compare.
func comparable(went error) bool { return went == nil || went == exitError(exitFailed) }

// comparison is how old is to be set against new.
type comparison struct {
	json, markdown bool
	hostName       bool // in what is printed
	suspect        bool // results that are suspect, too
}

// holdAgainst prints old against new and gives the exit code.
func (e *env) holdAgainst(old, fresh *bench.Session, went error, limits []report.Limit, c comparison) error {
	sheet := report.OldAgainstNew(old, fresh, c.suspect)
	breaches, unjudged, judged := sheet.Breaches(limits)
	o := e.reportOptions(c.hostName)
	var text strings.Builder
	var err error
	switch {
	case c.json:
		err = report.RerunJSON(&text, sheet, o, breaches)
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
	for _, name := range unjudged {
		fmt.Fprintf(e.err, "--fail-if: %s cannot be judged: not measured twice, suspect, or too few samples (-r 6 gives enough)\n", bench.Clean(name))
	}
	for _, b := range breaches {
		fmt.Fprintf(e.err, "--fail-if: %s\n", bench.Clean(b.String()))
	}
	if len(breaches) > 0 {
		return exitError(exitFailed)
	}
	if judged == 0 {
		// A gate that judges nothing must not pass for one that found nothing.
		return errors.New("--fail-if: no row could be judged")
	}
	return nil
}
