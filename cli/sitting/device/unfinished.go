package device

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// The folder of the stand-ins holds this file while a measurement lasts. If the
// measurement is killed, the file stays. It then shows that the stand-ins were
// left behind, and not kept on purpose for the next time.
const unfinished = "unfinished"

// begin marks the folder of the stand-ins.
func (m *measurement) begin() error {
	if err := os.WriteFile(filepath.Join(m.Folder, unfinished), nil, 0o600); err != nil {
		return fmt.Errorf("mark the folder of the stand-ins: %w", err)
	}
	return nil
}

// Unfinished is how many bytes a measurement that did not finish left in the
// folder of the stand-ins. While another process measures, these bytes belong to
// that process.
func Unfinished(folder string) (bytes int64) {
	if _, err := os.Stat(filepath.Join(folder, unfinished)); err != nil {
		return 0
	}
	for _, path := range standInsIn(folder) {
		filepath.Walk(path, func(_ string, found os.FileInfo, err error) error {
			if err == nil && found.Mode().IsRegular() {
				bytes += found.Size()
			}
			return nil // an unreadable file takes no part
		})
	}
	return bytes
}

// dropFailed removes the stand-ins of a measurement that failed, if the user
// wants none on the disk.
func (m *measurement) dropFailed() error {
	if !m.Drop {
		return nil
	}
	if err := clearStandIns(m.Folder); err != nil {
		return fmt.Errorf("remove the stand-ins: %w", err)
	}
	return nil
}

// leave ends a measurement that was cancelled.
func (m *measurement) leave() Stopped {
	s := Stopped{Began: true}
	if m.Clear {
		s.Uncleared = clearStandIns(m.Folder)
	} else {
		s.LeftBytes = Unfinished(m.Folder)
	}
	return s
}

// clearStandIns removes all stand-ins from their folder.
func clearStandIns(folder string) error {
	var failed []error
	for _, path := range standInsIn(folder) {
		failed = append(failed, removeStandIn(path))
	}
	if err := os.Remove(filepath.Join(folder, unfinished)); !errors.Is(err, fs.ErrNotExist) {
		failed = append(failed, err)
	}
	return errors.Join(failed...)
}

// standInsIn lists the stand-ins. An unfinished stand-in is a folder.
func standInsIn(folder string) []string {
	files, _ := filepath.Glob(filepath.Join(folder, "bandwidth-*.gguf*"))
	return files
}

// removeStandIn removes a stand-in. An unfinished stand-in is a folder. Any
// other folder with such a name belongs to somebody else, so it stays.
func removeStandIn(path string) error {
	if strings.HasSuffix(path, ".gguf.part") {
		return os.RemoveAll(path)
	}
	return os.Remove(path)
}
