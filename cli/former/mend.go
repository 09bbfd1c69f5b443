package former

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"dragstrip/bench"
)

// maxMended bounds the files that are looked through: scripts and settings
// have a few kilobytes.
const maxMended = 1 << 20

// Mend replaces what names things by their former place, in all that was taken
// over, now or before: the model folders of the settings, and the scripts of
// Python environments, whose first lines name their own interpreter. It says
// how many files it changed. What cannot be mended is left: engines are called
// by the interpreter, not by those scripts.
func Mend(pairs []Folder) (mended int) {
	for _, f := range each(pairs) {
		for _, file := range f.toMend() {
			if mendFile(filepath.Join(f.Present, filepath.FromSlash(file)), pairs) {
				mended++
			}
		}
	}
	return mended
}

// toMend are the files that may name places.
func (f Folder) toMend() []string {
	var files []string
	if f.ours(Settings) {
		_ = f.renameSettings() // the former name of the file is read, too
		files = append(files, presentSettings)
	}
	if f.ours(enginesFolder) {
		for _, pattern := range []string{"/*/pyvenv.cfg", "/*/bin/*", "/*/Scripts/*"} {
			found, _ := fs.Glob(os.DirFS(f.Present), enginesFolder+pattern)
			files = append(files, found...)
		}
	}
	return files
}

// renameSettings: in a folder that moved as a whole they still have their
// former name.
func (f Folder) renameSettings() error {
	was, is := filepath.Join(f.Present, Settings), filepath.Join(f.Present, presentSettings)
	if _, err := os.Lstat(is); err == nil {
		return nil
	}
	if err := os.Rename(was, is); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func mendFile(path string, pairs []Folder) bool {
	look, err := os.Lstat(path)
	if err != nil || !look.Mode().IsRegular() || look.Size() > maxMended || strings.HasSuffix(path, ".part") {
		return false
	}
	text, err := os.ReadFile(path)
	if err != nil || bytes.IndexByte(text, 0) >= 0 {
		return false
	}
	mended := bench.NowIn(Moved(pairs, string(text)), string(text))
	if mended == string(text) {
		return false
	}
	part := path + ".part"
	if os.WriteFile(part, []byte(mended), look.Mode().Perm()) != nil || os.Rename(part, path) != nil {
		_ = os.Remove(part)
		return false
	}
	return true
}
