package ollama

import (
	"context"
	"errors"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/places"
	"dragstrip/runner/serving"
)

// program is the name of the program.
const program = "ollama"

// finder looks for a server at its usual address, and for the program.
type finder struct{}

// Look lists the server first, because a user who has one means that one.
func (finder) Look(s engine.Surroundings) (found []bench.EngineBuild, _ []engine.Problem) {
	if at := usualAddress(s.Getenv("OLLAMA_HOST")); at != nil && s.Root == "" && listens(at) {
		found = append(found, bench.EngineBuild{Engine: Name, Prefix: []string{at.String()}, Origin: "the network"})
	}
	add := func(folder, origin string) {
		if path, ok := places.Program(folder, program); ok {
			found = append(found, bench.EngineBuild{Engine: Name, Prefix: []string{path}, Origin: origin})
		}
	}
	for _, folder := range s.Path {
		add(folder, "PATH")
	}
	for _, folder := range usualFolders(s) {
		add(folder, folder)
	}
	return found, nil
}

// usualFolders are where installers put the program.
func usualFolders(s engine.Surroundings) []string {
	folders := append(places.System(s.Root), filepath.Join("/", s.Root, "/Applications/Ollama.app/Contents/Resources"))
	if s.Home != "" {
		for _, below := range []string{".local/bin", "bin", "go/bin", "Applications/Ollama.app/Contents/Resources", "AppData/Local/Programs/Ollama", "scoop/shims"} {
			folders = append(folders, filepath.Join(s.Home, below))
		}
	}
	return folders
}

// dialTime is how long an address of another machine may take to answer.
const dialTime = 500 * time.Millisecond

// listens tells whether something listens at an address. It sends nothing.
func listens(at *url.URL) bool {
	port := at.Port()
	if port == "" {
		port = at.Scheme
	}
	conn, err := net.DialTimeout("tcp", net.JoinHostPort(at.Hostname(), port), dialTime)
	if err != nil {
		return false
	}
	_ = conn.Close()
	return true
}

// Take accepts an address, the program, and a folder that holds the program.
func (finder) Take(_ engine.Surroundings, path string, words []string) (b bench.EngineBuild, ok bool, err error) {
	b = bench.EngineBuild{Engine: Name, Prefix: append([]string{path}, words...), Origin: filepath.Dir(path)}
	switch {
	case serving.IsAddress(path):
		at, err := placeOf(b.Prefix)
		if err != nil {
			return b, true, err
		}
		b.Prefix[0], b.Origin = at.url, "the network"
		return b, true, nil
	case places.ProgramName(path) == program:
		_, err := placeOf(b.Prefix)
		return b, true, err
	}
	if found, holds := places.Program(path, program); holds {
		b.Prefix[0], b.Origin = found, path
		return b, true, nil
	}
	return b, false, errors.New("holds no " + program)
}

// Key is the address, or the program without links, and the words after it.
func (finder) Key(b bench.EngineBuild) string {
	if len(b.Prefix) == 0 {
		return ""
	}
	first := b.Prefix[0]
	if !serving.IsAddress(first) {
		first = places.Real(first)
	}
	return strings.Join(append([]string{first}, b.Prefix[1:]...), "\x00")
}

// isElsewhere tells whether a server is on another machine.
func (p place) isElsewhere(ctx context.Context) bool {
	return p.url != "" && serving.PortHere(ctx, p.url) == 0
}
