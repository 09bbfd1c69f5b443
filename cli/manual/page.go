package manual

import (
	"slices"
	"strings"
)

// Program is everything there is to describe.
type Program struct {
	Name, Version, Summary string
	Pages                  []Page
}

// Page describes a verb. Its name is one word, or two where a verb has verbs
// of its own: "control add".
type Page struct {
	Name, Summary string
	// Group is the heading under which the list of verbs has it.
	Group string
	// Takes are its arguments as usage lines write them: "[MODEL…]".
	Takes string
	// About says in sentences what the summary leaves open.
	About    string
	Examples []Example
	// Flags stand in the order of the help, those of a group together.
	Flags []Flag
}

// Example is a command line, without the program's name, and what it does.
type Example struct{ Line, Words string }

// Flag describes one flag.
type Flag struct {
	// Name is spelled with its dashes: "-fa", "--no-hash".
	Name, Group string
	// Metavar stands for the value: what it is (MODEL), or its choices
	// (on|off|auto). A flag without a value has none.
	Metavar string
	Words   string
	Default string
	// Variable of the environment that sets it, too.
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

// Page finds the verb with which words begin, of two words before one, and
// gives the words after it.
func (p Program) Page(words []string) (Page, []string, bool) {
	for n := min(2, len(words)); n > 0; n-- {
		name := strings.Join(words[:n], " ")
		if at := slices.IndexFunc(p.Pages, func(page Page) bool { return page.Name == name }); at >= 0 {
			return p.Pages[at], words[n:], true
		}
	}
	return Page{}, words, false
}

// Flag finds a flag by how somebody wrote it, with one dash or two.
func (p Page) Flag(written string) (Flag, bool) {
	name := strings.TrimLeft(written, "-")
	at := slices.IndexFunc(p.Flags, func(f Flag) bool { return strings.TrimLeft(f.Name, "-") == name })
	if at < 0 || !strings.HasPrefix(written, "-") {
		return Flag{}, false
	}
	return p.Flags[at], true
}

// spelled is the flag with what stands for its value.
func (f Flag) spelled() string { return strings.TrimSpace(f.Name + " " + f.Metavar) }

// said is what the flag does, with its default.
func (f Flag) said() string {
	if f.Default == "" {
		return f.Words
	}
	return f.Words + " (default " + f.Default + ")"
}

// footer names a variable of this page's own flags: of one that takes a value
// and is written out, where there is one.
func (p Page) footer() string {
	if len(p.Flags) == 0 {
		return ""
	}
	named := p.Flags[0]
	for _, f := range p.Flags {
		if strings.HasPrefix(f.Name, "--") && (f.Metavar != "" || named.Metavar == "") {
			named = f
		}
	}
	return "Every flag can also be set by an environment variable: " + named.Name + " by " + named.Variable + "."
}

// below are the pages of a verb's own verbs.
func (p Program) below(page Page) (pages []Page) {
	for _, other := range p.Pages {
		if strings.HasPrefix(other.Name, page.Name+" ") {
			pages = append(pages, other)
		}
	}
	return pages
}
