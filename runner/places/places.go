package places

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// system are folders of package managers that a login over ssh often has not
// on its PATH.
var system = map[string][]string{
	"linux":  {"/usr/bin", "/usr/local/bin", "/home/linuxbrew/.linuxbrew/bin", "/snap/bin", "/run/current-system/sw/bin", "/nix/var/nix/profiles/default/bin"},
	"darwin": {"/opt/homebrew/bin", "/usr/local/bin", "/opt/local/bin", "/run/current-system/sw/bin", "/nix/var/nix/profiles/default/bin"},
}

// System are the folders where package managers put programs. root stands
// before each; "" is the real one.
func System(root string) []string {
	var folders []string
	for _, folder := range system[runtime.GOOS] {
		folders = append(folders, filepath.Join("/", root, folder))
	}
	return folders
}

// Sources are where people keep what they build, below the home folder. A star
// would do, but on a Mac a look into Documents or Desktop asks the user for
// leave.
var Sources = []string{"src", "git", "code", "dev", "repos", "projects", "github", "work", "Developer", "Projects", "source/repos"}

// Below gives what in a folder matches a pattern with slashes. The folder's own
// name may hold anything.
func Below(folder, pattern string) []string {
	names, _ := fs.Glob(os.DirFS(folder), pattern)
	var paths []string
	for _, name := range names {
		paths = append(paths, filepath.Join(folder, filepath.FromSlash(name)))
	}
	return paths
}

// Program finds a program of a name in a folder.
func Program(folder, name string) (path string, ok bool) {
	if folder == "" {
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
	path, err = filepath.Abs(path)
	return path, err == nil
}

// Executable tells whether a file can be started. On Windows its mode does not
// say.
func Executable(st fs.FileInfo) bool {
	return st.Mode().IsRegular() && (runtime.GOOS == "windows" || st.Mode()&0o111 != 0)
}

// ProgramName is what a program is called wherever it lies, also on Windows.
func ProgramName(path string) string { return strings.TrimSuffix(filepath.Base(path), ".exe") }

// Real is a path with all links in it followed, where it is absolute and there;
// else the path as it is.
func Real(path string) string {
	if real, err := filepath.EvalSymlinks(path); filepath.IsAbs(path) && err == nil {
		return real
	}
	return path
}
