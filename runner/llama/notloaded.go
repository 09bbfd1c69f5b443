package llama

import (
	"debug/elf"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
	"dragstrip/runner/words"
)

// backendFile matches the name of a file that holds a backend. A build loads
// these files when it starts. If several files are for the CPU, it loads only
// the best of them.
var backendFile = lazyregexp.New(`^(?:lib)?ggml-(\w+)\.(?:so|dll|dylib)$`)

// notLoaded names the backends that a build did not load although their files
// are in its folder. Release builds say nothing about such backends, so a
// missing driver looks like a missing GPU.
func notLoaded(build bench.EngineBuild, said []string) []string {
	if !slices.ContainsFunc(said, loadedLine.MatchString) {
		return nil // all backends are part of the program itself
	}
	var out []string
	for _, file := range backendFiles(build) {
		name := filepath.Base(file)
		loaded := func(line string) bool { return loadedLine.MatchString(line) && strings.Contains(line, name) }
		if !slices.ContainsFunc(said, loaded) {
			out = append(out, "not loaded: "+words.Tidy(name)+whyNot(file, build))
		}
	}
	return out
}

// unloaded are the files of a build's backends for GPUs, if it loaded none of
// them. A build that says that it loaded no backend at all has them inside.
func unloaded(build bench.EngineBuild, s *said) (names []string) {
	if len(s.loaded) == 0 || bench.GPUBackend(s.backends()...) != "" {
		return nil
	}
	for _, file := range backendFiles(build) {
		name := filepath.Base(file)
		switch backendFile.FindStringSubmatch(name)[1] {
		case "rpc", "blas", "zendnn", "amx": // no GPU of this machine
		default:
			names = append(names, words.Tidy(name))
		}
	}
	return names
}

// backendFiles are the files of a build's backends, without those for the CPU.
func backendFiles(build bench.EngineBuild) (files []string) {
	for _, folder := range backendFolders(build) {
		entries, err := os.ReadDir(folder)
		if err != nil {
			continue
		}
		for _, e := range entries {
			if m := backendFile.FindStringSubmatch(e.Name()); m != nil && m[1] != "base" && !strings.HasPrefix(m[1], "cpu") {
				files = append(files, filepath.Join(folder, e.Name()))
			}
		}
	}
	return files
}

// backendFolders lists the folders of all programs in a build's command. A
// build looks for its backends beside the program that was started, which may
// be a loader.
func backendFolders(build bench.EngineBuild) []string {
	var out []string
	for _, word := range build.Prefix {
		resolved, err := filepath.EvalSymlinks(word)
		if st, statErr := os.Stat(resolved); err != nil || statErr != nil || st.IsDir() {
			continue
		}
		if folder := filepath.Dir(resolved); !slices.Contains(out, folder) {
			out = append(out, folder)
		}
	}
	return out
}

// whyNot says which libraries of a backend are missing on this machine. It
// works only for Linux, because it reads the names of the libraries from an ELF
// file.
func whyNot(file string, build bench.EngineBuild) string {
	f, err := elf.Open(file)
	if err != nil {
		return ""
	}
	defer f.Close()
	needs, err := f.ImportedLibraries()
	if err != nil {
		return ""
	}
	folders := append(libraryFolders(build), filepath.Dir(file))
	var missing []string
	for _, lib := range needs {
		there := func(folder string) bool {
			_, err := os.Stat(filepath.Join(folder, lib))
			return err == nil
		}
		if !slices.ContainsFunc(folders, there) && len(missing) < 10 {
			missing = append(missing, words.Tidy(lib))
		}
	}
	if len(missing) == 0 {
		return " (the libraries that it needs are there, and it gives no reason)"
	}
	return " (missing on this machine: " + strings.Join(missing, ", ") + ")"
}

// libraryFolders lists the folders where the system looks for libraries, and
// the folders in the build's command and in LD_LIBRARY_PATH.
func libraryFolders(build bench.EngineBuild) []string {
	var out []string
	for i, word := range build.Prefix {
		if word == "--library-path" && i+1 < len(build.Prefix) {
			out = append(out, filepath.SplitList(build.Prefix[i+1])...)
		}
	}
	out = append(out, filepath.SplitList(os.Getenv("LD_LIBRARY_PATH"))...)
	for _, pattern := range []string{"/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib/*-linux-gnu*", "/usr/lib/*-linux-gnu*", "/usr/local/lib/*-linux-gnu*"} {
		found, _ := filepath.Glob(pattern)
		out = append(out, found...)
	}
	configured, _ := filepath.Glob("/etc/ld.so.conf.d/*.conf")
	for _, file := range configured {
		text, err := os.ReadFile(file)
		for line := range strings.Lines(string(text)) {
			if line = strings.TrimSpace(line); err == nil && filepath.IsAbs(line) {
				out = append(out, line)
			}
		}
	}
	return out
}
