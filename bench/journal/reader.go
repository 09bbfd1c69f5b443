package journal

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"dragstrip/bench"
)

// maxLine bounds one event; the longest carry a plan or an engine's result.
const maxLine = 64 << 20

// Replayed is a journal read back.
type Replayed struct {
	Session *bench.Session
	// Notes say what was odd: lines that could not be read, kinds this
	// version does not know, a torn tail. Reading went on.
	Notes []string

	whole int64        // length of the part that consists of whole lines
	tail  *bench.Event // a last line without an end that is a whole event
}

// Read replays a session's journal. A session that never started has the
// plan's jobs, all waiting. A note written afterwards stands in the plan.
func (f Folder) Read() (*Replayed, error) { return f.readWith(everything) }

// ReadStanding is Read for lists: the facts that only tell of a moment
// (repetitions, readings, log lines, phases) are passed over unread, which
// makes it several times faster.
func (f Folder) ReadStanding() (*Replayed, error) { return f.readWith(isStanding) }

func (f Folder) readWith(wanted func(line []byte) bool) (*Replayed, error) {
	r, err := f.readJournal(wanted)
	if err != nil {
		return nil, err
	}
	if note, ok := f.Note(); ok {
		r.Session.Plan.Note = note
	}
	return r, nil
}

func everything([]byte) bool { return true }

// isStanding tells from the beginning of a line, without parsing it, whether
// its fact says how things stand. A line that looks otherwise than a writer of
// ours makes them counts: parsing decides.
func isStanding(line []byte) bool {
	const mark = `"kind":"`
	head := line[:min(len(line), 256)]
	at := bytes.Index(head, []byte(mark))
	if at < 0 {
		return true
	}
	kind := head[at+len(mark):]
	end := bytes.IndexByte(kind, '"')
	return end < 0 || !momentary[string(kind[:end])]
}

// momentary are the kinds that leave no trace in how a session stands.
var momentary = map[string]bool{
	bench.SampleTaken{}.Kind(): true, bench.ReadingTaken{}.Kind(): true, bench.LineLogged{}.Kind(): true,
	bench.Progressed{}.Kind(): true, bench.PhaseEntered{}.Kind(): true, bench.MemoryAllocated{}.Kind(): true,
	bench.EngineStarted{}.Kind(): true, bench.EngineEnded{}.Kind(): true, bench.Warned{}.Kind(): true,
	bench.MachineDescribed{}.Kind(): true, bench.BandwidthMeasured{}.Kind(): true, bench.ModelHashed{}.Kind(): true,
}

func (f Folder) readJournal(wanted func(line []byte) bool) (*Replayed, error) {
	file, err := os.Open(f.File(eventsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return f.unstarted()
	}
	if err != nil {
		return nil, fmt.Errorf("read the journal: %w", err)
	}
	defer file.Close()
	r, err := replayOnly(file, wanted)
	if err != nil {
		return nil, fmt.Errorf("read the journal of %s: %w", f.Name(), err)
	}
	if r.Session.ID == "" {
		return f.unstarted()
	}
	return r, nil
}

func (f Folder) unstarted() (*Replayed, error) {
	plan, err := f.Plan()
	if err != nil {
		return nil, err
	}
	s := bench.NewSession()
	s.Apply(bench.Event{Time: plan.Asked, Fact: bench.SessionStarted{Session: f.Name(), Plan: *plan}})
	s.State = bench.StateWaiting
	return &Replayed{Session: s}, nil
}

// replay reads whole lines and passes over what it cannot read.
func replay(r io.Reader) (*Replayed, error) { return replayOnly(r, everything) }

func replayOnly(r io.Reader, wanted func(line []byte) bool) (*Replayed, error) {
	out := &Replayed{Session: bench.NewSession()}
	lines := newLineReader(r)
	bad := 0
	for n := 1; ; n++ {
		line, whole, err := lines.next()
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		if whole && !wanted(line) {
			continue
		}
		var e bench.Event
		parsed := len(line) > 0 && json.Unmarshal(line, &e) == nil
		switch {
		case !whole && parsed:
			out.tail = &e
		case !whole && len(line) > 0:
			out.Notes = append(out.Notes, fmt.Sprintf("the last line is torn (%d bytes) and was left out", len(line)))
		case parsed:
			out.Session.Apply(e)
		case whole && len(bytes.TrimSpace(line)) > 0:
			bad++
			if bad <= 5 {
				out.Notes = append(out.Notes, fmt.Sprintf("line %d could not be read and was left out", n))
			}
		}
		if !whole {
			out.whole = lines.offset
			break
		}
	}
	if bad > 5 {
		out.Notes = append(out.Notes, fmt.Sprintf("%d lines in all could not be read", bad))
	}
	if n := out.Session.Unknown; n > 0 {
		out.Notes = append(out.Notes, fmt.Sprintf("%d events are of a kind this version of dragstrip does not know", n))
	}
	return out, nil
}

// lineReader gives lines of any length up to maxLine; of a longer one, which
// no writer of ours makes, an empty line.
type lineReader struct {
	r *bufio.Reader
	// offset is where the next line begins.
	offset int64
}

func newLineReader(r io.Reader) *lineReader {
	return &lineReader{r: bufio.NewReaderSize(r, 64<<10)}
}

// next returns a line without its end and whether it had one.
func (l *lineReader) next() (line []byte, whole bool, err error) {
	var n int64
	for {
		part, err := l.r.ReadSlice('\n')
		n += int64(len(part))
		if n <= maxLine {
			line = append(line, part...)
		} else {
			line = nil
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil {
			return line, false, err
		}
		l.offset += n
		return bytes.TrimSuffix(line, []byte{'\n'}), true, nil
	}
}
