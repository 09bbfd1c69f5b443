package cli

import (
	"strings"

	"dragstrip/bench"
)

func helpVerb(e *env, args []string) error {
	words, err := newFlags("help", "[VERB]", "Without VERB: lists all verbs.").parse(e, args)
	if err != nil {
		return err
	}
	if len(words) == 0 {
		return e.program().Overview(e.out, e.width())
	}
	v, rest, ok := e.verb(words)
	switch {
	case !ok || v.hidden():
		return usagef("there is no verb %q; %s`dragstrip help` lists the verbs", bench.Clean(words[0]), didYouMean(e.verbsMeant(words[0])))
	case len(rest) > 0:
		return usagef("help takes one verb; leave %q out", bench.Clean(strings.Join(rest, " ")))
	}
	return e.explain(v)
}

// explain prints the help of one verb.
func (e *env) explain(v verb) error { return e.program().Help(e.out, e.page(v), e.width()) }

func manVerb(e *env, args []string) error {
	const about = "To save the page: `dragstrip man > dragstrip.1`. To read it: `man -l dragstrip.1`. To make `man dragstrip` work, save the page as dragstrip.1 in share/man/man1. That share folder must be beside a bin folder in $PATH."
	if rest, err := newFlags("man", "", about).parse(e, args); err != nil {
		return err
	} else if len(rest) > 0 {
		return usagef("man takes no arguments")
	}
	return e.program().Man(e.out)
}
