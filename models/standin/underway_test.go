package standin

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragstrip/models"
	"dragstrip/models/modelstest"
	"dragstrip/models/problem"
)

// made is one of the two forms of a stand-in.
type made struct {
	name string
	work func(tb testing.TB, seed uint64) *work
}

var forms = []made{{"a file", tinyWork}, {"a folder", inSeveralFiles}}

// tinyWork is a stand-in of some fifty pieces.
func tinyWork(tb testing.TB, seed uint64) *work {
	tb.Helper()
	return designed(tb, StandIn{Shape: "tiny", Quant: "Q8_0", Seed: seed})
}

func designed(tb testing.TB, in StandIn) *work {
	tb.Helper()
	w, err := in.design()
	if err != nil {
		tb.Fatal(err)
	}
	return w
}

// inSeveralFiles divides a small stand-in into several files, as is done with
// large ones.
func inSeveralFiles(tb testing.TB, seed uint64) *work {
	tb.Helper()
	d, err := tinyShape(tb).designMLX("bf16", seed, false)
	if err != nil {
		tb.Fatal(err)
	}
	d.files = nil
	d.cut(5 << 20)
	if err := d.count(); err != nil {
		tb.Fatal(err)
	}
	return &d.work
}

// wholes has, for each form, the checksum of what one call writes with seed 1.
var wholes = map[string]string{}

// inEachForm runs a test for each form. The test gets a path of its own, and
// the checksum of what one call writes with seed 1.
func inEachForm(t *testing.T, do func(t *testing.T, m made, path, want string)) {
	for _, m := range forms {
		t.Run(m.name, func(t *testing.T) {
			if wholes[m.name] == "" {
				whole := filepath.Join(t.TempDir(), "m.gguf")
				if err := m.work(t, 1).write(t.Context(), whole, 0, nil); err != nil {
					t.Fatal(err)
				}
				wholes[m.name] = sumOf(t, whole)
			}
			do(t, m, filepath.Join(t.TempDir(), "m.gguf"), wholes[m.name])
		})
	}
}

