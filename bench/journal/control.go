package journal

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"dragstrip/bench"
)

// maxControl bounds a control line; the longest adds a job.
const maxControl = 1 << 20

// Ask appends one line to control.jsonl. Any number of viewers may do so at
// once: a short line appended in one write stays whole.
func (f Folder) Ask(c bench.Control) error {
	if err := c.Validate(); err != nil {
		return fmt.Errorf("ask the session: %w", err)
	}
	if c.Time.IsZero() {
		c.Time = time.Now().UTC()
	}
	line, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("ask the session: %w", err)
	}
	file, err := os.OpenFile(f.File(controlFile), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("ask the session: %w", err)
	}
	_, err = file.Write(append(line, '\n'))
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("ask the session: %w", err)
	}
	return nil
}

// Controls reads what viewers ask for, from where it stood when the bench
// process began: a line meant for a bench process that died is not for the
// next one.
type Controls struct {
	path   string
	offset int64
}

// OpenControls begins at the start of the file for a session's first bench
// process and at its end for a later one.
func (f Folder) OpenControls(resumed bool) *Controls {
	c := &Controls{path: f.File(controlFile)}
	if st, err := os.Stat(c.path); err == nil && resumed {
		c.offset = st.Size()
	}
	return c
}

// Poll returns the new controls. Lines that cannot be read come back as
// controls with the verb "unreadable", so that the journal can say so.
func (c *Controls) Poll() ([]bench.Control, error) {
	st, err := os.Stat(c.path)
	if errors.Is(err, fs.ErrNotExist) || (err == nil && st.Size() <= c.offset) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the controls: %w", err)
	}
	file, err := os.Open(c.path)
	if err != nil {
		return nil, fmt.Errorf("read the controls: %w", err)
	}
	defer file.Close()
	if _, err := file.Seek(c.offset, io.SeekStart); err != nil {
		return nil, fmt.Errorf("read the controls: %w", err)
	}
	lines := newLineReader(io.LimitReader(file, 64*maxControl))
	var out []bench.Control
	for {
		line, whole, err := lines.next()
		if !whole || err != nil {
			break
		}
		var ctl bench.Control
		if len(line) > maxControl || json.Unmarshal(line, &ctl) != nil {
			ctl = bench.Control{Verb: "unreadable"}
		}
		out = append(out, ctl)
	}
	c.offset += lines.offset
	return out, nil
}
