package standin

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"dragstrip/bench"
	"dragstrip/models"
	"dragstrip/models/mlx"
)

// replaceable refuses to write over anything but an empty folder or an earlier
// stand-in that nothing was put into.
func (w *work) replaceable(path string) error {
	if path == "" {
		return errors.New("no name is given")
	}
	look, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	base := filepath.Base(path)
	if w.single {
		if m, err := models.Open(path); err != nil || !m.StandIn || look.IsDir() {
			return fmt.Errorf("%s is there already and is not a stand-in; choose another name or remove it", base)
		}
		return nil
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return fmt.Errorf("%s is there already and is not a folder; choose another name or remove it", base)
	}
	if len(entries) == 0 {
		return nil
	}
	if m, err := models.Open(path); err != nil || !m.StandIn || m.Format != models.FormatMLX {
		return fmt.Errorf("%s is there already and is not a stand-in; choose another name or remove it", base)
	}
	for _, e := range entries {
		if !ownFile(e.Name()) {
			return fmt.Errorf("%s is a stand-in that something else was put into (%s); choose another name or remove it", base, bench.Clean(e.Name()))
		}
	}
	return nil
}

// ownFile: the names of files in a finished folder.
func ownFile(name string) bool {
	switch name {
	case "config.json", "tokenizer.json", "tokenizer_config.json", "model.safetensors.index.json":
		return true
	}
	return mlx.IsShard(name)
}

// finalName is what a file of weights is called in the folder once it is
// whole. One that is the model itself keeps the name of an unfinished one until
// it leaves the folder, or a search would find it there.
func (w *work) finalName(f *weightFile) string {
	if w.single {
		return f.name + partEnd
	}
	return f.name
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
	from := folder
	if w.single {
		from = filepath.Join(folder, w.finalName(&w.files[0]))
	} else if err := removeEarlier(path); err != nil {
		return fmt.Errorf("replace the earlier stand-in: %w", err)
	}
	if err := os.Rename(from, path); err != nil {
		return fmt.Errorf("give it its name: %w", err)
	}
	if w.single {
		os.Remove(folder) // it stays where somebody put something into it
	}
	return nil
}

// removeEarlier removes a folder of files, where there is one.
func removeEarlier(folder string) error {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		if err := os.Remove(filepath.Join(folder, e.Name())); err != nil {
			return err
		}
	}
	return os.Remove(folder)
}
