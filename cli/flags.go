package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
	"dragstrip/bench/naming"
	"dragstrip/cli/manual"
)

// flags is a flag set. Flags and arguments may stand in any order. If a flag was
// not given, its value comes from the environment, for example from
// DRAGSTRIP_NO_HASH for --no-hash. A flag that was given overrides its variable.
//
// Help, man page and completion are made from the flags as well.
type flags struct {
	*flag.FlagSet
	takes, about string
	// groups holds the group of each flag. order lists the groups. group is the
	// group of the flags that are defined next.
	groups map[string]string
	order  []string
	group  string
	// metavars holds the names of the flags' values, for flags whose description
	// gives no such name in backquotes.
	metavars map[string]string
	// variables holds the flags that the environment set, with their values.
	// typedOnly names the flags that no variable sets.
	variables map[string]string
	typedOnly []string
	// fill sets flags that were not typed, before the environment does; nil sets
	// none.
	fill func(*env) error
	// formats are the values of --format that people also write as flags (--json).
	formats []string
}

// newFlags begins the flags of a verb. takes lists the arguments for the usage
// line. about is the help's text about the verb.
func newFlags(name, takes, about string) *flags {
	fs := flag.NewFlagSet(name, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	return &flags{FlagSet: fs, takes: takes, about: about, groups: map[string]string{}, metavars: map[string]string{}, variables: map[string]string{}}
}

// Groups for flags of several verbs.
const (
	groupOutput  = "What is printed"
	groupScreens = "How the screens are drawn"
	groupAgainst = "Compared with an earlier session"
	groupBefore  = "Before it starts"
)

// under puts the flags that are defined next under a heading of the help.
func (f *flags) under(group string) {
	f.settle()
	f.group = group
	if !slices.Contains(f.order, group) {
		f.order = append(f.order, group)
	}
}

func (f *flags) settle() {
	f.VisitAll(func(fl *flag.Flag) {
		if _, ok := f.groups[fl.Name]; !ok {
			f.groups[fl.Name] = f.group
		}
	})
}

// helpAsked is the error of a verb that was called with -h.
type helpAsked struct{ flags *flags }

func (helpAsked) Error() string { return flag.ErrHelp.Error() }

// parse returns the arguments that are not flags.
func (f *flags) parse(e *env, args []string) ([]string, error) {
	f.settle()
	e.blamed = f.told
	var rest []string
	for {
		err := f.FlagSet.Parse(args)
		if errors.Is(err, flag.ErrHelp) {
			return nil, helpAsked{f}
		}
		if err != nil {
			return nil, f.mistake(err)
		}
		left := f.Args()
		if len(left) == 0 {
			break
		}
		// "--" ends the flags. Parse has removed it, so it stood just before
		// the arguments that are left.
		if at := len(args) - len(left) - 1; at >= 0 && args[at] == "--" {
			rest = append(rest, left...)
			break
		}
		rest = append(rest, left[0])
		args = left[1:]
	}
	if f.fill != nil {
		if err := f.fill(e); err != nil {
			return nil, err
		}
	}
	return rest, f.fromEnvironment(e)
}

var (
	// invalid matches what package flag says about a value that a flag does not
	// take. unknown matches what it says about a flag that does not exist.
	invalid = lazyregexp.New(`^invalid (?:boolean )?value (".*") for (?:flag )?-(\S+): (.+)$`)
	unknown = lazyregexp.New(`^flag provided but not defined: -(.+)$`)
)

// mistake says in dragstrip's own words what package flag found wrong.
func (f *flags) mistake(err error) error {
	if m := invalid.FindStringSubmatch(err.Error()); m != nil && f.Lookup(m[2]) != nil {
		value, _ := strconv.Unquote(m[1])
		return usagef("%s", f.wrong(m[2], value, m[3]))
	}
	if m := unknown.FindStringSubmatch(err.Error()); m != nil {
		for _, file := range []string{"-" + m[1], "--" + m[1]} {
			if exists(file) {
				return usagef("%s has no flag %s; for the file of that name, write ./%s", f.Name(), bench.Clean(file), bench.Clean(file))
			}
		}
		name := strings.TrimLeft(bench.Clean(m[1]), "-")
		return usagef("%s has no flag %s; %s`dragstrip help %s` lists the flags", f.Name(), spelled(name), f.meant(name), f.Name())
	}
	return usagef("%w; `dragstrip help %s` lists the flags", err, f.Name())
}

// noReason is the only reason that package flag gives when it cannot read a
// number or a time.
const noReason = "parse error"

// wrong says why a flag does not take a value, and what it takes.
func (f *flags) wrong(name, value, reason string) string {
	switch {
	case reason != noReason:
		return fmt.Sprintf("%s %s %s", spelled(name), bench.Clean(value), reason)
	case f.isTime(name) && isNumber(value):
		return fmt.Sprintf("%s %s has no unit: %ss is seconds, %sm minutes, %sh hours", spelled(name), value, value, value, value)
	}
	return fmt.Sprintf("%q is not possible for %s", bench.Clean(value), f.takesWhat(name))
}

func (f *flags) isTime(name string) bool {
	get, ok := f.Lookup(name).Value.(flag.Getter)
	if !ok {
		return false
	}
	_, ok = get.Get().(time.Duration)
	return ok
}

func isNumber(text string) bool {
	_, err := strconv.ParseFloat(text, 64)
	return err == nil
}

// takesWhat says what a flag takes. It is for an error about a wrong value.
func (f *flags) takesWhat(name string) string {
	text := spelled(name) + " (" + f.words(name) + ")"
	if f.isTime(name) {
		text += "; times are written 90s, 10m, 1h30m"
	}
	return text
}

// meant suggests flags whose names are similar to what was written.
func (f *flags) meant(written string) string {
	if slices.Contains(f.formats, written) {
		return didYouMean([]string{"--format " + written})
	}
	var names []string
	f.VisitAll(func(fl *flag.Flag) { names = append(names, fl.Name) })
	var near []string
	for _, name := range nearest(written, names) {
		near = append(near, spelled(name))
	}
	return didYouMean(near)
}

// nearest gives the few names that are spelled like a word.
func nearest(written string, names []string) (near []string) {
	things := make([][]string, len(names))
	for i, name := range names {
		things[i] = []string{name}
	}
	for _, at := range naming.New(things).Near(written) {
		near = append(near, names[at])
	}
	return near
}

// didYouMean asks whether one of these names was meant. It is empty if no name
// is near.
func didYouMean(near []string) string {
	if len(near) == 0 {
		return ""
	}
	return "did you mean " + listed(near) + "? "
}

func (f *flags) fromEnvironment(e *env) error {
	given := f.given()
	var failed error
	f.VisitAll(func(fl *flag.Flag) {
		value := e.getenv(f.variable(fl.Name))
		if given[fl.Name] || value == "" {
			return
		}
		f.variables[fl.Name] = value
		if err := f.Set(fl.Name, value); err != nil && failed == nil {
			failed = usagef("the variable %s: %s", envName(fl.Name), f.wrong(fl.Name, value, err.Error()))
		}
	})
	return failed
}

// given tells which flags were given, or set by their variables.
func (f *flags) given() map[string]bool {
	given := map[string]bool{}
	f.Visit(func(fl *flag.Flag) { given[fl.Name] = true })
	return given
}

// variable gives the name of the variable that sets a flag, "" if none does.
func (f *flags) variable(name string) string {
	if slices.Contains(f.typedOnly, name) {
		return ""
	}
	return envName(name)
}

// told adds the variable's name to an error about a flag that the environment
// set: the error begins with the flag, or soon names its value. Without it, the
// error would be about something that nobody gave.
func (f *flags) told(err error) error {
	if err == nil || errors.As(err, new(exitError)) {
		return err
	}
	text := err.Error()
	for _, name := range slices.Sorted(maps.Keys(f.variables)) {
		value, variable := f.variables[name], envName(name)
		switch {
		case value == "" || strings.Contains(text, variable):
		case beginsWithFlag(text, name):
			return fmt.Errorf("the variable %s is set to %q: %w", variable, bench.Clean(value), err)
		case !strings.Contains(text, "\n") && soonNames(text, bench.Clean(value)): // below a line may stand a command to copy
			return fmt.Errorf("%w (the variable %s is set to %q)", err, variable, bench.Clean(value))
		}
	}
	return err
}

func beginsWithFlag(text, name string) bool {
	for _, dashes := range []string{"-", "--"} {
		if after, ok := strings.CutPrefix(text, dashes+name); ok && strings.IndexAny(after, " :,") == 0 {
			return true
		}
	}
	return false
}

// soonNames tells whether a text has a value among its first words: "engine
// VALUE: there is no such file". Short values are found in too many texts.
func soonNames(text, value string) bool {
	at := strings.Index(text, value)
	if at < 0 || at > 40 || len(value) < 3 {
		return false
	}
	before, after := text[:at], text[at+len(value):]
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	return !isWordRune(last) && !isWordRune(next)
}

func isWordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_.", r))
}