// sumOf is one checksum over the name and bytes of a file, or of all files in a
// folder.
func sumOf(t *testing.T, path string) string {
	t.Helper()
	h := sha256.New()
	err := filepath.WalkDir(path, func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(file)
		fmt.Fprintf(h, "%s %d ", e.Name(), len(b))
		h.Write(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

// interruptAfter leaves what kill -9 leaves after so many pieces. These pieces
// are written and noted. The others hold nonsense, as if they had been written
// but not noted.
func interruptAfter(t *testing.T, w *work, path string, pieces int64) {
	t.Helper()
	u, err := w.begin(path + partEnd)
	if err != nil {
		t.Fatal(err)
	}
	defer u.close()
	for i, p := range w.tensors.pieces() {
		b := bytes.Repeat([]byte{0xee}, int(p.bytes))
		if int64(i) < pieces {
			w.tensors.make(p, w.seed, b)
		}
		if err := u.writePiece(p, b); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(u.sync(), u.note.setPieces(pieces)); err != nil {
		t.Fatal(err)
	}
}

// writeAgain is the next call. It gives the number of bytes that this call
// found done.
func writeAgain(t *testing.T, w *work, path string, workers int) int64 {
	t.Helper()
	first := int64(-1)
	err := w.write(t.Context(), path, workers, func(done, _ int64) {
		if first < 0 {
			first = done
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(path + partEnd); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the unfinished folder is still there: %v", err)
	}
	return first
}

func TestInterruptedStandInGoesOnToTheSameBytes(t *testing.T) {
	inEachForm(t, func(t *testing.T, m made, path, want string) {
		for _, workers := range []int{1, 4} {
			w := m.work(t, 1)
			if err := os.RemoveAll(path); err != nil {
				t.Fatal(err)
			}
			for _, pieces := range []int64{1, 7} {
				interruptAfter(t, w, path, pieces)
				if _, err := models.Look(path + partEnd); !errors.Is(err, problem.ErrIncomplete) || !strings.Contains(err.Error(), "was not finished") {
					t.Fatalf("offered: %v", err)
				}
				found, problems := models.Find(t.Context(), nil, filepath.Dir(path))
				if len(found) > 0 || len(problems) != 1 || !errors.Is(problems[0], problem.ErrIncomplete) {
					t.Errorf("an unfinished one is offered: %v, %v", found, problems)
				}
			}
			if first := writeAgain(t, w, path, workers); first != w.tensors.bytesOf(7) || first == 0 {
				t.Errorf("it went on from %d, not %d", first, w.tensors.bytesOf(7))
			}
			if sumOf(t, path) != want {
				t.Errorf("%d workers: other bytes than at once", workers)
			}
		}
	})
}

func TestStandInThatEndsEarlySaysHowToGoOn(t *testing.T) {
	inEachForm(t, func(t *testing.T, m made, path, want string) {
		w := m.work(t, 1)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := w.write(ctx, path, 1, nil); !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		if left, _ := os.ReadDir(filepath.Dir(path)); len(left) > 0 {
			t.Errorf("nothing was written and %v is left", left)
		}
		interruptAfter(t, w, path, 2)
		err := w.write(ctx, path, 1, nil)
		var u *Unfinished
		if !errors.As(err, &u) || !errors.Is(err, context.Canceled) || u.DoneBytes < w.tensors.bytesOf(2) || !strings.Contains(err.Error(), "continues from there") {
			t.Fatalf("%v", err)
		}
		writeAgain(t, w, path, 1)
		if sumOf(t, path) != want {
			t.Error("other bytes")
		}
	})
}

// TestDiskThatFillsUpKeepsWhatIsWritten closes the files while they are
// written. Then writing fails in the middle of a piece, as on a full disk.
func TestDiskThatFillsUpKeepsWhatIsWritten(t *testing.T) {
	inEachForm(t, func(t *testing.T, m made, path, _ string) {
		w := m.work(t, 1)
		interruptAfter(t, w, path, 3)
		u, err := w.begin(path + partEnd)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range u.weights {
			f.Close()
		}
		if done, err := u.fill(t.Context(), 1, nil); err == nil || done != 3 {
			t.Errorf("%d pieces, %v", done, err)
		}
		u.close()
		if u, err = w.begin(path + partEnd); err != nil || u.done != 3 {
			t.Fatalf("%+v, %v", u, err)
		}
		u.close()
	})
}

// TestDamagedPartIsBegunAnew: whatever a crash left, the next call must write
// the same bytes as a single call.
func TestDamagedPartIsBegunAnew(t *testing.T) {
	page := func(change func(n note) error) func(string, *work) error {
		return func(folder string, w *work) error {
			f, err := os.OpenFile(filepath.Join(folder, models.UnfinishedNote), os.O_RDWR, 0)
			if err != nil {
				return err
			}
			return errors.Join(change(note{f, notePageOf(w)}), f.Close())
		}
	}
	weights := func(folder string, w *work) string { return filepath.Join(folder, w.files[0].name+partEnd) }
	for name, damage := range map[string]func(folder string, w *work) error{
		"a note that is empty":      page(func(n note) error { return n.Truncate(0) }),
		"a note cut in its page":    page(func(n note) error { return n.Truncate(100) }),
		"a note cut in its letters": page(func(n note) error { return n.Truncate(7) }),
		"a note of zeros":           page(func(n note) error { return errors.Join(n.Truncate(0), n.Truncate(notePage)) }),
		"a mark that is torn":       page(func(n note) error { return n.Truncate(notePage + markBytes - 3) }),
		"a mark of too much":        page(func(n note) error { _, err := n.WriteAt(n.mark(1<<40), notePage); return err }),
		"a mark that was overtaken": page(func(n note) error { _, err := n.WriteAt([]byte{9}, notePage); return err }),
		"a folder and nothing in it": func(folder string, _ *work) error {
			return errors.Join(os.RemoveAll(folder), os.Mkdir(folder, 0o755))
		},
		"weights that were removed": func(folder string, w *work) error { return os.Remove(weights(folder, w)) },
		"weights that were cut":     func(folder string, w *work) error { return os.Truncate(weights(folder, w), 1<<10) },
	} {
		t.Run(name, func(t *testing.T) {
			inEachForm(t, func(t *testing.T, m made, path, want string) {
				w := m.work(t, 1)
				interruptAfter(t, w, path, 5)
				if err := damage(path+partEnd, w); err != nil {
					t.Fatal(err)
				}
				if first := writeAgain(t, w, path, 2); first != 0 {
					t.Errorf("it began at %d bytes", first)
				}
				if sumOf(t, path) != want {
					t.Error("other bytes")
				}
			})
		})
	}
}

// TestNoteOfAnotherWithoutWeightsIsNoDeadEnd: a writer of another stand-in was
// killed before it wrote any weights. Nothing of it can be resumed, and nothing
// is lost if it is replaced.
func TestNoteOfAnotherWithoutWeightsIsNoDeadEnd(t *testing.T) {
	inEachForm(t, func(t *testing.T, m made, path, want string) {
		other := m.work(t, 2)
		interruptAfter(t, other, path, 5)
		for i := range other.files {
			if err := os.Remove(filepath.Join(path+partEnd, other.files[i].name+partEnd)); err != nil {
				t.Fatal(err)
			}
		}
		if first := writeAgain(t, m.work(t, 1), path, 2); first != 0 {
			t.Errorf("it began at %d bytes", first)
		}
		if sumOf(t, path) != want {
			t.Error("other bytes")
		}
	})
}

// TestPartOfAnotherThatNeverGotFarIsNoDeadEnd: a writer makes its files before
// it notes its first piece. If it was killed in between, its folder used to be
// neither resumed nor replaced. And nobody can resume what another version of
// the program began.
func TestPartOfAnotherThatNeverGotFarIsNoDeadEnd(t *testing.T) {
	inEachForm(t, func(t *testing.T, m made, path, want string) {
		otherVersion := m.work(t, 1)
		otherVersion.files[0].header = bytes.Clone(otherVersion.files[0].header)
		otherVersion.files[0].header[40] ^= 1
		noMark := func(w *work) {
			interruptAfter(t, w, path, 0)
			if err := os.Truncate(filepath.Join(path+partEnd, models.UnfinishedNote), notePage); err != nil {
				t.Fatal(err)
			}
		}
		for name, leave := range map[string]func(){
			"no piece noted":  func() { interruptAfter(t, m.work(t, 2), path, 0) },
			"no mark written": func() { noMark(m.work(t, 2)) },
			"another version": func() { interruptAfter(t, otherVersion, path, 4) },
		} {
			leave()
			if first := writeAgain(t, m.work(t, 1), path, 2); first != 0 || sumOf(t, path) != want {
				t.Errorf("%s: it began at %d bytes, or has other bytes", name, first)
			}
			if err := os.RemoveAll(path); err != nil {
				t.Fatal(err)
			}
		}
		interruptAfter(t, m.work(t, 2), path, 0)
		mine := filepath.Join(path+partEnd, "diary")
		modelstest.Put(t, mine, []byte("dear"))
		if err := m.work(t, 1).write(t.Context(), path, 0, nil); err == nil || !strings.Contains(err.Error(), "another unfinished stand-in") {
			t.Errorf("somebody put something into it: %v", err)
		}
		if _, err := os.Stat(mine); err != nil {
			t.Error(err)
		}
	})
}

// TestFinishedStandInIsNotWrittenAgain, even if an earlier attempt left an
// unfinished folder beside it.
func TestFinishedStandInIsNotWrittenAgain(t *testing.T) {
	inEachForm(t, func(t *testing.T, m made, path, want string) {
		w := m.work(t, 1)
		writeAgain(t, w, path, 0)
		interruptAfter(t, w, path, 3)
		if first := writeAgain(t, w, path, 0); first != -1 || sumOf(t, path) != want {
			t.Errorf("written from %d bytes on, or with other bytes", first)
		}
		if !w.finished(path) || m.work(t, 2).finished(path) {
			t.Error("it is not known for what it is")
		}
	})
}

func TestPartOfSomethingElseIsSaidAndNotMixed(t *testing.T) {
	inEachForm(t, func(t *testing.T, m made, path, _ string) {
		part := path + partEnd
		noted := filepath.Join(part, models.UnfinishedNote)
		w := m.work(t, 1)
		for name, c := range map[string]struct {
			make func()
			why  string
		}{
			"another seed":     {func() { interruptAfter(t, m.work(t, 2), path, 4) }, "another unfinished stand-in, " + w.label + " with seed 2"},
			"a download":       {func() { modelstest.Put(t, part, modelstest.ModelFile()) }, "not a folder"},
			"an empty file":    {func() { modelstest.Put(t, part, nil) }, "not a folder"},
			"a diary":          {func() { modelstest.Put(t, filepath.Join(part, "diary"), []byte("dear")) }, "not a stand-in of this version of dragstrip"},
			"a note of others": {func() { modelstest.Put(t, noted, []byte("milk, eggs")) }, "not a stand-in of this version of dragstrip"},
			"our letters": {func() {
				modelstest.Put(t, noted, []byte(noteMagic+strings.Repeat("x", 2*notePage)))
				modelstest.Put(t, filepath.Join(part, "weights"), []byte("x"))
			}, "a stand-in that this version of dragstrip cannot continue"},
			"a folder for a note": {func() { modelstest.Mkdir(t, noted) }, "not a stand-in of this version of dragstrip"},
		} {
			c.make()
			before := sumOf(t, part)
			err := w.write(t.Context(), path, 0, nil)
			if err == nil || !strings.Contains(err.Error(), c.why) || !strings.Contains(err.Error(), "remove it") {
				t.Errorf("%s: %v", name, err)
			}
			if sumOf(t, part) != before {
				t.Errorf("%s was changed", name)
			}
			if err := os.RemoveAll(part); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// lackingItsName leaves a complete folder that only has not got its name yet.
// It gives the path of what will be the model.
func lackingItsName(t *testing.T, w *work, path string) string {
	t.Helper()
	writeAgain(t, w, path, 0)
	part := path + partEnd
	if w.single {
		modelstest.Mkdir(t, part)
		part = filepath.Join(part, w.files[0].name+partEnd)
	}
	if err := os.Rename(path, part); err != nil {
		t.Fatal(err)
	}
	return part
}

// TestFinishedPartOnlyGetsItsName: the writer was killed after the last byte,
// before the model got its name.
func TestFinishedPartOnlyGetsItsName(t *testing.T) {
	inEachForm(t, func(t *testing.T, m made, path, want string) {
		w := m.work(t, 1)
		part := lackingItsName(t, w, path)
		look, err := os.Stat(part)
		if err != nil {
			t.Fatal(err)
		}
		writeAgain(t, w, path, 0)
		if again, err := os.Stat(path); err != nil || !os.SameFile(look, again) || sumOf(t, path) != want {
			t.Errorf("it was written again: %v", err)
		}
	})
}

// TestPartThatLacksOnlyItsSmallFiles: the writer was killed while the files got
// their names.
func TestPartThatLacksOnlyItsSmallFiles(t *testing.T) {
	inEachForm(t, func(t *testing.T, m made, path, want string) {
		w := m.work(t, 1)
		interruptAfter(t, w, path, w.tensors.pieceCount())
		if !w.single {
			name := filepath.Join(path+partEnd, w.files[0].name)
			if err := os.Rename(name+partEnd, name); err != nil {
				t.Fatal(err)
			}
		}
		if first := writeAgain(t, w, path, 0); first != w.figures.SizeBytes {
			t.Errorf("it went on from %d", first)
		}
		if sumOf(t, path) != want {
			t.Error("other bytes")
		}
	})
}

func TestTwoWritersOfOneStandInDoNotMix(t *testing.T) {
	inEachForm(t, func(t *testing.T, m made, path, want string) {
		w := m.work(t, 1)
		u, err := w.begin(path + partEnd)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.write(t.Context(), path, 0, nil); err == nil || !strings.Contains(err.Error(), "another dragstrip is writing") {
			t.Error(err)
		}
		u.close()
		writeAgain(t, w, path, 0)
		if sumOf(t, path) != want {
			t.Error("other bytes")
		}
	})
}

// TestWhatOthersPutIntoAnUnfinishedFolderStays, whether or not the stand-in is
// completed.
func TestWhatOthersPutIntoAnUnfinishedFolderStays(t *testing.T) {
	w := tinyWork(t, 1)
	path := filepath.Join(t.TempDir(), "m.gguf")
	diary := filepath.Join(path+partEnd, "diary")
	u, err := w.begin(path + partEnd)
	if err != nil {
		t.Fatal(err)
	}
	modelstest.Put(t, diary, []byte("dear"))
	u.abandon()
	if left, _ := os.ReadDir(path + partEnd); len(left) != 1 {
		t.Errorf("%v is left", left)
	}
	if err := os.RemoveAll(path + partEnd); err != nil {
		t.Fatal(err)
	}
	interruptAfter(t, w, path, 5)
	modelstest.Put(t, diary, []byte("dear"))
	if err := w.write(t.Context(), path, 0, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(diary); err != nil {
		t.Error(err)
	}
}

func TestPiecesAreCountedAsTheyAreCut(t *testing.T) {
	d := tinyWork(t, 1)
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
	w := tinyWork(t, 1)
	path := filepath.Join(t.TempDir(), "t.gguf")
	interruptAfter(t, w, path, 9)
	var last int64
	if err := w.write(t.Context(), path, 2, func(done, total int64) {
		if done < last || done > total {
			t.Errorf("%d after %d of %d", done, last, total)
		}
		last = done
	}); err != nil {
		t.Fatal(err)
	}
}
