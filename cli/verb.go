package cli

import (
	"errors"
	"slices"
	"strings"

	"dragstrip/cli/manual"
)

func (v verb) hidden() bool { return v.group == "" }

// program gives what the manual says about all verbs. Each verb describes its
// flags itself when it is asked for help.
func (e *env) program() manual.Program {
	p := manual.Program{Name: "dragstrip", Version: Version, Summary: "dragstrip measures how fast this machine runs local language models, with the engines' own benchmark programs, and compares the results."}
	for _, v := range e.verbs {
		if !v.hidden() {
			p.Pages = append(p.Pages, e.page(v))
		}
	}
	return p
}

// page gives what the manual says about one verb.
func (e *env) page(v verb) manual.Page {
	p := manual.Page{Name: v.name, Summary: v.summary, Group: v.group, Examples: v.examples}
	var asked helpAsked
	if errors.As(v.call(e, []string{"-h"}), &asked) {
		p.Takes, p.About, p.Flags = asked.flags.takes, strings.TrimSpace(asked.flags.about), asked.flags.described()
	}
	return p
}

// verb finds the verb at the beginning of some words, and gives the words after
// it. It prefers a verb of two words to a verb of one word.
func (e *env) verb(words []string) (verb, []string, bool) {
	for n := min(2, len(words)); n > 0; n-- {
		name := strings.Join(words[:n], " ")
		if at := slices.IndexFunc(e.verbs, func(v verb) bool { return v.name == name }); at >= 0 {
			return e.verbs[at], words[n:], true
		}
	}
	return verb{}, words, false
}

// verbsMeant gives the verbs that somebody may have meant.
func (e *env) verbsMeant(written string) []string {
	var names []string
	for _, v := range e.verbs {
		if !v.hidden() {
			names = append(names, v.name)
		}
	}
	return nearest(written, names)
}
