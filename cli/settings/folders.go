package settings

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench"
)

// modelFolder is the name in a line with a folder of models.
const modelFolder = "model-folder"

// ErrAdded says that a folder had already been added.
var ErrAdded = errors.New("was already added")

// ModelFolders gives the folders that were added.
func (f File) ModelFolders() ([]string, error) {
	lines, err := f.read()
	return modelFolders(lines), err
}

func modelFolders(lines []string) []string {
	var folders []string
	for _, line := range lines {
		if name, value := parted(line); name == modelFolder && value != "" {
			folders = append(folders, value)
		}
	}
	return folders
}

// ChangeFolders adds one model folder and removes another. An empty name does
// nothing.
func (f File) ChangeFolders(add, forget string) error {
	lines, err := f.read()
	if err != nil {
		return err
	}
	if add != "" {
		if lines, err = added(lines, add); err != nil {
			return err
		}
	}
	if forget != "" {
		if lines, err = f.forgotten(lines, forget); err != nil {
			return err
		}
	}
	return f.write(lines)
}

func added(lines []string, add string) ([]string, error) {
	folder, err := filepath.Abs(add)
	if err != nil {
		return nil, fmt.Errorf("add %s: %w", add, err)
	}
	if look, err := os.Stat(folder); err != nil || !look.IsDir() {
		return nil, fmt.Errorf("add %s: there is no such folder; give one that holds models", bench.Clean(add))
	}
	if strings.TrimSpace(folder) != folder || strings.ContainsAny(folder, "\r\n") {
		return nil, fmt.Errorf("add %q: the settings cannot hold a name with a line break or with blanks at its ends; make a link to the folder with a plain name", folder)
	}
	if slices.Contains(modelFolders(lines), folder) {
		return nil, fmt.Errorf("%s %w", bench.Clean(folder), ErrAdded)
	}
	return append(lines, modelFolder+" = "+folder), nil
}

func (f File) forgotten(lines []string, forget string) ([]string, error) {
	folder, _ := filepath.Abs(forget)
	kept := slices.DeleteFunc(slices.Clone(lines), func(line string) bool {
		name, value := parted(line)
		return name == modelFolder && (value == forget || value == folder)
	})
	if len(kept) == len(lines) {
		return nil, fmt.Errorf("%s was not added; the added folders are listed in %s", bench.Clean(forget), f.Path)
	}
	return kept, nil
}
