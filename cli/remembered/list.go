package remembered

import (
	"encoding/json"
	"os"
	"path/filepath"

	"dragstrip/bench/journal"
	"dragstrip/bench/regular"
)

const (
	maxBytes = 1 << 20
	maxKnown = 64
)

// list is a small file with a JSON list. The newest entry is the last one.
type list[T any] struct{ folder, name string }

func (l list[T]) path() string { return filepath.Join(l.folder, l.name) }

// read gives the entries. If the file is damaged, or dragstrip did not write it,
// read gives none. Nothing is lost then, because everything in the file can be
// measured again.
func (l list[T]) read() []T {
	text, err := regular.Read(l.path(), maxBytes)
	if err != nil {
		return nil
	}
	var all []T
	if json.Unmarshal(text, &all) != nil {
		return nil
	}
	return all
}

// write replaces the file. If there are too many entries, the oldest are
// dropped.
func (l list[T]) write(all []T) error {
	all = all[max(len(all)-maxKnown, 0):]
	text, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(l.folder, 0o700); err != nil {
		return err
	}
	return journal.WriteFile(l.path(), append(text, '\n'))
}
