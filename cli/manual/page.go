package manual

import (
	"slices"
	"strings"
)

// Program is what is described: a program with its verbs.
type Program struct {
	Name, Version, Summary string
	Pages                  []Page
}

// Page describes a verb. Its name is one word, or two words for a verb that
// belongs to another one: "control add".
type Page struct {
	Name, Summary string
	// Group is the verb's heading in the list of verbs.
	Group string
	// Takes lists the arguments as the usage line shows them: "[MODEL…]".
	Takes string
	// About says what the summary does not say, in sentences.
	About    string
	Examples []Example
	// Flags are in the order of the help. The flags of one group are together.
	Flags []Flag
}

// Example is a command line, without the program's name, and what it does.
type Example struct{ Line, Words string }

// Flag describes one flag.
type Flag struct {
	// Name is spelled with its dashes: "-fa", "--no-hash".
	Name, Group string
	// Metavar stands for the flag's value. It names a kind (MODEL) or lists the
	// choices (on|off|auto). It is empty if the flag takes no value.
	Metavar string
	Words   string
	Default string
	// Variable is the environment variable that sets the flag, too. It is empty if
	// none does.
	Variable string
}

// Usage is the line that shows how a verb is called.
func (p Page) Usage(program string) string {
	parts := []string{program, p.Name}
	if p.Takes != "" {
		parts = append(parts, p.Takes)
	}
	if len(p.Flags) > 0 {
		parts = append(parts, "[FLAGS]")
	}
	return strings.Join(parts, " ")
}

// Page finds the verb at the beginning of some words, and gives the words after
// it. It prefers a verb of two words to a verb of one word.
func (p Program) Page(words []string) (Page, []string, bool) {
	for n := min(2, len(words)); n > 0; n-- {
		name := strings.Join(words[:n], " ")
		if at := slices.IndexFunc(p.Pages, func(page Page) bool { return page.Name == name }); at >= 0 {
			return p.Pages[at], words[n:], true
		}
	}
	return Page{}, words, false
}

// Flag finds a flag as somebody wrote it, with one dash or two.
func (p Page) Flag(written string) (Flag, bool) {
	name := strings.TrimLeft(written, "-")
	at := slices.IndexFunc(p.Flags, func(f Flag) bool { return strings.TrimLeft(f.Name, "-") == name })
	if at < 0 || !strings.HasPrefix(written, "-") {
		return Flag{}, false
	}
	return p.Flags[at], true
}

// spelled gives the flag and what stands for its value.
func (f Flag) spelled() string { return strings.TrimSpace(f.Name + " " + f.Metavar) }

// said gives what the flag does, and its default.
func (f Flag) said() string {
	if f.Default == "" {
		return f.Words
	}
	return f.Words + " (default " + f.Default + ")"
}

// footer names one variable of this page's flags as an example. It prefers a
// flag with a long name that takes a value.
func (p Page) footer() string {
	all := slices.DeleteFunc(slices.Clone(p.Flags), func(f Flag) bool { return f.Variable == "" })
	if len(all) == 0 {
		return ""
	}
	which, named := "Every flag", all[0]
	if len(all) < len(p.Flags) {
		which = "Most flags"
	}
	for _, f := range all {
		if strings.HasPrefix(f.Name, "--") && (f.Metavar != "" || named.Metavar == "") {
			named = f
		}
	}
	return which + " can also be set by an environment variable: " + named.Name + " by " + named.Variable + "."
}

// below gives the pages of the verbs that belong to a verb.
func (p Program) below(page Page) (pages []Page) {
	for _, other := range p.Pages {
		if strings.HasPrefix(other.Name, page.Name+" ") {
			pages = append(pages, other)
		}
	}
	return pages
}
