package guard

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

type seenLine struct {
	text string
	cut  int
}

func (s seenLine) String() string { return fmt.Sprintf("%q+%d", s.text, s.cut) }

func linesOf(t *testing.T, l Lines, r io.Reader) ([]seenLine, error) {
	t.Helper()
	var got []seenLine
	l.Each = func(_ time.Time, line []byte, cut int) { got = append(got, seenLine{string(line), cut}) }
	err := l.Drain(r)
	return got, err
}

func TestLineEnds(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		want []seenLine
	}{
		"nothing":               {"", nil},
		"one":                   {"a\n", []seenLine{{"a", 0}}},
		"no end":                {"a\nb", []seenLine{{"a", 0}, {"b", 0}}},
		"windows":               {"a\r\nb\r\n", []seenLine{{"a", 0}, {"b", 0}}},
		"progress":              {"\r 1 %\r 2 %\ndone", []seenLine{{"", 0}, {" 1 %", 0}, {" 2 %", 0}, {"done", 0}}},
		"empty lines":           {"\n\n\r\r\n", []seenLine{{"", 0}, {"", 0}, {"", 0}, {"", 0}}},
		"zero bytes":            {"a\x00b\n", []seenLine{{"a\x00b", 0}}},
		"just fits":             {"12345678\n", []seenLine{{"12345678", 0}}},
		"too long":              {"123456789\nb\n", []seenLine{{"12345678", 1}, {"b", 0}}},
		"too long, no end":      {strings.Repeat("c", 100), []seenLine{{"cccccccc", 92}}},
		"line feed after a cut": {"123456789abc\r\n\n", []seenLine{{"12345678", 4}, {"", 0}}},
	} {
		t.Run(name, func(t *testing.T) {
			for kind, r := range map[string]io.Reader{
				"whole":     strings.NewReader(c.in),
				"bytewise":  iotest.OneByteReader(strings.NewReader(c.in)),
				"with end":  iotest.DataErrReader(strings.NewReader(c.in)),
				"halfwise":  iotest.HalfReader(strings.NewReader(c.in)),
				"with gaps": &gapReader{strings.NewReader(c.in), false},
			} {
				got, err := linesOf(t, Lines{MaxLine: 8}, r)
				if err != nil || fmt.Sprint(got) != fmt.Sprint(c.want) {
					t.Errorf("%s: %v, %v; want %v", kind, got, err, c.want)
				}
			}
		})
	}
}

// gapReader reads nothing every other time.
type gapReader struct {
	io.Reader
	gap bool
}

func (g *gapReader) Read(b []byte) (int, error) {
	if g.gap = !g.gap; g.gap {
		return 0, nil
	}
	return g.Reader.Read(b[:1])
}

func TestCarriageReturnIsSeenBeforeWhatFollows(t *testing.T) {
	reader, writer := io.Pipe()
	lines := make(chan string, 4)
	go func() {
		_ = Drain(reader, 0, nil, func(_ time.Time, line []byte, _ int) { lines <- string(line) })
		close(lines)
	}()
	for _, text := range []string{"10 %", "20 %"} {
		if _, err := io.WriteString(writer, text+"\r"); err != nil {
			t.Fatal(err)
		}
		select {
		case got := <-lines:
			if got != text {
				t.Errorf("line = %q, want %q", got, text)
			}
		case <-time.After(10 * time.Second):
			t.Fatal("a progress line was held back")
		}
	}
	_ = writer.Close()
	if rest, open := <-lines; open {
		t.Errorf("one more line: %q", rest)
	}
}

func TestTimeIsThatOfTheReadThatEndedTheLine(t *testing.T) {
	var times []time.Time
	began := time.Now()
	_ = Drain(strings.NewReader("a\nb\nc\n"), 0, nil, func(at time.Time, _ []byte, _ int) { times = append(times, at) })
	if len(times) != 3 || times[0] != times[2] || times[0].Before(began) {
		t.Errorf("times = %v", times)
	}
}

func TestStreamThatBreaks(t *testing.T) {
	got, err := linesOf(t, Lines{}, io.MultiReader(strings.NewReader("a\nhalf"), iotest.ErrReader(io.ErrUnexpectedEOF)))
	if !errors.Is(err, io.ErrUnexpectedEOF) || len(got) != 2 || got[1].text != "half" {
		t.Errorf("%v, %v", got, err)
	}
	_, err = linesOf(t, Lines{}, iotest.ErrReader(nil))
	if !errors.Is(err, io.ErrNoProgress) {
		t.Errorf("a reader that reads nothing for ever: %v", err)
	}
}

// fullDisk takes room bytes and then no more.
type fullDisk struct {
	room   int
	writes int
}

var errFull = errors.New("no space left on device")

func (f *fullDisk) Write(b []byte) (int, error) {
	f.writes++
	n := min(f.room, len(b))
	f.room -= n
	if n < len(b) {
		return n, errFull
	}
	return n, nil
}

