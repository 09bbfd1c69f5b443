package guard

import (
	"fmt"
	"testing"
	"time"
)

// TestPipesAreReadInBeats: used to be read at each line, a thousand times as a
// generation began, on the processors that the engine computed on.
func TestPipesAreReadInBeats(t *testing.T) {
	var pipe pipes
	reader, writer := pipe.open()
	if pipe.err != nil {
		t.Fatal(pipe.err)
	}
	s := newStream(reader)
	if !s.beats {
		t.Skip("skipped: this machine does not let a pipe hold half a megabyte (fs.pipe-max-size)")
	}
	const lines = 400
	go func() {
		for i := range lines {
			fmt.Fprintf(writer, "line %d\n", i)
			time.Sleep(2 * time.Millisecond)
		}
		writer.Close()
	}()
	reads := map[time.Time]bool{}
	n := 0
	began := time.Now()
	if err := Drain(s, 0, nil, func(at time.Time, _ []byte, _ int) { n++; reads[at] = true }); err != nil {
		t.Fatal(err)
	}
	if most := int(time.Since(began)/beat) + 2; n != lines || len(reads) > most {
		t.Errorf("%d lines in %d reads, want %d in at most %d", n, len(reads), lines, most)
	}
}

// TestAFloodIsReadAtOnce: an engine must never wait for a beat because its pipe
// is full.
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

// TestTheEndWaitsForNoBeat: what an engine said last is read when it has ended.
func TestTheEndWaitsForNoBeat(t *testing.T) {
	var pipe pipes
	reader, writer := pipe.open()
	if pipe.err != nil {
		t.Fatal(pipe.err)
	}
	s := newStream(reader)
	s.last, s.beats = time.Now().Add(time.Hour), true // the next beat is an hour away
	done := make(chan error, 1)
	go func() { done <- Drain(s, 0, nil, nil) }()
	writer.Close()
	go s.finish(time.Now())
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Error("the end was not read")
	}
}
