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

// list is a small file with a JSON list, the newest entry last.
type list[T any] struct{ folder, name string }

func (l list[T]) path() string { return filepath.Join(l.folder, l.name) }

// read gives what is in it. A file that is damaged, or not what we write, is
// one in which nothing is remembered: it can be measured again.
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

// write replaces the file; of too many entries the oldest go.
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
