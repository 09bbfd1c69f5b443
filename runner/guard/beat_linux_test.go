package guard

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"
)

// TestBurstsAreReadInBeats: when a generation begins, an engine prints a
// thousand lines. They used to be read one by one, on the processors that the
// engine computed on.
func TestBurstsAreReadInBeats(t *testing.T) {
	s, writer := pipeStream(t)
	const lines = 1000
	go func() {
		for i := range lines {
			fmt.Fprintf(writer, "line %d\n", i)
			for began := time.Now(); time.Since(began) < 200*time.Microsecond; { // a busy loop, because no sleep is as short as this
			}
		}
		writer.Close()
	}()
	reads := map[time.Time]bool{}
	n := 0
	began := time.Now()
	if err := Drain(s, 0, nil, func(at time.Time, _ []byte, _ int) { n++; reads[at] = true }); err != nil {
		t.Fatal(err)
	}
	// A busy machine may cause gaps, too.
	if most := int(time.Since(began)/beat) + lines/5; n != lines || len(reads) > most {
		t.Errorf("%d lines in %d reads, want %d in at most %d", n, len(reads), lines, most)
	}
}

// TestLinesThatComeApartAreReadAsTheyCome: such lines used to be read up to 150
// ms late, so repetitions of 220 ms were timed as 301 and 150 ms in turns.
func TestLinesThatComeApartAreReadAsTheyCome(t *testing.T) {
	s, writer := pipeStream(t)
	go func() {
		for range 10 {
			time.Sleep(30 * time.Millisecond)
			fmt.Fprintf(writer, "%d\n", time.Now().UnixNano())
		}
		writer.Close()
	}()
	var late []time.Duration
	if err := Drain(s, 0, nil, func(at time.Time, line []byte, _ int) {
		said, err := strconv.ParseInt(string(line), 10, 64)
		if err != nil {
			t.Error(err)
		}
		late = append(late, at.Sub(time.Unix(0, said)))
	}); err != nil {
		t.Fatal(err)
	}
	slices.Sort(late)
	if len(late) != 10 || late[len(late)/2] > beat/2 {
		t.Errorf("half of the lines were read more than %v after they came: %v", late[len(late)/2], late)
	}
}

// pipeStream is a stream whose pipe has the room to be read in beats.
func pipeStream(t *testing.T) (*stream, *os.File) {
	t.Helper()
	var pipe pipes
	reader, writer := pipe.open()
	if pipe.err != nil {
		t.Fatal(pipe.err)
	}
	s := newStream(reader)
	if _, ok := s.pipe.(*quietPipe); !ok {
		t.Fatal("the pipe was not taken out of the poller")
	}
	if !s.roomy {
		t.Skip("skipped: this machine does not let a pipe hold half a megabyte (fs.pipe-max-size)")
	}
	return s, writer
}

// TestAPipeCanBeLeftAlone: nothing is read during a rest, and what came
// meanwhile is there at once afterwards. The engine's end shortens a rest.
func TestAPipeCanBeLeftAlone(t *testing.T) {
	s, writer := pipeStream(t)
	fmt.Fprintln(writer, "before")
	buffer := make([]byte, 100)
	if n, err := s.Read(buffer); err != nil || n != 7 || !s.AtOnce() {
		t.Fatalf("%d, %v, there already: %v", n, err, s.AtOnce())
	}
	const rest = 60 * time.Millisecond
	s.Rest(rest)
	began := time.Now()
	fmt.Fprintln(writer, "within")
	n, err := s.Read(buffer)
	if took := time.Since(began); err != nil || n != 7 || took < rest || !s.AtOnce() {
		t.Errorf("%d, %v after %v, want 7 bytes after %v", n, err, took, rest)
	}
	s.Rest(time.Hour)
	close(s.leaving)
	fmt.Fprintln(writer, "after")
	if n, err := s.Read(buffer); err != nil || n != 6 {
		t.Errorf("after the end: %d, %v", n, err)
	}
}

// TestAClosedPipeEndsARead that is waiting, and every later read.
func TestAClosedPipeEndsARead(t *testing.T) {
	s, writer := pipeStream(t)
	defer writer.Close()
	ended := make(chan error, 1)
	go func() {
		_, err := s.Read(make([]byte, 10))
		ended <- err
	}()
	for s.waiting.Load() == 0 {
		runtime.Gosched()
	}
	s.close()
	if err := <-ended; !errors.Is(err, io.EOF) {
		t.Errorf("a Read that waited: %v", err)
	}
	if _, err := s.Read(make([]byte, 10)); !errors.Is(err, io.EOF) {
		t.Errorf("a Read after it: %v", err)
	}
}

// TestAFloodIsReadAtOnce: an engine must never wait because its pipe is full
// during a beat.
func TestAFloodIsReadAtOnce(t *testing.T) {
	var pipe pipes
	reader, writer := pipe.open()
	if pipe.err != nil {
		t.Fatal(pipe.err)
	}
	const flood = 32 << 20
	go func() {
		chunk := make([]byte, 64<<10)
		for i := range chunk {
			chunk[i] = '\n'
		}
		for sent := 0; sent < flood; sent += len(chunk) {
			_, _ = writer.Write(chunk)
		}
		writer.Close()
	}()
	n := 0
	if err := Drain(newStream(reader), 0, nil, func(time.Time, []byte, int) { n++ }); err != nil || n != flood {
		t.Errorf("%d of %d bytes, %v", n, flood, err)
	}
}
