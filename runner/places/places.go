package places

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// system are folders of package managers. In a login over ssh, PATH often lacks
// them.
var system = map[string][]string{
	"linux":  {"/usr/bin", "/usr/local/bin", "/home/linuxbrew/.linuxbrew/bin", "/snap/bin", "/run/current-system/sw/bin", "/nix/var/nix/profiles/default/bin"},
	"darwin": {"/opt/homebrew/bin", "/usr/local/bin", "/opt/local/bin", "/run/current-system/sw/bin", "/nix/var/nix/profiles/default/bin"},
}

// System lists the folders where package managers put programs. root is put
// before each folder, for tests; "" is the real root.
func System(root string) []string {
	var folders []string
	for _, folder := range system[runtime.GOOS] {
		folders = append(folders, filepath.Join("/", root, folder))
	}
	return folders
}

// Sources are the folders below the home folder where people build software. A
// pattern for all folders would be shorter, but macOS asks the user for
// permission if a program looks into Documents or Desktop.
var Sources = []string{"src", "git", "code", "dev", "repos", "projects", "github", "work", "Developer", "Projects", "source/repos"}

// Below lists the files and folders below a folder that match a pattern with
// slashes. The path of the folder is not part of the pattern, so it may hold
// any characters.
func Below(folder, pattern string) []string {
	names, _ := fs.Glob(os.DirFS(folder), pattern)
	var paths []string
	for _, name := range names {
		paths = append(paths, filepath.Join(folder, filepath.FromSlash(name)))
	}
	return paths
}

// Program finds a program by its name in a folder. It finds nothing if the
// folder's path is relative: PATH may hold ".", and anybody may have put a
// program into the current folder.
func Program(folder, name string) (path string, ok bool) {
	if !filepath.IsAbs(folder) {
		return "", false
	}
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	path = filepath.Join(folder, name)
	st, err := os.Stat(path)
	if err != nil || !Executable(st) {
		return "", false
	}
	return path, true
}

// Executable tells whether a file can be started. On Windows every regular file
// counts, because the mode of a file does not tell.
func Executable(st fs.FileInfo) bool {
	return st.Mode().IsRegular() && (runtime.GOOS == "windows" || st.Mode()&0o111 != 0)
}

// ProgramName returns the name of a program without its folder and without
// .exe.
func ProgramName(path string) string { return strings.TrimSuffix(filepath.Base(path), ".exe") }

// Real follows all links in a path. If the path is relative or does not exist,
// Real returns it unchanged.
func Real(path string) string {
	if resolved, err := filepath.EvalSymlinks(path); filepath.IsAbs(path) && err == nil {
		return resolved
	}
	return path
}
