package journal

import (
	"bytes"
	"context"
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
	// Notes say what was wrong: lines that could not be read, kinds that this
	// version does not know, a torn last line. Everything else was read.
	Notes []string

	whole int64        // length of the part that consists of whole lines
	tail  *bench.Event // a last line that is a whole event without a line end
}

// Read replays a session's journal. A session that never started has the plan's
// jobs, all waiting. A note that was written afterwards replaces the plan's
// note.
func (f Folder) Read() (*Replayed, error) {
	return f.readWith(context.Background(), reading{wanted: everything, most: maxJournal})
}

// ReadShown is Read for screens. It leaves out the engines' own result lines:
// screens do not show them, and they would take half of the memory of a long
// session. It gives up when ctx ends, because nobody may be waiting any more.
func (f Folder) ReadShown(ctx context.Context) (*Replayed, error) {
	return f.readWith(ctx, reading{wanted: everything, most: maxJournal, shown: true})
}

// reading says which parts of a journal are read.
type reading struct {
	// wanted tells which lines are parsed. most is the highest number of bytes
	// that is parsed.
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

// ReadStanding is Read for lists. It skips facts that lists do not need
// (repetitions, readings, log lines, phases and others), which makes it several
// times faster. It gives an error if a journal has far more of the facts that
// lists need than dragstrip writes.
func (f Folder) ReadStanding() (*Replayed, error) {
	return f.readWith(context.Background(), reading{wanted: isStanding, most: maxStanding, shown: true})
}

func (f Folder) readWith(ctx context.Context, how reading) (*Replayed, error) {
	r, err := f.readJournal(ctx, how)
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
// lists need its fact. If a line looks different from those that dragstrip
// writes, it is parsed to decide.
func isStanding(line []byte) bool {
	kind, found := kindIn(line)
	return !found || !momentary[string(kind)]
}

// momentary are the kinds that do not change what lists show.
var momentary = map[string]bool{
	bench.SampleTaken{}.Kind(): true, bench.ReadingTaken{}.Kind(): true, bench.LineLogged{}.Kind(): true,
	bench.Progressed{}.Kind(): true, bench.PhaseEntered{}.Kind(): true, bench.MemoryAllocated{}.Kind(): true,
	bench.EngineStarted{}.Kind(): true, bench.EngineEnded{}.Kind(): true,
	bench.BandwidthMeasured{}.Kind(): true, bench.ModelHashed{}.Kind(): true, bench.ModelLoaded{}.Kind(): true, bench.SettingsTold{}.Kind(): true,
}

// maxJournal limits a journal: it has room for three weeks of readings, and for
// even more log lines. maxStanding limits the part of a journal that is parsed
// for a list.
const (
	maxJournal  = 1 << 30
	maxStanding = 256 << 20
)

func (f Folder) readJournal(ctx context.Context, how reading) (*Replayed, error) {
	file, err := regular.Open(f.File(eventsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return f.unstarted()
	}
	if err != nil {
		return nil, fmt.Errorf("read the journal: %w", err)
	}
	defer file.Close()
	r, err := replayOnly(ctx, file, how)
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

// replay reads whole lines and skips what it cannot read.
func replay(r io.Reader) (*Replayed, error) {
	return replayOnly(context.Background(), r, reading{wanted: everything, most: maxJournal})
}

// replayOnly parses the lines that are wanted. It reads only the numbers of the
// other lines.
func replayOnly(ctx context.Context, r io.Reader, how reading) (*Replayed, error) {
	out := &Replayed{Session: bench.NewSession()}
	lines := newEventReader(io.LimitReader(r, maxJournal+1))
	var bad unreadable
	parsed := int64(0)
	for n := int64(1); ; n++ {
		if n%1000 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
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
		// The part that was read must not count as the whole journal: a writer
		// would cut the rest off.
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

// decode reads an event of a journal, which must have a number.
func decode(line []byte, e *bench.Event) error {
	if err := json.Unmarshal(line, e); err != nil {
		return err
	}
	if e.Seq == 0 {
		return errors.New("the event has no number")
	}
	return nil
}

// numberOf reads an event's number from the beginning of a line that dragstrip
// wrote.
func numberOf(line []byte) (int64, bool) {
	rest, ours := bytes.CutPrefix(line, []byte(`{"seq":`))
	digits, _, ends := bytes.Cut(rest[:min(len(rest), 20)], []byte{','})
	if !ours || !ends {
		return 0, false
	}
	seq, err := strconv.ParseInt(string(digits), 10, 64)
	return seq, err == nil && seq > 0 && seq <= bench.MaxSeq
}

// takeTail takes the text after the last line end. line is this text, cut to the
// longest line that is allowed. length is its length before the cut.
func (r *Replayed) takeTail(line []byte, length int64) {
	var e bench.Event
	switch {
	case length == 0:
	case decode(line, &e) == nil:
		r.tail = &e
	default:
		r.Notes = append(r.Notes, fmt.Sprintf("the last line is incomplete (%d bytes) and was left out", length))
	}
}

// note adds notes about what was wrong.
func (r *Replayed) note(bad unreadable) {
	if bad.count > 0 {
		r.Notes = append(r.Notes, bad.String())
	}
	if n := r.Session.Unknown; n > 0 {
		r.Notes = append(r.Notes, "this version of dragstrip does not know the kind of "+bench.Plural(n, "event"))
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
