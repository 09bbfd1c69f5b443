package former

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
)

// maxMended bounds the files that are looked through: scripts and settings
// have a few kilobytes.
const maxMended = 1 << 20

// mend replaces what named things by their former place: the model folders of
// the settings, and the scripts of Python environments, whose first lines name
// their own interpreter. What cannot be mended is left: engines are called by
// the interpreter, not by those scripts.
func (f Folder) mend(moved []Folder) {
	files := []string{presentSettings}
	for _, pattern := range []string{"/*/pyvenv.cfg", "/*/bin/*", "/*/Scripts/*"} {
		found, _ := fs.Glob(os.DirFS(f.Present), enginesFolder+pattern)
		files = append(files, found...)
	}
	for _, file := range files {
		mendFile(filepath.Join(f.Present, filepath.FromSlash(file)), moved)
	}
}

func mendFile(path string, moved []Folder) {
	look, err := os.Lstat(path)
	if err != nil || !look.Mode().IsRegular() || look.Size() > maxMended {
		return
	}
	text, err := os.ReadFile(path)
	if err != nil || bytes.IndexByte(text, 0) >= 0 {
		return
	}
	mended := text
	for _, f := range moved {
		for _, end := range []string{string(filepath.Separator), "/"} {
			mended = bytes.ReplaceAll(mended, []byte(f.Former+end), []byte(f.Present+end))
		}
	}
	if bytes.Equal(mended, text) {
		return
	}
	part := path + ".part"
	if os.WriteFile(part, mended, look.Mode().Perm()) != nil || os.Rename(part, path) != nil {
		_ = os.Remove(part)
	}
}
