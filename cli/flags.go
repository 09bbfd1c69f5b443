package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"dragstrip/bench"
)

// flags is a flag set in which flags and arguments may stand in any order,
// and every flag that was not given is taken from the environment:
// --no-hash from DRAGSTRIP_NO_HASH. The flag beats the environment.
type flags struct {
	*flag.FlagSet
	synopsis string
}

func newFlags(name, synopsis string) *flags {
	fs := flag.NewFlagSet(name, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	return &flags{fs, synopsis}
}

// parse returns the arguments that are not flags.
func (f *flags) parse(e *env, args []string) ([]string, error) {
	var rest []string
	for {
		err := f.FlagSet.Parse(args)
		if errors.Is(err, flag.ErrHelp) {
			f.help(e.out)
			return nil, err
		}
		if m := unparsed.FindStringSubmatch(fmt.Sprint(err)); m != nil && f.Lookup(m[2]) != nil {
			return nil, usagef("%s is not possible for --%s (%s); times are written 90s, 10m, 1h30m", m[1], m[2], f.Lookup(m[2]).Usage)
		}
		if err != nil {
			return nil, usagef("%w; `dragstrip %s -h` lists the flags", err, f.Name())
		}
		left := f.Args()
		if len(left) == 0 {
			break
		}
		// "--" ends the flags: Parse has taken it out, so it stood just
		// before what is left.
		if at := len(args) - len(left) - 1; at >= 0 && args[at] == "--" {
			rest = append(rest, left...)
			break
		}
		rest = append(rest, left[0])
		args = left[1:]
	}
	return rest, f.fromEnvironment(e)
}

// unparsed is what package flag says of a time that is none.
var unparsed = regexp.MustCompile(`^invalid value (".*") for flag -(\S+): parse error$`)

func (f *flags) fromEnvironment(e *env) error {
	given := map[string]bool{}
	f.Visit(func(fl *flag.Flag) { given[fl.Name] = true })
	var failed error
	f.VisitAll(func(fl *flag.Flag) {
		name := envName(fl.Name)
		value := e.getenv(name)
		if given[fl.Name] || value == "" {
			return
		}
		if err := f.Set(fl.Name, value); err != nil && failed == nil {
			failed = usagef("%s=%q is not possible for --%s (%s): %w", name, value, fl.Name, fl.Usage, err)
		}
	})
	return failed
}

func envName(flagName string) string {
	return "DRAGSTRIP_" + strings.ToUpper(strings.ReplaceAll(flagName, "-", "_"))
}

// isParameter tells whether a flag is one of the engine's parameters.
func isParameter(name string) bool {
	return slices.ContainsFunc(bench.Parameters, func(p bench.Parameter) bool { return p.Flag == name })
}

func (f *flags) help(w io.Writer) {
	fmt.Fprintf(w, "Usage: dragstrip %s %s\n\n", f.Name(), f.synopsis)
	f.VisitAll(func(fl *flag.Flag) {
		value, usage := flag.UnquoteUsage(fl)
		left := "--" + fl.Name
		if len(fl.Name) <= 2 || isParameter(fl.Name) {
			left = "-" + fl.Name // as llama-bench spells it
		}
		if value != "" {
			left += " " + value
		}
		def := ""
		if fl.DefValue != "" && fl.DefValue != "false" && fl.DefValue != "0" && fl.DefValue != "0s" {
			def = " (default " + fl.DefValue + ")"
		}
		fmt.Fprintf(w, "  %-22s %s%s\n", left, usage, def)
	})
	fmt.Fprintf(w, "\nEvery flag can also be set in the environment, --no-hash as %s.\n", envName("no-hash"))
}

// list is a flag that may be given several times.
type list []string

func (l *list) String() string     { return strings.Join(*l, " ") }
func (l *list) Set(s string) error { *l = append(*l, s); return nil }
