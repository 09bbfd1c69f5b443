package settings

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"dragstrip/bench/regular"
)

// FileName is the name of the settings file.
const FileName = "dragstrip.conf"

// maxBytes is the largest size of the file.
const maxBytes = 1 << 20

// File is the settings of one user.
type File struct {
	Path string
	// Former is read as long as there is no file at Path. The first change writes a
	// file at Path.
	Former string
}

// read gives the file's lines, or none if there is no file.
func (f File) read() ([]string, error) {
	text, err := regular.Read(f.Path, maxBytes)
	if errors.Is(err, fs.ErrNotExist) {
		text, err = regular.Read(f.Former, maxBytes)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the settings: %w", err)
	}
	var lines []string
	for line := range strings.Lines(string(text)) {
		lines = append(lines, strings.TrimRight(line, "\r\n"))
	}
	return lines, nil
}

// write replaces the whole file at once, so that a half-written one never
// exists.
func (f File) write(lines []string) error {
	path := f.Path
	if resolved, err := filepath.EvalSymlinks(path); err == nil {
		path = resolved // the path may be a link, because some people keep such files elsewhere
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make the settings' folder: %w", err)
	}
	file, err := os.CreateTemp(filepath.Dir(path), "new-*")
	if err != nil {
		return fmt.Errorf("write the settings: %w", err)
	}
	_, err = file.WriteString(strings.Join(lines, "\n") + "\n")
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		os.Remove(file.Name())
		return fmt.Errorf("write the settings: %w", err)
	}
	return nil
}

// parted splits "name = value". Remarks and empty lines have no name.
func parted(line string) (name, value string) {
	name, value, ok := strings.Cut(line, "=")
	name = strings.TrimSpace(name)
	if !ok || strings.HasPrefix(name, "#") {
		return "", ""
	}
	return name, strings.TrimSpace(value)
}
