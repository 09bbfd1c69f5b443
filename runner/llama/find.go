package llama

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/places"
)

// finder finds llama-bench, or the unified program, which runs it as `llama
// bench`.
type finder struct{}

// Look lists the programs in dragstrip's own folder, in each folder of PATH,
// and in the places where people and other programs put llama.cpp.
func (finder) Look(s engine.Surroundings) (found []bench.EngineBuild, _ []engine.Problem) {
	for _, own := range s.Own {
		if len(own.Prefix) > 0 {
			b := newBuild(own.Origin, own.Env, own.Prefix)
			b.Version = own.Version // old builds do not tell their version
			found = append(found, b)
		}
	}
	look := func(origin, folder string) {
		if prefix, ok := programIn(folder); ok {
			found = append(found, newBuild(origin, nil, prefix))
		}
	}
	for _, folder := range s.Path {
		look("PATH", folder)
	}
	for _, folder := range usualPlaces(s) {
		look(folder, folder)
	}
	return found, nil
}

func newBuild(origin string, env, prefix []string) bench.EngineBuild {
	return bench.EngineBuild{Engine: Name, Origin: origin, Env: env, Prefix: prefix}
}

// Take recognizes the program by its name. path is the program, or a folder
// that holds the program.
func (finder) Take(_ engine.Surroundings, path string, words []string) (b bench.EngineBuild, ok bool, err error) {
	st, err := os.Stat(path)
	switch {
	case err != nil:
		return b, false, nil
	case st.IsDir():
		prefix, held := inNamedFolder(path)
		if !held {
			return b, false, fmt.Errorf("holds neither %s nor %s", benchProgram, unifiedProgram)
		}
		return newBuild(filepath.Dir(prefix[0]), nil, prefix), true, nil
	case !places.Executable(st):
		return b, false, nil
	}
	prefix := append([]string{path}, words...)
	switch places.ProgramName(path) {
	case benchProgram, serverProgram:
	case unifiedProgram:
		if len(words) == 0 {
			prefix = append(prefix, subcommand)
		}
	default:
		if !startsServer(prefix) { // a loader may start it
			return b, false, nil
		}
	}
	b = newBuild(filepath.Dir(path), nil, prefix)
	if startsServer(prefix) {
		b.Engine = ServerName
	}
	return b, true, nil
}

// startsServer tells whether a command starts llama-server.
func startsServer(prefix []string) bool {
	at := programPart(bench.EngineBuild{Prefix: prefix})
	switch places.ProgramName(prefix[at]) {
	case serverProgram:
		return true
	case unifiedProgram:
		return at+1 < len(prefix) && prefix[at+1] == serverSubcommand
	}
	return false
}

// Key joins the parts of the command. It follows links in every part, because a
// loader may come before the program.
func (finder) Key(b bench.EngineBuild) string {
	parts := slices.Clone(b.Prefix)
	for i, part := range parts {
		parts[i] = places.Real(part)
	}
	return strings.Join(parts, "\x00")
}

// newer compares builds by build number, which counts the project's commits.
func newer(a, b bench.EngineBuild) bool { return a.Number > b.Number }
