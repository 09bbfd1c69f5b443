package llama

import (
	"slices"

	"dragstrip/runner/engine"
	"dragstrip/runner/places"
)

// The program is llama-bench, or the subcommand "bench" of the unified program.
// The server lies beside it: llama-server, or the subcommand "serve".
const (
	benchProgram     = "llama-bench"
	unifiedProgram   = "llama"
	subcommand       = "bench"
	serverProgram    = "llama-server"
	serverSubcommand = "serve"
)

// programIn finds the command in a folder: llama-bench, or else the unified
// program.
func programIn(folder string) (prefix []string, ok bool) {
	if path, ok := places.Program(folder, benchProgram); ok {
		return []string{path}, true
	}
	if path, ok := places.Program(folder, unifiedProgram); ok {
		return []string{path, subcommand}, true
	}
	return nil, false
}

// homePlaces are folders below the home folder where people build llama.cpp, or
// where other programs put it. A star stands for any part of a name.
var homePlaces = []string{
	".local/bin", "bin", ".nix-profile/bin", ".linuxbrew/bin",
	"llama.cpp", "llama.cpp/bin", "llama.cpp/build*/bin", "llama.cpp/build*/bin/Release",
	".unsloth/llama.cpp", ".unsloth/llama.cpp/build/bin", ".unsloth/llama.cpp/build/bin/Release",
	".cache/lemonade/bin/llamacpp/*", ".cache/lemonade/bin/llamacpp/*/bin", ".cache/lemonade/bin/llamacpp/*/build/bin",
	"AppData/Local/llama-app", "AppData/Local/Microsoft/WinGet/Links", "scoop/shims",
}

// usualPlaces lists the folders where people and other programs put llama.cpp.
// The system's folders come first.
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

// belowNamed lists where the program may lie within a folder that the user
// names.
var belowNamed = []string{".", "bin", "build/bin", "build/bin/Release", "build*/bin", "build*/bin/Release", "*/bin", "*"}

// inNamedFolder finds the program in a folder that the user names. The folder
// may hold built sources or an unpacked archive.
func inNamedFolder(folder string) (prefix []string, ok bool) {
	for _, pattern := range belowNamed {
		for _, sub := range slices.Sorted(slices.Values(places.Below(folder, pattern))) {
			if prefix, ok := programIn(sub); ok {
				return prefix, true
			}
		}
	}
	return nil, false
}
