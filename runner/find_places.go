package runner

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
)

// inFolder looks for the program in one folder.
func (c *candidates) inFolder(folder, origin string) {
	if prefix, ok := programIn(folder); ok {
		c.add(origin, nil, prefix...)
	}
}

// programIn gives the command of a folder. The unified program stands for
// llama-bench where that is not there.
func programIn(folder string) ([]string, bool) {
	if folder == "" {
		return nil, false
	}
	if path, ok := program(folder, "llama-bench"); ok {
		return []string{path}, true
	}
	if path, ok := program(folder, "llama"); ok {
		return []string{path, "bench"}, true
	}
	return nil, false
}

// program finds an executable file of a name in a folder.
func program(folder, name string) (string, bool) {
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	path := filepath.Join(folder, name)
	st, err := os.Stat(path)
	if err != nil || !st.Mode().IsRegular() || (runtime.GOOS != "windows" && st.Mode()&0o111 == 0) {
		return "", false
	}
	abs, err := filepath.Abs(path)
	return abs, err == nil
}

// systemPlaces are folders of package managers that a login over ssh often
// has not on its PATH.
var systemPlaces = map[string][]string{
	"linux":  {"/usr/bin", "/usr/local/bin", "/home/linuxbrew/.linuxbrew/bin", "/snap/bin", "/run/current-system/sw/bin", "/nix/var/nix/profiles/default/bin"},
	"darwin": {"/opt/homebrew/bin", "/usr/local/bin", "/opt/local/bin", "/run/current-system/sw/bin", "/nix/var/nix/profiles/default/bin"},
}

// homePlaces are where people build llama.cpp and where other programs put
// it, below the home folder. A star is any part of a name.
var homePlaces = []string{
	".local/bin", "bin", ".nix-profile/bin", ".linuxbrew/bin",
	"llama.cpp", "llama.cpp/bin", "llama.cpp/build*/bin", "llama.cpp/build*/bin/Release",
	".unsloth/llama.cpp", ".unsloth/llama.cpp/build/bin", ".unsloth/llama.cpp/build/bin/Release",
	".cache/lemonade/bin/llamacpp/*", ".cache/lemonade/bin/llamacpp/*/bin", ".cache/lemonade/bin/llamacpp/*/build/bin",
	"AppData/Local/llama-app", "AppData/Local/Microsoft/WinGet/Links", "scoop/shims",
}

// sourcePlaces are where people keep what they build. A star would do, but on
// a Mac a look into Documents or Desktop asks the user for leave.
var sourcePlaces = []string{"src", "git", "code", "dev", "repos", "projects", "github", "work", "Developer", "Projects", "source/repos"}

// usualPlaces are where people and other programs put llama.cpp, the
// system's first.
func (s *Search) usualPlaces() []string {
	var places []string
	for _, place := range systemPlaces[runtime.GOOS] {
		places = append(places, filepath.Join("/", s.Root, place))
	}
	if s.Home == "" {
		return places
	}
	// Patterns below the folder: the folder's own name may hold anything.
	home := os.DirFS(s.Home)
	patterns := slices.Clone(homePlaces)
	for _, place := range sourcePlaces {
		patterns = append(patterns, place+"/llama.cpp/build*/bin", place+"/llama.cpp/build*/bin/Release")
	}
	for _, pattern := range patterns {
		found, _ := fs.Glob(home, pattern)
		for _, place := range found {
			places = append(places, filepath.Join(s.Home, filepath.FromSlash(place)))
		}
	}
	return places
}

// belowNamed are where in a folder that the user names the program may lie.
var belowNamed = []string{".", "bin", "build/bin", "build/bin/Release", "build*/bin", "build*/bin/Release", "*/bin", "*"}

// inNamedFolder looks where builds and unpacked archives have their programs.
func inNamedFolder(folder string) ([]string, bool) {
	tree := os.DirFS(folder)
	for _, pattern := range belowNamed {
		places, _ := fs.Glob(tree, pattern)
		for _, place := range slices.Sorted(slices.Values(places)) {
			if prefix, ok := programIn(filepath.Join(folder, filepath.FromSlash(place))); ok {
				return prefix, true
			}
		}
	}
	return nil, false
}
