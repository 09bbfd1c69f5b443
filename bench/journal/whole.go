package journal

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"os"

	"dragstrip/bench"
)

// Keep stores a session that was not measured here: it makes a folder for the
// plan, and writes the journal at once. Readers see either no journal or the
// whole one. Keep asks for events only after the plan has its name.
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
	return replace(f.File(eventsFile), func(file io.Writer) error {
		out := bufio.NewWriterSize(file, 1<<16)
		for e := range events {
			line, err := e.Line()
			if err != nil {
				return err
			}
			if _, err := out.Write(append(line, '\n')); err != nil {
				return err
			}
		}
		return out.Flush()
	})
}
