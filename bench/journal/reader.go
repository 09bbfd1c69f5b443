package journal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/regular"
)

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
func (f Folder) Read() (*Replayed, error) {
	return f.readWith(reading{wanted: everything, most: maxJournal})
}

// ReadShown is Read for screens, which show no engine's own result lines: those
// would be half of what a long session takes of the memory.
func (f Folder) ReadShown() (*Replayed, error) {
	return f.readWith(reading{wanted: everything, most: maxJournal, shown: true})
}

// reading says what of a journal is read.
type reading struct {
	// wanted are the lines that are parsed, most bytes of them.
	wanted func(line []byte) bool
	most   int64
	shown  bool // only what screens show is kept
}

// withoutRaw is an event without the engine's own result line.
func withoutRaw(e bench.Event) bench.Event {
	if f, ok := e.Fact.(bench.TestFinished); ok {
		f.Result.Raw = ""
		e.Fact = f
	}
	return e
}

// ReadStanding is Read for lists: the facts that only tell of a moment
// (repetitions, readings, log lines, phases) are passed over unread, which
// makes it several times faster. It gives up on a journal that has far more of
// the other facts than any of ours.
func (f Folder) ReadStanding() (*Replayed, error) {
	return f.readWith(reading{wanted: isStanding, most: maxStanding, shown: true})
}

func (f Folder) readWith(how reading) (*Replayed, error) {
	r, err := f.readJournal(how)
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
	kind, found := kindIn(line)
	return !found || !momentary[string(kind)]
}

// momentary are the kinds that leave no trace in how a session stands.
var momentary = map[string]bool{
	bench.SampleTaken{}.Kind(): true, bench.ReadingTaken{}.Kind(): true, bench.LineLogged{}.Kind(): true,
	bench.Progressed{}.Kind(): true, bench.PhaseEntered{}.Kind(): true, bench.MemoryAllocated{}.Kind(): true,
	bench.EngineStarted{}.Kind(): true, bench.EngineEnded{}.Kind(): true, bench.Warned{}.Kind(): true,
	bench.BandwidthMeasured{}.Kind(): true, bench.ModelHashed{}.Kind(): true,
}

// maxJournal bounds a journal: three weeks of readings, and more than that of
// log lines. maxStanding bounds the part of one that is read for a list.
const (
	maxJournal  = 1 << 30
	maxStanding = 256 << 20
)

func (f Folder) readJournal(how reading) (*Replayed, error) {
	file, err := regular.Open(f.File(eventsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return f.unstarted()
	}
	if err != nil {
		return nil, fmt.Errorf("read the journal: %w", err)
	}
	defer file.Close()
	r, err := replayOnly(file, how)
	if err != nil {
		return nil, fmt.Errorf("read the journal of %s: %w", f.Name(), err)
	}
	if r.Session.ID != "" {
		return r, nil
	}
	planned, err := f.unstarted()
	if err != nil || r.whole == 0 && len(r.Notes) == 0 {
		return planned, err
	}
	planned.Notes = append(r.Notes, "the journal does not say how the session began: its contents are lost, and only the plan is shown")
	return planned, nil
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
func replay(r io.Reader) (*Replayed, error) {
	return replayOnly(r, reading{wanted: everything, most: maxJournal})
}

// replayOnly parses the lines that are wanted; of the others it takes the
// numbers alone.
func replayOnly(r io.Reader, how reading) (*Replayed, error) {
	out := &Replayed{Session: bench.NewSession()}
	lines := newEventReader(io.LimitReader(r, maxJournal+1))
	var bad unreadable
	parsed := int64(0)
	for n := int64(1); ; n++ {
		line, err := lines.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil && !how.wanted(line) {
			if seq, ok := numberOf(line); ok {
				out.Session.Pass(seq)
				continue
			}
		}
		if err != nil && !errors.Is(err, errLongLine) {
			return nil, err
		}
		if parsed += int64(len(line)); parsed > how.most {
			return nil, tooLarge(how.most)
		}
		var e bench.Event
		switch {
		case err != nil:
			bad.add(n)
		case decode(line, &e) == nil:
			if how.shown {
				e = withoutRaw(e)
			}
			out.Session.Apply(e)
		case len(bytes.TrimSpace(line)) > 0:
			bad.add(n)
		}
	}
	if lines.offset+lines.length > maxJournal {
		// What was read so far must not pass for the whole: a writer would cut
		// the rest off.
		return nil, tooLarge(maxJournal)
	}
	out.whole = lines.offset
	out.takeTail(lines.begun, lines.length)
	out.note(bad)
	return out, nil
}

func tooLarge(most int64) error {
	return fmt.Errorf("it is larger than any that dragstrip writes (more than %s)", bench.FormatBytes(most))
}

// decode reads an event that a journal holds; each has a number.
func decode(line []byte, e *bench.Event) error {
	if err := json.Unmarshal(line, e); err != nil {
		return err
	}
	if e.Seq == 0 {
		return errors.New("the event has no number")
	}
	return nil
}

// numberOf reads an event's number from the beginning of a line that a writer
// of ours made.
func numberOf(line []byte) (int64, bool) {
	rest, ours := bytes.CutPrefix(line, []byte(`{"seq":`))
	digits, _, ends := bytes.Cut(rest[:min(len(rest), 20)], []byte{','})
	if !ours || !ends {
		return 0, false
	}
	seq, err := strconv.ParseInt(string(digits), 10, 64)
	return seq, err == nil && seq > 0 && seq <= bench.MaxSeq
}

// takeTail takes what stands behind the last line's end, of which at most one
// line's length was kept.
func (r *Replayed) takeTail(line []byte, length int64) {
	var e bench.Event
	switch {
	case length == 0:
	case decode(line, &e) == nil:
		r.tail = &e
	default:
		r.Notes = append(r.Notes, fmt.Sprintf("the last line is torn (%d bytes) and was left out", length))
	}
}

// note says what was odd, each once.
func (r *Replayed) note(bad unreadable) {
	if bad.count > 0 {
		r.Notes = append(r.Notes, bad.String())
	}
	if n := r.Session.Unknown; n > 0 {
		r.Notes = append(r.Notes, fmt.Sprintf("%d events are of a kind this version of dragstrip does not know", n))
	}
}

// unreadable are lines that could not be read.
type unreadable struct {
	count int
	first []string
}

func (u *unreadable) add(line int64) {
	if u.count++; len(u.first) < 5 {
		u.first = append(u.first, strconv.FormatInt(line, 10))
	}
}

func (u *unreadable) String() string {
	switch {
	case u.count == 1:
		return "line " + u.first[0] + " could not be read and was left out"
	case u.count > len(u.first):
		return fmt.Sprintf("%d lines could not be read and were left out, the first of them line %s", u.count, u.first[0])
	}
	return "lines " + strings.Join(u.first, ", ") + " could not be read and were left out"
}
