package runner

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"dragstrip/runner/engine"
	"dragstrip/runner/guard"
)

// talk is a pipe that returns one chunk for each read, and records how long it
// was left alone before each.
type talk struct {
	chunks []string
	rests  []time.Duration
	next   time.Duration
	atOnce bool
}

func (t *talk) Rest(pause time.Duration) { t.next = pause }
func (t *talk) AtOnce() bool             { return t.atOnce }

func (t *talk) Read(buffer []byte) (int, error) {
	t.rests = append(t.rests, t.next)
	t.next = 0
	if len(t.chunks) == 0 {
		return 0, io.EOF
	}
	n := copy(buffer, t.chunks[0])
	t.chunks = t.chunks[1:]
	return n, nil
}

// firstLetter is a parser that judges a line by its first letter.
type firstLetter struct{ engine.Parser }

func (firstLetter) Skim(_ engine.Stream, line []byte) engine.Worth {
	return map[byte]engine.Worth{'n': engine.Needed, 'm': engine.MayWait, 'u': engine.Useless}[line[0]]
}

// TestAPipeRestsWhileNothingIsNeeded: there is no rest before the first line,
// and none after a read with a needed line.
func TestAPipeRestsWhileNothingIsNeeded(t *testing.T) {
	pipe := &talk{chunks: []string{"n1\n", "m2\nm3\n", "u4\n", "m5\nn6\n", "m7\n"}, atOnce: true}
	mail := newMailbox()
	p := newPourer(engine.Err, pipe, firstLetter{}, mail)
	if err := guard.Drain(p, 0, nil, p.line); err != nil {
		t.Fatal(err)
	}
	var rested []bool
	for _, rest := range pipe.rests {
		rested = append(rested, rest > 0)
	}
	if want := []bool{false, false, true, true, false, true}; !slices.Equal(rested, want) {
		t.Errorf("rested before the reads: %v, want %v", rested, want)
	}
	lines, _ := mail.take()
	var got []string
	for _, l := range lines {
		got = append(got, string(l.line))
	}
	if want := []string{"n1", "m2", "m3", "m5", "n6", "m7"}; !slices.Equal(got, want) {
		t.Errorf("lines %v, want %v", got, want)
	}
}

// TestLinesOfABeatComeEvenly: the time of a repetition that ends within a beat
// is exact to a token, not just to a beat.
func TestLinesOfABeatComeEvenly(t *testing.T) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	p := &pourer{since: start, lines: 4}
	for i, want := range []time.Duration{100, 200, 300, 400} {
		if got := p.came(start.Add(400 * time.Millisecond)).Sub(start); got != want*time.Millisecond {
			t.Errorf("line %d came %v after the read before, want %v", i+1, got, want*time.Millisecond)
		}
	}
	p = &pourer{since: start} // the reader was waiting when this line came
	if got := p.came(start.Add(time.Second)); !got.Equal(start.Add(time.Second)) {
		t.Errorf("came at %v", got)
	}
}

// TestUselessLinesTellNoTime: a thousand useless lines after the end of a
// repetition used to move that end to the beginning of the beat.
func TestUselessLinesTellNoTime(t *testing.T) {
	chunk := strings.Repeat("m\n", 9) + "n\n" + strings.Repeat("u\n", 1000) + "m\n"
	mail := newMailbox()
	p := newPourer(engine.Err, &talk{chunks: []string{chunk}, atOnce: true}, firstLetter{}, mail)
	if _, err := p.Read(make([]byte, 1<<16)); err != nil {
		t.Fatal(err)
	}
	read := p.since.Add(1100 * time.Millisecond)
	for line := range strings.SplitSeq(strings.TrimSuffix(chunk, "\n"), "\n") {
		p.line(read, []byte(line), 0)
	}
	lines, _ := mail.take()
	if at := lines[9].at.Sub(p.since); string(lines[9].line) != "n" || at != time.Second {
		t.Errorf("%q came %v after the read before, want n after 1s", lines[9].line, at)
	}
}

// TestSignsOfLifeWakeNobody: ticks wake the reader only a few times a second; a
// needed line wakes it at once.
func TestSignsOfLifeWakeNobody(t *testing.T) {
	mail := newMailbox()
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	woken := func(worth engine.Worth, after time.Duration) bool {
		mail.put(said{engine.Err, start.Add(after), bytes.Clone([]byte("line")), 0}, worth)
		select {
		case <-mail.ready:
			return true
		default:
			return false
		}
	}
	for _, c := range []struct {
		worth  engine.Worth
		after  time.Duration
		wakes  bool
		settle bool
	}{
		{engine.Needed, 0, true, true},
		{engine.MayWait, 10 * time.Millisecond, false, false},
		{engine.MayWait, waitsFor, true, false},
		{engine.MayWait, waitsFor + time.Millisecond, false, false},
		{engine.Needed, waitsFor + 2*time.Millisecond, true, true},
	} {
		if got := woken(c.worth, c.after); got != c.wakes {
			t.Errorf("after %v, woken: %v", c.after, got)
		}
		if got := mail.settles(); got != c.settle {
			t.Errorf("after %v, more is likely to come: %v", c.after, got)
		}
		if c.wakes {
			mail.take()
		}
	}
}

func TestBeatsGrow(t *testing.T) {
	for _, c := range []struct{ since, beat time.Duration }{
		{0, 20 * time.Millisecond}, {400 * time.Millisecond, 100 * time.Millisecond}, {time.Hour, 500 * time.Millisecond},
	} {
		if got := engine.Beat(c.since); got != c.beat {
			t.Errorf("%v after the last line that was needed the beat is %v, want %v", c.since, got, c.beat)
		}
	}
}
