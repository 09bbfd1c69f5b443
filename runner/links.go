package runner

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// LinksIn returns the folder for links to models with unusual names. Every
// engine build must accept its path, so the path may hold no comma, and no
// space as in macOS's usual place for such files. If the path below folder is
// not acceptable, a temporary folder is used. undo removes it.
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
