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
	"dragstrip/bench/regular"
)

// maxControl limits a control line; the longest adds a job.
const maxControl = 1 << 20

func controlBytes([]byte) int { return maxControl }

// Ask appends one line to control.jsonl. Any number of viewers may do so at the
// same time: a short line that is appended in one write stays whole.
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
	file, err := regular.Append(f.File(controlFile), 0o600)
	if err != nil {
		return fmt.Errorf("ask the session: %w", err)
	}
	_, err = file.Write(append(line, '\n'))
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("ask the session: %w", err)
	}
	return nil
}

// Controls reads what viewers ask for. It skips lines that were written before
// the bench process began, because they were meant for an earlier one.
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

// maxBacklog limits how much of the controls is read at once. No person asks
// for that much in a second. If a program does, only the latest part is read,
// because a stop must be heard at once.
const maxBacklog = 2 * maxControl

// Poll returns the new controls. Lines that cannot be read come back as
// controls with the verb "unreadable", so that the journal can say so. If there
// is more than can be read at once, its older part comes back as one such
// control.
func (c *Controls) Poll() ([]bench.Control, error) {
	st, err := os.Stat(c.path)
	if errors.Is(err, fs.ErrNotExist) || (err == nil && st.Size() <= c.offset) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the controls: %w", err)
	}
	file, err := regular.Open(c.path)
	if err != nil {
		return nil, fmt.Errorf("read the controls: %w", err)
	}
	defer file.Close()
	var out []bench.Control
	if over := st.Size() - c.offset - maxBacklog; over > 0 {
		// It looks from one byte earlier, so that a line that begins exactly
		// here is kept whole.
		if c.offset, err = lineAfter(file, c.offset+over-1); err != nil {
			return nil, fmt.Errorf("read the controls: %w", err)
		}
		out = append(out, unreadableControl)
	}
	return c.read(file, out)
}

var unreadableControl = bench.Control{Verb: "unreadable"}

// lineAfter is the offset of the first line that begins after an offset.
func lineAfter(file io.ReadSeeker, offset int64) (int64, error) {
	if _, err := file.Seek(offset, io.SeekStart); err != nil {
		return 0, err
	}
	lines := newLineReader(io.LimitReader(file, maxBacklog+1), controlBytes)
	if _, err := lines.next(); errors.Is(err, io.EOF) {
		return offset + lines.length, nil // no line ends there
	}
	return offset + lines.offset, nil
}

func (c *Controls) read(file io.ReadSeeker, out []bench.Control) ([]bench.Control, error) {
	if _, err := file.Seek(c.offset, io.SeekStart); err != nil {
		return nil, fmt.Errorf("read the controls: %w", err)
	}
	lines := newLineReader(io.LimitReader(file, maxBacklog), controlBytes)
	for {
		line, err := lines.next()
		if err != nil && !errors.Is(err, errLongLine) {
			break
		}
		var ctl bench.Control
		if err != nil || json.Unmarshal(line, &ctl) != nil || bench.Admit(&ctl) != nil {
			ctl = unreadableControl
		}
		out = append(out, ctl)
	}
	c.offset += lines.offset
	if lines.length > maxControl { // a line without an end
		c.offset += lines.length
		out = append(out, unreadableControl)
	}
	return out, nil
}
