package standin

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragstrip/models"
	"dragstrip/models/gguf"
	"dragstrip/models/modelstest"
	"dragstrip/models/problem"
)

// deeper is a stand-in of many pieces that takes few seconds to make.
func deeper(tb testing.TB, seed uint64) *blueprint {
	tb.Helper()
	s := tinyShape(tb)
	s.Layers, s.Vocabulary = 24, 40_000
	d, err := s.design("Q8_0", seed)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

// stopAt writes until some bytes are there and then gives up.
func stopAt(tb testing.TB, d *blueprint, in StandIn, bytes int64) error {
	ctx, cancel := context.WithCancel(tb.Context())
	defer cancel()
	return d.write(ctx, in, func(done, _ int64) {
		if done >= bytes {
			cancel()
		}
	})
}

func TestInterruptedStandInGoesOnToTheSameBytes(t *testing.T) {
	d := deeper(t, 3)
	whole := StandIn{Path: filepath.Join(t.TempDir(), "whole.gguf"), Seed: 3}
	if err := d.write(t.Context(), whole, nil); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(whole.Path)
	if err != nil {
		t.Fatal(err)
	}
	for _, workers := range []int{1, 4} {
		in := StandIn{Path: filepath.Join(t.TempDir(), "t.gguf"), Seed: 3, Workers: workers}
		// Pieces that an earlier attempt wrote, with a mark behind them, as
		// kill -9 leaves it; and once more, a little further.
		for _, pieces := range []int64{1, 7} {
			interruptAfter(t, d, in, pieces)
			if _, err := models.Look(in.Path + ".part"); !errors.Is(err, problem.ErrIncomplete) || !strings.Contains(err.Error(), "was not finished") {
				t.Fatalf("offered: %v", err)
			}
		}
		first := int64(-1)
		err := d.write(t.Context(), in, func(done, _ int64) {
			if first < 0 {
				first = done
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		if first != d.tensors.bytesOf(7) || first == 0 {
			t.Errorf("it went on from %d, not %d", first, d.tensors.bytesOf(7))
		}
		got, err := os.ReadFile(in.Path)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%d workers: other bytes than at once (%v)", workers, err)
		}
		if _, err := os.Stat(in.Path + ".part"); !os.IsNotExist(err) {
			t.Error("the unfinished file stayed")
		}
	}
}

// interruptAfter leaves a file with so many pieces and, behind the mark,
// nonsense: what was written and never noted counts for nothing.
func interruptAfter(t *testing.T, d *blueprint, in StandIn, pieces int64) {
	t.Helper()
	u, err := d.begin(in.Path + ".part")
	if err != nil {
		t.Fatal(err)
	}
	defer u.f.Close()
	for i, p := range d.tensors.pieces() {
		b := bytes.Repeat([]byte{0xee}, int(p.bytes))
		if int64(i) < pieces {
			d.tensors[p.tensor].make(b, newRandom(in.Seed, uint64(p.tensor), uint64(p.first)))
		}
		if _, err := u.f.WriteAt(b, int64(len(d.header))+d.tensors[p.tensor].offset+p.first); err != nil {
			t.Fatal(err)
		}
	}
	if err := u.setMark(pieces); err != nil {
		t.Fatal(err)
	}
}

func TestStandInThatEndsEarlySaysHowToGoOn(t *testing.T) {
	d := deeper(t, 1)
	in := StandIn{Path: filepath.Join(t.TempDir(), "t.gguf"), Seed: 1, Workers: 1}
	interruptAfter(t, d, in, 2)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := d.write(ctx, in, nil)
	var u *Unfinished
	if !errors.As(err, &u) || !errors.Is(err, context.Canceled) || u.DoneBytes < d.tensors.bytesOf(2) || !strings.Contains(err.Error(), "goes on from there") {
		t.Fatalf("%v", err)
	}
	if err := d.write(t.Context(), in, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := models.Look(in.Path); err != nil {
		t.Error(err)
	}
}

// TestDiskThatFillsUpKeepsWhatIsWritten closes the file under the writer,
// which fails as a full disk does: in the middle of a piece.
func TestDiskThatFillsUpKeepsWhatIsWritten(t *testing.T) {
	d := deeper(t, 1)
	in := StandIn{Path: filepath.Join(t.TempDir(), "t.gguf"), Seed: 1, Workers: 1}
	interruptAfter(t, d, in, 3)
	u, err := d.begin(in.Path + ".part")
	if err != nil {
		t.Fatal(err)
	}
	u.f.Close()
	if done, err := d.tensors.write(t.Context(), u, u.done, in, nil); err == nil || done != 3 {
		t.Errorf("%d pieces, %v", done, err)
	}
	if u, err = d.begin(in.Path + ".part"); err != nil || u.done != 3 {
		t.Fatalf("%+v, %v", u, err)
	}
	u.f.Close()
}

func TestPartOfSomethingElseIsSaidAndNotMixed(t *testing.T) {
	d := deeper(t, 1)
	for name, c := range map[string]struct {
		make func(path string)
		why  string
	}{
		"another seed": {func(p string) {
			interruptAfter(t, deeper(t, 2), StandIn{Path: strings.TrimSuffix(p, ".part"), Seed: 2}, 4)
		}, "another stand-in, Tiny Q8_0 with seed 2"},
		"a download":  {func(p string) { modelstest.Put(t, p, modelstest.ModelFile()) }, "no stand-in of this dragstrip"},
		"a text":      {func(p string) { modelstest.Put(t, p, []byte("hello, how are you?")) }, "no stand-in of this dragstrip"},
		"our letters": {func(p string) { modelstest.Put(t, p, []byte(gguf.Unfinished+strings.Repeat("x", 1<<20))) }, "not one that this dragstrip can go on with"},
		"a folder":    {func(p string) { modelstest.Mkdir(t, p) }, "not a regular file"},
	} {
		path := filepath.Join(t.TempDir(), "t.gguf")
		c.make(path + ".part")
		before, _ := os.ReadFile(path + ".part")
		err := d.write(t.Context(), StandIn{Path: path, Seed: 1}, nil)
		if err == nil || !strings.Contains(err.Error(), c.why) || !strings.Contains(err.Error(), "remove it") {
			t.Errorf("%s: %v", name, err)
		}
		if after, _ := os.ReadFile(path + ".part"); !bytes.Equal(before, after) {
			t.Errorf("%s was changed", name)
		}
	}
}

func TestDamagedPartIsBegunAnew(t *testing.T) {
	d := deeper(t, 1)
	want := filepath.Join(t.TempDir(), "want.gguf")
	if err := d.write(t.Context(), StandIn{Path: want, Seed: 1}, nil); err != nil {
		t.Fatal(err)
	}
	whole, _ := os.ReadFile(want)
	for name, damage := range map[string]func(f *os.File) error{
		"empty":                     func(f *os.File) error { return f.Truncate(0) },
		"cut within its header":     func(f *os.File) error { return f.Truncate(int64(len(d.header)) / 2) },
		"cut before its mark":       func(f *os.File) error { return f.Truncate(d.fileBytes - 1) },
		"a mark that is torn":       func(f *os.File) error { return f.Truncate(d.markOffset() + markBytes - 3) },
		"a mark of too much":        func(f *os.File) error { _, err := f.WriteAt(markOf(1<<40, d.fileBytes), d.markOffset()); return err },
		"a mark that was overtaken": func(f *os.File) error { _, err := f.WriteAt([]byte{9}, d.markOffset()+30); return err },
	} {
		in := StandIn{Path: filepath.Join(t.TempDir(), "t.gguf"), Seed: 1}
		interruptAfter(t, d, in, 5)
		f, err := os.OpenFile(in.Path+".part", os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(damage(f), f.Close(), d.write(t.Context(), in, nil)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got, _ := os.ReadFile(in.Path); !bytes.Equal(got, whole) {
			t.Errorf("%s: other bytes", name)
		}
	}
}

// TestFinishedPartOnlyGetsItsName: killed after the last byte and before the
// rename.
func TestFinishedPartOnlyGetsItsName(t *testing.T) {
	d := deeper(t, 1)
	in := StandIn{Path: filepath.Join(t.TempDir(), "t.gguf"), Seed: 1}
	if err := d.write(t.Context(), in, nil); err != nil {
		t.Fatal(err)
	}
	look, _ := os.Stat(in.Path)
	if err := os.Rename(in.Path, in.Path+".part"); err != nil {
		t.Fatal(err)
	}
	if err := d.write(t.Context(), in, nil); err != nil {
		t.Fatal(err)
	}
	if again, err := os.Stat(in.Path); err != nil || !os.SameFile(look, again) {
		t.Errorf("it was written again: %v", err)
	}
}

func TestTwoWritersOfOneStandInDoNotMix(t *testing.T) {
	d := deeper(t, 1)
	in := StandIn{Path: filepath.Join(t.TempDir(), "t.gguf"), Seed: 1}
	u, err := d.begin(in.Path + ".part")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.write(t.Context(), in, nil); err == nil || !strings.Contains(err.Error(), "another dragstrip is writing") {
		t.Error(err)
	}
	u.f.Close()
	if err := d.write(t.Context(), in, nil); err != nil {
		t.Error(err)
	}
}

func TestPiecesAreCountedAsTheyAreCut(t *testing.T) {
	d := deeper(t, 1)
	all := d.tensors.pieces()
	if int64(len(all)) != d.tensors.pieceCount() {
		t.Fatalf("%d pieces, counted %d", len(all), d.tensors.pieceCount())
	}
	var sum int64
	for i, p := range all {
		if d.tensors.bytesOf(int64(i)) != sum {
			t.Fatalf("before piece %d: %d bytes, counted %d", i, sum, d.tensors.bytesOf(int64(i)))
		}
		sum += p.bytes
	}
	if d.tensors.bytesOf(int64(len(all))) != d.figures.SizeBytes || sum != d.figures.SizeBytes {
		t.Error(sum)
	}
}

// TestProgressOfAResumedStandIn never goes back.
func TestProgressOfAResumedStandIn(t *testing.T) {
	d := deeper(t, 1)
	in := StandIn{Path: filepath.Join(t.TempDir(), "t.gguf"), Seed: 1, Workers: 2}
	err := stopAt(t, d, in, 1)
	var u *Unfinished
	if err != nil && !errors.As(err, &u) && !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	var last int64
	if err := d.write(t.Context(), in, func(done, total int64) {
		if done < last || done > total {
			t.Errorf("%d after %d of %d", done, last, total)
		}
		last = done
	}); err != nil {
		t.Fatal(err)
	}
}