// typed tells whether a flag was given on the command line, and not by the
// environment.
func (f *flags) typed(name string) bool {
	_, byVariable := f.variables[name]
	return f.given()[name] && !byVariable
}

func envName(flagName string) string {
	return "DRAGSTRIP_" + strings.ToUpper(strings.ReplaceAll(flagName, "-", "_"))
}

// spelled writes a flag with its dashes. Short flags and flags of llama-bench
// have one dash. All others have two dashes. The words "on", "by" and "of" are
// not short flags.
func spelled(name string) string {
	if len(name) <= 2 && !slices.Contains([]string{"on", "by", "of"}, name) || slices.ContainsFunc(bench.Parameters, func(p bench.Parameter) bool { return p.Flag == name }) || name == "mmp" || name == "dio" || name == "rpc" {
		return "-" + name
	}
	return "--" + name
}

// words gives the description of a flag.
func (f *flags) words(name string) string {
	_, words := flag.UnquoteUsage(f.Lookup(name))
	return words
}

// described gives the flags as pages of the manual hold them, in the order of
// their groups.
func (f *flags) described() (all []manual.Flag) {
	f.settle()
	f.VisitAll(func(fl *flag.Flag) {
		metavar, words := flag.UnquoteUsage(fl)
		if own, ok := f.metavars[fl.Name]; ok {
			metavar = own
		}
		one := manual.Flag{Name: spelled(fl.Name), Group: f.groups[fl.Name], Metavar: metavar, Words: words, Variable: f.variable(fl.Name)}
		if !slices.Contains([]string{"", "false", "0", "0s"}, fl.DefValue) {
			one.Default = strings.Replace(fl.DefValue, "m0s", "m", 1) // Go writes ten minutes as 10m0s
		}
		all = append(all, one)
	})
	slices.SortStableFunc(all, func(a, b manual.Flag) int { return slices.Index(f.order, a.Group) - slices.Index(f.order, b.Group) })
	return all
}

// list is a flag that may be given several times.
type list []string

func (l *list) String() string     { return strings.Join(*l, " ") }
func (l *list) Set(s string) error { *l = append(*l, s); return nil }
