package llama

import (
	"slices"

	"dragstrip/runner/engine"
	"dragstrip/runner/places"
)

// The program is called llama-bench, or it is a word of the unified program.
const (
	benchProgram   = "llama-bench"
	unifiedProgram = "llama"
	subcommand     = "bench"
)

// programIn gives the command of a folder. The unified program stands for
// llama-bench where that is not there.
func programIn(folder string) (prefix []string, ok bool) {
	if path, ok := places.Program(folder, benchProgram); ok {
		return []string{path}, true
	}
	if path, ok := places.Program(folder, unifiedProgram); ok {
		return []string{path, subcommand}, true
	}
	return nil, false
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

// usualPlaces are where people and other programs put llama.cpp, the
// system's first.
func usualPlaces(s engine.Surroundings) []string {
	folders := places.System(s.Root)
	if s.Home == "" {
		return folders
	}
	patterns := slices.Clone(homePlaces)
	for _, sources := range places.Sources {
		patterns = append(patterns, sources+"/llama.cpp/build*/bin", sources+"/llama.cpp/build*/bin/Release")
	}
	for _, pattern := range patterns {
		folders = append(folders, places.Below(s.Home, pattern)...)
	}
	return folders
}

// belowNamed are where in a folder that the user names the program may lie.
var belowNamed = []string{".", "bin", "build/bin", "build/bin/Release", "build*/bin", "build*/bin/Release", "*/bin", "*"}

// inNamedFolder looks where builds and unpacked archives have their programs.
func inNamedFolder(folder string) (prefix []string, ok bool) {
	for _, pattern := range belowNamed {
		for _, place := range slices.Sorted(slices.Values(places.Below(folder, pattern))) {
			if prefix, ok := programIn(place); ok {
				return prefix, true
			}
		}
	}
	return nil, false
}
