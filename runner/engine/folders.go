package engine

import (
	"os"
	"path/filepath"
	"strings"
)

// Folders are the user's home folder and the program's own folders, for an
// engine to use.
type Folders struct {
	Home, Data, Cache string
	Getenv            func(string) string
}

// AtHome replaces a leading ~, which no shell has expanded in a settings file or
// on a screen.
func (f Folders) AtHome(path string) string {
	rest, ok := strings.CutPrefix(path, "~")
	if ok && f.Home != "" && (rest == "" || os.IsPathSeparator(rest[0])) {
		return filepath.Join(f.Home, rest)
	}
	return path
}
