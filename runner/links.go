package runner

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// LinksIn is where links to oddly named models go. Its own path must be one
// that every engine build takes: without commas, and without the space that
// macOS has in its usual place. Where that of the folder is not, it is a
// temporary one. undo removes what it can.
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
