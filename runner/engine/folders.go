package engine

import (
	"os"
	"path/filepath"
	"strings"
)

// Folders are the user's home folder and dragstrip's folders for data and
// cache. An engine may use them.
type Folders struct {
	Home, Data, Cache string
	Getenv            func(string) string
}

// AtHome replaces a leading ~ by the home folder. In a settings file or on a
// screen, no shell has done that.
func (f Folders) AtHome(path string) string {
	rest, ok := strings.CutPrefix(path, "~")
	if ok && f.Home != "" && (rest == "" || os.IsPathSeparator(rest[0])) {
		return filepath.Join(f.Home, rest)
	}
	return path
}
