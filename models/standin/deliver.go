package standin

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// finalName is what a file of weights is called in the folder once it is
// whole. One that is the model itself keeps the name of an unfinished one until
// it leaves the folder, or a search would find it there.
func (w *work) finalName(f *weightFile) string {
	if w.single {
		return f.name + partEnd
	}
	return f.name
}

// finished: this very stand-in has its name. Header, size and the small files
// say it; the weights are not read.
func (w *work) finished(path string) bool {
	if w.single {
		return begins(path, w.files[0].header, w.files[0].size())
	}
	return w.complete(path)
}

// complete: all files are in the folder, whole.
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

// begins: the file has that size and begins so.
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

// deliver puts what is whole in the unfinished folder where an earlier
// stand-in, or nothing, is.
func (w *work) deliver(folder, path string) error {
	if err := w.replaceable(path); err != nil { // somebody may have come between
		return err
	}
	if !w.single {
		return replaceFolder(folder, path)
	}
	if err := os.Rename(filepath.Join(folder, w.finalName(&w.files[0])), path); err != nil {
		return fmt.Errorf("give it its name: %w", err)
	}
	os.Remove(folder) // it stays where somebody put something into it
	return nil
}
