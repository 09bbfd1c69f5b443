package standin

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// finalName is the name of a file of weights in the folder once it is complete.
// A file that is the whole model keeps its unfinished name until it is moved
// out of the folder. Otherwise a search would find it there.
func (w *work) finalName(f *weightFile) string {
	if w.single {
		return f.name + partEnd
	}
	return f.name
}

// finished tells whether path already holds exactly this stand-in, complete. It
// compares header, size and the small files; it does not read the weights.
func (w *work) finished(path string) bool {
	if w.single {
		return begins(path, w.files[0].header, w.files[0].size())
	}
	return w.complete(path)
}

// complete tells whether the folder has all files in full.
func (w *work) complete(folder string) bool {
	for i := range w.files {
		f := &w.files[i]
		if !begins(filepath.Join(folder, w.finalName(f)), f.header, f.size()) {
			return false
		}
	}
	for _, f := range w.small {
		if !begins(filepath.Join(folder, f.name), f.text, int64(len(f.text))) {
			return false
		}
	}
	return true
}

// begins tells whether the file at path has the given size and begins with
// these bytes.
func begins(path string, with []byte, size int64) bool {
	look, err := os.Lstat(path)
	if err != nil || !look.Mode().IsRegular() || look.Size() != size {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	got := make([]byte, len(with))
	_, err = io.ReadFull(f, got)
	return err == nil && bytes.Equal(got, with)
}

// deliver moves the model from the unfinished folder to path. There may be an
// earlier stand-in at path.
func (w *work) deliver(folder, path string) error {
	if err := w.replaceable(path); err != nil { // another process may have made something there in the meantime
		return err
	}
	if !w.single {
		return replaceFolder(folder, path)
	}
	if err := os.Rename(filepath.Join(folder, w.finalName(&w.files[0])), path); err != nil {
		return fmt.Errorf("rename the finished file: %w", err)
	}
	os.Remove(folder) // the folder stays if somebody put something into it
	return nil
}
