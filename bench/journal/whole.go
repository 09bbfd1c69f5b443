package journal

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"

	"dragstrip/bench"
)

// Keep stores a session that was not measured here: it makes a folder for the
// plan, and writes the journal at once. Readers see either no journal or the
// whole one. events are asked for after the plan has its name.
func (s Store) Keep(plan *bench.Plan, events iter.Seq[bench.Event]) (Folder, error) {
	f, err := s.Create(plan)
	if err != nil {
		return Folder{}, err
	}
	if err := f.writeWhole(events); err != nil {
		os.RemoveAll(f.Path)
		return Folder{}, fmt.Errorf("write the journal: %w", err)
	}
	return f, nil
}

func (f Folder) writeWhole(events iter.Seq[bench.Event]) error {
	file, err := os.CreateTemp(f.Path, ".part-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	out := bufio.NewWriterSize(file, 1<<16)
	for e := range events {
		var line []byte
		if line, err = json.Marshal(e); err != nil {
			break
		}
		out.Write(line)
		if err = out.WriteByte('\n'); err != nil {
			break
		}
	}
	if err = errors.Join(err, out.Flush(), file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), f.File(eventsFile))
}
