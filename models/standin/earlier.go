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

// ownFile: the names of files in a finished folder.
func ownFile(name string) bool {
	switch name {
	case "config.json", "tokenizer.json", "tokenizer_config.json", "model.safetensors.index.json":
		return true
	}
	return mlx.IsShard(name)
}

// asideOf is where an earlier folder waits until the new one has its name. A
// search does not look into folders whose names begin with a dot.
func asideOf(path string) string {
	return filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".dragstrip-earlier")
}

// replaceFolder gives a folder its name. An earlier one is set aside until
// then, so that at every moment one of them is whole: no system replaces a
// folder that holds something in one step.
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
		return fmt.Errorf("give it its name: %w", err)
	}
	removeAside(path)
	return nil
}

// removeAside removes an earlier folder that was set aside, or what a kill
// left there. One that cannot be removed, or that somebody put something into,
// stays, and the next call is told when it wants to set another one aside.
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
