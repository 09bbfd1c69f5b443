package standin

import (
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
	"dragstrip/models/mlx"
)

// sumOfFolder is one sum over the names and bytes of all files.
func sumOfFolder(t *testing.T, folder string) string {
	t.Helper()
	h := sha256.New()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(h, "%s %d ", e.Name(), len(b))
		h.Write(b)
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

// mlxTiny is a stand-in of fifteen pieces.
func mlxTiny(t *testing.T, seed uint64) StandIn {
	return StandIn{Shape: "tiny", Quant: "bf16", Format: models.FormatMLX, Path: filepath.Join(t.TempDir(), "tiny"), Seed: seed, Workers: 1}
}

// interrupted writes a stand-in until so many bytes are done.
func interrupted(t *testing.T, in StandIn, bytes int64) {
	t.Helper()
	d, err := in.designMLX()
	if err != nil {
		t.Fatal(err)
	}
	u, err := d.begin(in.Path + partEnd)
	if err != nil {
		t.Fatal(err)
	}
	defer u.close()
	n := int64(0)
	for i, p := range d.tensors.pieces() {
		if d.tensors.bytesOf(int64(i)) >= bytes {
			break
		}
		b := make([]byte, p.bytes)
		d.tensors[p.tensor].make(b, newRandom(in.Seed, uint64(p.tensor), uint64(p.first)))
		if err := u.writePiece(p, b); err != nil {
			t.Fatal(err)
		}
		n++
	}
	if err := errors.Join(u.sync(), u.setMark(n)); err != nil {
		t.Fatal(err)
	}
}

func TestMLXStandInDependsOnItsSeedAlone(t *testing.T) {
	sums := map[uint64]string{}
	for _, workers := range []int{1, 3} {
		for seed := range uint64(2) {
			in := mlxTiny(t, seed)
			in.Workers = workers
			if err := Write(t.Context(), in, nil); err != nil {
				t.Fatal(err)
			}
			sum := sumOfFolder(t, in.Path)
			if before := sums[seed]; before != "" && before != sum {
				t.Errorf("seed %d: other bytes with %d workers", seed, workers)
			}
			sums[seed] = sum
		}
	}
	if sums[0] == sums[1] {
		t.Error("the same bytes with another seed")
	}
}

// TestMLXStandInGoesOn: whatever an interruption left, the next call makes the
// folder that one call would have made.
func TestMLXStandInGoesOn(t *testing.T) {
	whole := mlxTiny(t, 5)
	if err := Write(t.Context(), whole, nil); err != nil {
		t.Fatal(err)
	}
	want := sumOfFolder(t, whole.Path)
	const half = 14 << 20
	for name, c := range map[string]struct {
		damage func(in StandIn) error
		goesOn bool
	}{
		"half of it":                {func(StandIn) error { return nil }, true},
		"a mark that is damaged":    {func(in StandIn) error { return cutShort(filepath.Join(in.Path+".part", noteName), 5) }, false},
		"weights that were removed": {func(in StandIn) error { return os.Remove(filepath.Join(in.Path+".part", "model.safetensors.part")) }, false},
		"weights that were cut": {func(in StandIn) error {
			return os.Truncate(filepath.Join(in.Path+".part", "model.safetensors.part"), 1<<20)
		}, false},
		"a note that was not written": {func(in StandIn) error { return os.Truncate(filepath.Join(in.Path+".part", noteName), 0) }, false},
		"a folder and nothing in it": {func(in StandIn) error {
			return errors.Join(os.RemoveAll(in.Path+".part"), os.Mkdir(in.Path+".part", 0o755))
		}, false},
		"everything but the folder's name": {func(in StandIn) error {
			return errors.Join(os.RemoveAll(in.Path+".part"), os.CopyFS(in.Path+".part", os.DirFS(whole.Path)))
		}, false},
		"everything but the note's end": {func(in StandIn) error {
			return errors.Join(os.Remove(filepath.Join(in.Path+".part", "model.safetensors.part")), os.CopyFS(in.Path+".part", namedAlready{os.DirFS(whole.Path)}))
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			in := mlxTiny(t, 5)
			interrupted(t, in, half)
			if found, _ := models.Find(t.Context(), nil, filepath.Dir(in.Path)); len(found) > 0 {
				t.Errorf("an unfinished one is offered: %v", found)
			}
			if err := c.damage(in); err != nil {
				t.Fatal(err)
			}
			first := int64(-1)
			err := Write(t.Context(), in, func(done, _ int64) {
				if first < 0 {
					first = done
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			if sumOfFolder(t, in.Path) != want {
				t.Error("other bytes")
			}
			if (first > 0) != c.goesOn {
				t.Errorf("it began at %d bytes", first)
			}
			if _, err := os.Lstat(in.Path + ".part"); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("the unfinished folder is still there: %v", err)
			}
		})
	}
}

// namedAlready is a finished folder's weights alone: their file got its name
// before it was interrupted.
type namedAlready struct{ fs.FS }

func (n namedAlready) ReadDir(name string) ([]fs.DirEntry, error) {
	all, err := fs.ReadDir(n.FS, name)
	var some []fs.DirEntry
	for _, e := range all {
		if mlx.IsShard(e.Name()) {
			some = append(some, e)
		}
	}
	return some, err
}

func cutShort(path string, bytes int64) error {
	look, err := os.Stat(path)
	if err != nil {
		return err
	}
	return os.Truncate(path, look.Size()-bytes)
}

func TestMLXStandInIsInterrupted(t *testing.T) {
	in := mlxTiny(t, 1)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Write(ctx, in, nil); !errors.Is(err, context.Canceled) {
		t.Fatalf("%v", err)
	}
	if entries, _ := os.ReadDir(filepath.Dir(in.Path)); len(entries) > 0 {
		t.Errorf("nothing was written and %v is left", entries)
	}
	interrupted(t, in, 4<<20)
	err := Write(ctx, in, nil)
	var u *Unfinished
	if !errors.As(err, &u) || u.DoneBytes < 4<<20 || !strings.Contains(err.Error(), "goes on from there") {
		t.Errorf("%v", err)
	}
}

// TestMLXStandInLeavesOthersAlone: what it did not write, and what belongs to
// another stand-in, stays as it is.
func TestMLXStandInLeavesOthersAlone(t *testing.T) {
	other := mlxTiny(t, 1)
	if err := Write(t.Context(), other, nil); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		before func(in StandIn) error
		why    string // "" is no error
	}{
		"an empty folder":     {func(in StandIn) error { return os.Mkdir(in.Path, 0o755) }, ""},
		"an earlier stand-in": {func(in StandIn) error { return os.CopyFS(in.Path, os.DirFS(other.Path)) }, ""},
		"a file of that name": {func(in StandIn) error { return os.WriteFile(in.Path, nil, 0o644) }, "is not a folder"},
		"a folder with something else": {func(in StandIn) error {
			return errors.Join(os.Mkdir(in.Path, 0o755), os.WriteFile(in.Path+"/diary", nil, 0o644))
		}, "not a stand-in"},
		"an earlier one with a diary": {func(in StandIn) error {
			return errors.Join(os.CopyFS(in.Path, os.DirFS(other.Path)), os.WriteFile(in.Path+"/diary", nil, 0o644))
		}, "diary"},
		"another one's beginning": {func(in StandIn) error {
			in.Seed = 9
			interrupted(t, in, 4<<20)
			return nil
		}, "the beginning of another stand-in, Tiny bf16 with seed 9"},
		"an unfinished folder of others": {func(in StandIn) error {
			return errors.Join(os.Mkdir(in.Path+".part", 0o755), os.WriteFile(in.Path+".part/diary", nil, 0o644))
		}, "no stand-in of this dragstrip"},
		"a note of others": {func(in StandIn) error {
			return errors.Join(os.Mkdir(in.Path+".part", 0o755), os.WriteFile(in.Path+".part/"+noteName, []byte("milk, eggs"), 0o644))
		}, "no stand-in of this dragstrip"},
		"an unfinished file": {func(in StandIn) error { return os.WriteFile(in.Path+".part", nil, 0o644) }, "not a folder"},
	} {
		t.Run(name, func(t *testing.T) {
			in := mlxTiny(t, 2)
			if err := c.before(in); err != nil {
				t.Fatal(err)
			}
			err := Write(t.Context(), in, nil)
			if c.why == "" {
				config, readErr := os.ReadFile(filepath.Join(in.Path, "config.json"))
				if err != nil || readErr != nil || !strings.Contains(string(config), `"seed": "2"`) {
					t.Errorf("%v, %v", err, readErr)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), c.why) {
				t.Errorf("%v, want %q", err, c.why)
			}
		})
	}
}

// TestTwoWritersOfOneMLXStandIn: the second is told.
func TestTwoWritersOfOneMLXStandIn(t *testing.T) {
	in := mlxTiny(t, 1)
	d, err := in.designMLX()
	if err != nil {
		t.Fatal(err)
	}
	u, err := d.begin(in.Path + partEnd)
	if err != nil {
		t.Fatal(err)
	}
	defer u.close()
	if err := Write(t.Context(), in, nil); err == nil || !strings.Contains(err.Error(), "another dragstrip is writing") {
		t.Errorf("%v", err)
	}
}

// TestMLXShardsOfSeveralFiles cuts a small one as large ones are cut.
func TestMLXShardsOfSeveralFiles(t *testing.T) {
	in := mlxTiny(t, 3)
	d, err := in.designMLX()
	if err != nil {
		t.Fatal(err)
	}
	d.shards = nil
	d.cut(5 << 20)
	d.files = d.smallFiles()
	if err := d.write(t.Context(), in, nil); err != nil {
		t.Fatal(err)
	}
	f, err := models.Look(in.Path)
	if err != nil || len(f.Files) != len(d.shards) || len(d.shards) < 4 || f.SizeBytes != d.figures.SizeBytes || f.Facts.Tensors != 38 {
		t.Errorf("%v: %d files, %d bytes, %d tensors", err, len(f.Files), f.SizeBytes, f.Facts.Tensors)
	}
	if os.Getenv("DRAGSTRIP_TEST_MLX_PYTHON") != "" {
		if got := loadReally(t, []string{in.Path})[in.Path]; got.Bytes != d.figures.SizeBytes || len(got.Tokens) != 4 {
			t.Errorf("mlx_lm loads %+v", got)
		}
	}
}
