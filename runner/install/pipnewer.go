package install

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
)

// wouldInstall returns the packages that a line of an installer names, as
// NAME-VERSION. pip names all in one line: "Would install NAME-VERSION
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
		named = append(named, plainPackage(w))
	}
	return named
}

// packagesIn returns the packages of an environment, as wouldInstall does.
func packagesIn(folder string) (has []string) {
	found, _ := fs.Glob(os.DirFS(folder), "lib/python3*/site-packages/*.dist-info")
	for _, name := range found {
		has = append(has, plainPackage(strings.TrimSuffix(path.Base(name), ".dist-info")))
	}
	return has
}

var separators = regexp.MustCompile(`[-_.]+`)

// plainPackage writes the name of a package in one way: mlx_lm and MLX-LM are
// one package.
func plainPackage(name string) string {
	return strings.ToLower(separators.ReplaceAllString(name, "-"))
}
