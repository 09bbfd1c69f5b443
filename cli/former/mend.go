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

// maxMended is the size of the largest file that is corrected. Scripts and
// settings have a few kilobytes.
const maxMended = 1 << 20

// Mend replaces former paths in everything that was taken over, now or earlier.
// These are the model folders in the settings, and the scripts of Python
// environments, whose first lines name their own interpreter. It returns how
// many files it changed. A file that cannot be corrected is left as it is. That
// does no harm, because engines are called by the interpreter and not by those
// scripts.
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

// toMend gives the files that may name former paths.
func (f Folder) toMend() []string {
	var files []string
	if f.ours(Settings) {
		_ = f.renameSettings() // if that fails, the former name is still read
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

// renameSettings gives the settings file its present name. The file still has
// its former name if its folder was moved as a whole.
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
