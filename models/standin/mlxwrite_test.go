package standin

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragstrip/models"
)

// mlxTiny is a stand-in of fifteen pieces.
func mlxTiny(t *testing.T, seed uint64) StandIn {
	return StandIn{Shape: "tiny", Quant: "bf16", Format: models.FormatMLX, Path: filepath.Join(t.TempDir(), "tiny"), Seed: seed, Workers: 1}
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
			sum := sumOf(t, in.Path)
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

// TestMLXStandInLeavesOthersAlone: files that are not part of a stand-in must
// not be changed, and neither must another stand-in's unfinished files.
func TestMLXStandInLeavesOthersAlone(t *testing.T) {
	other := mlxTiny(t, 1)
	if err := Write(t.Context(), other, nil); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		before func(in StandIn) error
		why    string // "" means that it succeeds
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

// TestMLXShardsOfSeveralFiles divides a small stand-in into several files, as
// is done with large ones.
func TestMLXShardsOfSeveralFiles(t *testing.T) {
	in := mlxTiny(t, 3)
	d := inSeveralFiles(t, in.Seed)
	if err := d.write(t.Context(), in.Path, 0, nil); err != nil {
		t.Fatal(err)
	}
	f, err := models.Look(in.Path)
	if err != nil || len(f.Files) != len(d.files) || len(d.files) < 4 || f.SizeBytes != d.figures.SizeBytes || f.Facts.Tensors != 38 {
		t.Errorf("%v: %d files, %d bytes, %d tensors", err, len(f.Files), f.SizeBytes, f.Facts.Tensors)
	}
	if python := os.Getenv("DRAGSTRIP_TEST_MLX_PYTHON"); python != "" {
		if got := loadReally(t, python, []string{in.Path})[in.Path]; got.Bytes != d.figures.SizeBytes || len(got.Tokens) != 4 {
			t.Errorf("mlx_lm loads %+v", got)
		}
	}
}
