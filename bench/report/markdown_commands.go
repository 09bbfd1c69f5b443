package report

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

// commands lists the command lines that were started, each once with the jobs it
// served, in the order of their first start.
func (m *markdown) commands() string {
	var all once
	starts := map[string]string{} // by line, how it begins
	for _, j := range m.s.Jobs {
		times, order := map[string]int{}, []string{}
		for _, e := range j.Engines {
			start, rest := m.command(e, j.BuildUsed().Prefix)
			line := joinNonEmpty(" ", start, rest)
			starts[line] = start
			if times[line]++; times[line] == 1 {
				order = append(order, line)
			}
		}
		for _, line := range order {
			what := ""
			if len(m.s.Jobs) > 1 {
				what = j.ID
			}
			if times[line] > 1 {
				what = joinNonEmpty(" ", what, fmt.Sprintf("%d times", times[line]))
			}
			all.add(line, what)
		}
	}
	return shortened(&all, starts)
}

// command writes one start of an engine as a shell command, in two parts: how
// the build is started, and what it was asked. The first part is "" if the
// command does not begin with that of the build.
func (m *markdown) command(e bench.EngineStarted, prefix []string) (start, rest string) {
	var words []string
	for _, env := range e.Env {
		if !strings.Contains(env, "=") {
			words = append(words, "-u", shellWord(m.r.argument(env)))
		}
	}
	if len(words) > 0 { // a shell assignment cannot remove a variable
		words = append([]string{"env"}, words...)
	}
	for _, env := range e.Env {
		if strings.Contains(env, "=") {
			words = append(words, shellVariable(m.r.argument(bench.ShownVariable(env))))
		}
	}
	program := 0
	if len(prefix) > 0 && len(e.Argv) > len(prefix) && slices.Equal(e.Argv[:len(prefix)], prefix) {
		program = len(words) + len(prefix)
	}
	for _, arg := range e.Argv {
		words = append(words, shellWord(m.r.argument(arg)))
	}
	return strings.Join(words[:program], " "), strings.Join(words[program:], " ")
}

// longStart is the length in bytes from which a beginning is written once, as a
// shell function, if several commands share it.
const longStart = 60

// shortened writes commands for a shell, with long beginnings that several
// commands share written once. starts says how each command begins.
func shortened(all *once, starts map[string]string) string {
	var shared []string
	for i, line := range all.order {
		start := starts[line]
		again := slices.ContainsFunc(all.order[i+1:], func(l string) bool { return starts[l] == start })
		if len(start) >= longStart && again && !slices.Contains(shared, start) {
			shared = append(shared, start)
		}
	}
	var functions strings.Builder
	short := once{of: map[string][]string{}}
	named := func(i int) string {
		if len(shared) == 1 {
			return "engine"
		}
		return fmt.Sprintf("engine%d", i+1)
	}
	for i, start := range shared {
		fmt.Fprintf(&functions, "%s() { %s \"$@\"; }\n", named(i), start)
	}
	for _, line := range all.order {
		what := all.of[line]
		if i := slices.Index(shared, starts[line]); i >= 0 {
			line = named(i) + strings.TrimPrefix(line, starts[line])
		}
		short.order = append(short.order, line)
		short.of[line] = what
	}
	return functions.String() + short.text()
}

// shellVariable writes a variable as a POSIX shell sets it before a command.
// Only the value is quoted, because a shell would take a quoted name for the
// command.
func shellVariable(variable string) string {
	name, value, _ := strings.Cut(variable, "=")
	if value == "" {
		return name + "="
	}
	return name + "=" + shellWord(value)
}

// shellWord quotes a word for a POSIX shell if necessary. A leading ~ is not
// quoted, so that the shell replaces it with the reader's home folder.
func shellWord(s string) string {
	plain := strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./-_~") == ""
	if s != "" && plain {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
