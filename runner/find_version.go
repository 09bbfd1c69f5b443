package runner

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// Newest is the version in a name like llama.cpp@newest: the newest build of
// the engine that is here.
const Newest = "newest"

// NotHere is the error of a name like llama.cpp@b11669 if no such build is on
// this machine.
type NotHere struct {
	Kind    *engine.Kind // the kind of engine that was named
	Version string
}

func (n *NotHere) Error() string {
	if n.Version == Newest {
		return fmt.Sprintf("no build of %s was found; `dragstrip setup %s --upgrade` installs the newest", n.Kind.Title(), n.Kind.Name)
	}
	return fmt.Sprintf("version %s of %s is not on this machine; `dragstrip setup %s --tag %s` installs it if it was published, `dragstrip engines` lists what is here",
		bench.Clean(n.Version), n.Kind.Title(), n.Kind.Name, bench.Clean(n.Version))
}

// Versioned splits a name like llama.cpp@b11669.
func (k Kinds) Versioned(word string) (kind *engine.Kind, version string, ok bool) {
	name, version, ok := strings.Cut(word, "@")
	if !ok || version == "" {
		return nil, "", false
	}
	kind, ok = k.Named(name)
	return kind, version, ok
}

// NamesNewest gives the kind in a name that asks for the newest build of a
// kind, such as "A=1 llama.cpp@newest -v". ok is false if the name asks for
// something else.
func (k Kinds) NamesNewest(name string) (kind *engine.Kind, ok bool) {
	_, words, err := splitSettings(name)
	if err != nil {
		return nil, false
	}
	kind, version, ok := k.Versioned(words[0])
	return kind, ok && version == Newest
}

// IsVersion tells whether a build has the given version. A build has it if it
// reports that version, if the version is "b" and the build's number, or if
// setup installed the build under that version.
func (s *Search) IsVersion(b bench.EngineBuild, version string) bool {
	if b.Version == version || b.Number > 0 && "b"+strconv.Itoa(b.Number) == version {
		return true
	}
	return slices.ContainsFunc(s.Own, func(own bench.EngineBuild) bool {
		return own.Engine == b.Engine && own.Version == version && s.Kinds.key(own) == s.Kinds.key(b)
	})
}

// newest keeps the builds for which no other build is newer.
func newest(kind *engine.Kind, builds []bench.EngineBuild) (those []bench.EngineBuild) {
	newer := newerOf(kind)
	for _, b := range builds {
		if !slices.ContainsFunc(builds, func(other bench.EngineBuild) bool { return newer(other, b) }) {
			those = append(those, b)
		}
	}
	return those
}

// Newer tells whether a is a newer build than b. The result is false if the
// builds belong to two engines, or to an engine that is not in the table.
func (k Kinds) Newer(a, b bench.EngineBuild) bool {
	kind, known := k.Kind(a.Engine)
	return known && a.Engine == b.Engine && newerOf(kind)(a, b)
}

// newerOf gives the function that compares builds of a kind by age. If the kind
// has no such function, the versions are compared.
func newerOf(kind *engine.Kind) func(a, b bench.EngineBuild) bool {
	if kind.Newer != nil {
		return kind.Newer
	}
	return laterVersion
}

// laterVersion compares versions by their numbers: 0.10 is later than 0.9.
func laterVersion(a, b bench.EngineBuild) bool {
	numbers := func(version string) (all []int) {
		for part := range strings.FieldsFuncSeq(version, func(r rune) bool { return r < '0' || r > '9' }) {
			n, _ := strconv.Atoi(part)
			all = append(all, n)
		}
		return all
	}
	return cmp.Or(slices.Compare(numbers(a.Version), numbers(b.Version)), slices.Compare(numbers(a.Library), numbers(b.Library))) > 0
}