func TestDiskThatFillsUpDoesNotStopTheReading(t *testing.T) {
	disk := &fullDisk{room: 10}
	in := strings.Repeat("0123456789\n", 1000)
	got, err := linesOf(t, Lines{Tee: disk}, iotest.HalfReader(strings.NewReader(in)))
	if len(got) != 1000 {
		t.Errorf("%d lines were seen", len(got))
	}
	if !errors.Is(err, errFull) || disk.writes != 1 {
		t.Errorf("error %v after %d writes", err, disk.writes)
	}
}

func TestTeeThatWritesLessThanItShould(t *testing.T) {
	_, err := linesOf(t, Lines{Tee: iotestTruncate{}}, strings.NewReader("abc\n"))
	if !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("error %v", err)
	}
}

type iotestTruncate struct{}

func (iotestTruncate) Write(b []byte) (int, error) { return len(b) - 1, nil }

func TestTeeKeepsRawBytesUpToItsLimit(t *testing.T) {
	in := "abc\r\n\x00\xff\rdef"
	var kept bytes.Buffer
	if _, err := linesOf(t, Lines{MaxLine: 1, Tee: &kept}, strings.NewReader(in)); err != nil || kept.String() != in {
		t.Errorf("kept %q, %v", kept.String(), err)
	}
	for _, size := range []int{9, 10, 11, 25} {
		kept.Reset()
		in := strings.Repeat("e", size)
		if _, err := linesOf(t, Lines{Tee: &kept, TeeLimit: 10}, iotest.OneByteReader(strings.NewReader(in))); err != nil {
			t.Error(err)
		}
		text := kept.String()
		if size <= 10 && text != in {
			t.Errorf("size %d: kept %q", size, text)
		}
		if size > 10 && (!strings.HasPrefix(text, in[:10]+"\n[dragstrip: ") || strings.Count(text, "\n") != 2 || !strings.HasSuffix(text, "]\n")) {
			t.Errorf("size %d: kept %q", size, text)
		}
	}
}

// endless returns the same byte, practically forever.
type endless struct{ left int }

func (e *endless) Read(b []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := min(len(b), e.left)
	for i := range b[:n] {
		b[i] = 'e'
	}
	e.left -= n
	return n, nil
}

func TestLineWithoutAnEndDoesNotGrowMemory(t *testing.T) {
	const size = 64 << 20
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got, err := linesOf(t, Lines{MaxLine: MaxErrLine, Tee: io.Discard}, &endless{left: size})
	runtime.ReadMemStats(&after)
	if err != nil || len(got) != 1 || len(got[0].text) != MaxErrLine || got[0].cut != size-MaxErrLine {
		t.Errorf("%d lines, error %v", len(got), err)
	}
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 1<<20 {
		t.Errorf("%d bytes were allocated", grown)
	}
}

// FuzzDrain compares Drain with a simple version of it. The fuzzer chooses the
// sizes of the pieces that it reads.
func FuzzDrain(f *testing.F) {
	f.Add([]byte("a\r\nb\rc\n\n"), []byte{1, 2, 3}, 4)
	f.Add([]byte("\r\r\n\n\r"), []byte{0}, 1)
	f.Add(bytes.Repeat([]byte("x"), 300), []byte{7, 0, 255}, 16)
	f.Add([]byte("{\"samples_ns\": [1, 2]}\n\x1b[2K\x9b1A\xff\x00"), []byte{}, 8)
	f.Fuzz(func(t *testing.T, in, sizes []byte, limit int) {
		limit = max(1, min(limit, 1<<16))
		var want []seenLine
		plain := strings.ReplaceAll(string(in), "\r\n", "\n")
		parts := strings.Split(strings.ReplaceAll(plain, "\r", "\n"), "\n")
		for i, part := range parts {
			if i == len(parts)-1 && part == "" {
				break
			}
			kept := part[:min(limit, len(part))]
			want = append(want, seenLine{kept, len(part) - len(kept)})
		}
		var kept bytes.Buffer
		got, err := linesOf(t, Lines{MaxLine: limit, Tee: &kept}, &pieces{in, sizes, 0})
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("lines of %q:\n got %v\nwant %v", in, got, want)
		}
		if !bytes.Equal(kept.Bytes(), in) {
			t.Fatalf("kept %q of %q", kept.Bytes(), in)
		}
	})
}

type pieces struct {
	in, sizes []byte
	turn      int
}

func (p *pieces) Read(b []byte) (int, error) {
	if len(p.in) == 0 {
		return 0, io.EOF
	}
	n := len(p.in)
	if len(p.sizes) > 0 {
		n = max(1, int(p.sizes[p.turn%len(p.sizes)]))
		p.turn++
	}
	n = copy(b, p.in[:min(n, len(p.in))])
	p.in = p.in[n:]
	return n, nil
}

func BenchmarkDrain(b *testing.B) {
	for name, line := range map[string]string{
		"short lines": strings.Repeat("x", 70) + "\n",
		"long lines":  strings.Repeat("x", 20_000) + "\n",
	} {
		b.Run(name, func(b *testing.B) {
			in := []byte(strings.Repeat(line, (4<<20)/len(line)))
			b.SetBytes(int64(len(in)))
			b.ReportAllocs()
			for b.Loop() {
				_ = Drain(bytes.NewReader(in), MaxErrLine, io.Discard, func(time.Time, []byte, int) {})
			}
		})
	}
}
