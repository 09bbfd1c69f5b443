package standin

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dragstrip/bench"
	"dragstrip/models"
	"dragstrip/models/mlx"
)

// replaceable gives an error if path cannot be replaced. Allowed are a path
// where nothing exists, an empty folder, and an earlier stand-in without
// foreign files.
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
			return fmt.Errorf("%s already exists and is not a stand-in; choose another name or remove it", base)
		}
		return nil
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return fmt.Errorf("%s already exists and is not a folder; choose another name or remove it", base)
	}
	if len(entries) == 0 {
		return nil
	}
	if m, err := models.Open(path); err != nil || !m.StandIn || m.Format != models.FormatMLX {
		return fmt.Errorf("%s already exists and is not a stand-in; choose another name or remove it", base)
	}
	for _, e := range entries {
		if !ownFile(e.Name()) {
			return fmt.Errorf("%s is a stand-in with a foreign file in its folder (%s); choose another name or remove it", base, bench.Clean(e.Name()))
		}
	}
	return nil
}

// ownFile tells whether a finished folder of a stand-in has a file with this
// name.
func ownFile(name string) bool {
	switch name {
	case "config.json", "tokenizer.json", "tokenizer_config.json", "model.safetensors.index.json":
		return true
	}
	return mlx.IsShard(name)
}

// asideOf is the path of an earlier folder while the new folder replaces it. A
// search skips folders whose names begin with a dot.
func asideOf(path string) string {
	return filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".dragstrip-earlier")
}

// replaceFolder gives a folder its final name. No system replaces a non-empty
// folder in one step. So the earlier folder is first moved aside, and at every
// moment one complete folder exists.
func replaceFolder(folder, path string) error {
	aside := asideOf(path)
	err := os.Rename(path, aside)
	earlier := err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("replace the earlier stand-in: %w", err)
	}
	if err := os.Rename(folder, path); err != nil {
		if earlier {
			err = errors.Join(err, os.Rename(aside, path))
		}
		return fmt.Errorf("rename the finished file: %w", err)
	}
	removeAside(path)
	return nil
}

// removeAside removes an earlier folder that was moved aside, even if a process
// that was killed had moved it. A folder that cannot be removed, or that holds
// foreign files, stays. The next call that needs its name reports it.
func removeAside(path string) {
	aside := asideOf(path)
	entries, err := os.ReadDir(aside)
	if err != nil {
		return
	}
	for _, e := range entries {
		if !ownFile(e.Name()) {
			return
		}
	}
	for _, e := range entries {
		os.Remove(filepath.Join(aside, e.Name()))
	}
	os.Remove(aside)
}
