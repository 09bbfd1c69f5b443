package runner

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// LinksIn returns the folder for links to models with unusual names. Every
// engine build must accept its path, so the path may hold only plain ASCII
// without commas, spaces and quotes. The usual folder on macOS, for example,
// has a space in its path. If the path below folder cannot be used, LinksIn
// makes a temporary folder. undo removes the folder for links.
func LinksIn(folder string) (path string, undo func(), err error) {
	path = filepath.Join(folder, "links")
	if !strings.ContainsFunc(path, func(r rune) bool { return r == ',' || r == ' ' || r == '"' || r < ' ' || r > '~' }) {
		return path, func() { os.Remove(path) }, nil
	}
	path, err = os.MkdirTemp("", "dragstrip-links-")
	if err != nil {
		return "", func() {}, fmt.Errorf("make a folder for links: %w", err)
	}
	return path, func() { os.RemoveAll(path) }, nil
}
