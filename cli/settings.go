package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/cli/former"
)

// The settings are lines "name = value" in one small file, made to be edited
// by hand. A name may stand on several lines; what is not understood, and
// every remark (#), is kept as it is.
const (
	settingsFile       = "dragstrip.conf"
	settingModelFolder = "model-folder"
	maxSettings        = 1 << 20
)

func (e *env) settingsPath() string { return filepath.Join(e.places.config, settingsFile) }

// readSettings gives the file's lines; none when there is no file. As long as
// there is none of the present name, one of the former name is read; the first
// change writes one of the present name.
func (e *env) readSettings() ([]string, error) {
	f, err := os.Open(e.settingsPath())
	if errors.Is(err, fs.ErrNotExist) {
		f, err = os.Open(filepath.Join(e.places.config, former.Settings))
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the settings: %w", err)
	}
	defer f.Close()
	var lines []string
	scan := bufio.NewScanner(f)
	scan.Buffer(nil, maxSettings)
	for scan.Scan() {
		lines = append(lines, scan.Text())
	}
	if err := scan.Err(); err != nil {
		return nil, fmt.Errorf("read the settings in %s: %w", e.settingsPath(), err)
	}
	return lines, nil
}

// setting parts "name = value"; remarks and empty lines have no name.
func setting(line string) (name, value string) {
	name, value, ok := strings.Cut(line, "=")
	name = strings.TrimSpace(name)
	if !ok || strings.HasPrefix(name, "#") {
		return "", ""
	}
	return name, strings.TrimSpace(value)
}

// modelFolders are the folders to look into: as given, else as added.
func (e *env) modelFolders(given string) []string {
	if given != "" {
		return filepath.SplitList(given)
	}
	lines, err := e.readSettings()
	if err != nil {
		fmt.Fprintf(e.err, "dragstrip: %s\n", bench.Clean(err.Error()))
	}
	var folders []string
	for _, line := range lines {
		if name, value := setting(line); name == settingModelFolder && value != "" {
			folders = append(folders, value)
		}
	}
	return folders
}

// changeFolders remembers or forgets a model folder.
func (e *env) changeFolders(add, forget string) error {
	lines, err := e.readSettings()
	if err != nil {
		return err
	}
	if add != "" {
		folder, err := filepath.Abs(add)
		if err != nil {
			return fmt.Errorf("add %s: %w", add, err)
		}
		if look, err := os.Stat(folder); err != nil || !look.IsDir() {
			return fmt.Errorf("add %s: there is no such folder; give one that holds models", bench.Clean(add))
		}
		if strings.TrimSpace(folder) != folder || strings.ContainsAny(folder, "\r\n") {
			return fmt.Errorf("add %q: such a name cannot stand in a line of the settings; make a link to it with a plain name", folder)
		}
		if slices.Contains(e.modelFolders(""), folder) {
			fmt.Fprintf(e.err, "%s was added before\n", bench.Clean(folder))
			return nil
		}
		lines = append(lines, settingModelFolder+" = "+folder)
	}
	if forget != "" {
		folder, _ := filepath.Abs(forget)
		kept := slices.DeleteFunc(slices.Clone(lines), func(line string) bool {
			name, value := setting(line)
			return name == settingModelFolder && (value == forget || value == folder)
		})
		if len(kept) == len(lines) {
			return fmt.Errorf("%s was not added; %s names the folders that were", bench.Clean(forget), e.settingsPath())
		}
		lines = kept
	}
	return e.writeSettings(lines)
}

// writeSettings replaces the file whole, so that it is never half there.
func (e *env) writeSettings(lines []string) error {
	path := e.settingsPath()
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real // people keep such files elsewhere and link to them
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make the settings' folder: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), "new-*")
	if err != nil {
		return fmt.Errorf("write the settings: %w", err)
	}
	_, err = f.WriteString(strings.Join(lines, "\n") + "\n")
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
		return fmt.Errorf("write the settings: %w", err)
	}
	return nil
}
