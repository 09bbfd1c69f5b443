package install

import (
	"io/fs"
	"os"
	"path"
	"strings"

	"dragstrip/runner/pyenv"
)

// wouldInstall returns the packages that a line of an installer names, as
// NAME-VERSION in pyenv.Normal's form. pip names all in one line: "Would install NAME-VERSION
// NAME-VERSION". uv names each in a line: "+ NAME==VERSION".
func wouldInstall(line string) (named []string) {
	words := strings.Fields(line)
	switch {
	case len(words) > 2 && words[0] == "Would" && words[1] == "install" && !strings.HasSuffix(line, " packages") && !strings.HasSuffix(line, " package"):
		words = words[2:]
	case len(words) == 2 && words[0] == "+":
		words = []string{strings.Replace(words[1], "==", "-", 1)}
	default:
		return nil
	}
	for _, w := range words {
		named = append(named, pyenv.Normal(w))
	}
	return named
}

// packagesIn returns the packages of an environment, as wouldInstall does.
func packagesIn(folder string) (has []string) {
	for _, name := range described(folder) {
		has = append(has, pyenv.Normal(strings.TrimSuffix(path.Base(name), ".dist-info")))
	}
	return has
}

// described are the folders of an environment that describe packages.
func described(folder string) []string {
	found, _ := fs.Glob(os.DirFS(folder), "lib/python3*/site-packages/*.dist-info")
	return found
}
