package standin

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragstrip/models"
	"dragstrip/models/modelstest"
	"dragstrip/models/problem"
)

// copyPadded copies the header of a stand-in from testdata and makes the file
// as large as the complete one. The rest of the file is a hole and takes no
// room.
func copyPadded(t *testing.T, name, to string, size int64) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "former", name))
	if err != nil {
		t.Fatal(err)
	}
	modelstest.Put(t, to, text)
	if size > 0 {
		if err := os.Truncate(to, size); err != nil {
			t.Fatal(err)
		}
	}
}

// TestStandInsOfTheFormerNameAreStandIns: testdata/former has the headers of
// two stand-ins that the program wrote while it was called dyno.
func TestStandInsOfTheFormerNameAreStandIns(t *testing.T) {
	folder := t.TempDir()
	file, mlx := filepath.Join(folder, "tiny.gguf"), filepath.Join(folder, "tiny-mlx")
	copyPadded(t, "tiny.gguf", file, 8909696)
	if err := os.Mkdir(mlx, 0o755); err != nil {
		t.Fatal(err)
	}
	copyPadded(t, "tiny-mlx/config.json", filepath.Join(mlx, "config.json"), 0)
	copyPadded(t, "tiny-mlx/model.safetensors", filepath.Join(mlx, "model.safetensors"), 8276920)
	for path, quant := range map[string]string{file: "Q4_0", mlx: "4bit"} {
		f, err := models.Look(path)
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(path), err)
			continue
		}
		if !f.StandIn || f.Name != "Tiny" || f.Quant != quant || f.Facts.StandInOf != "tiny" || f.ParamCount != 14684672 {
			t.Errorf("%s: %+v", filepath.Base(path), f)
		}
	}
	// A stand-in may be overwritten.
	for path, in := range map[string]StandIn{file: {Shape: "tiny", Quant: "Q4_0"}, mlx: {Shape: "tiny", Quant: "4bit", Format: models.FormatMLX}} {
		in.Path = path
		if err := Write(t.Context(), in, nil); err != nil {
			t.Errorf("%s is not replaced: %v", filepath.Base(path), err)
		}
	}
}

// TestUnfinishedStandInsOfTheFormerNameSayWhatToDo: such stand-ins can be
// neither resumed nor overwritten.
func TestUnfinishedStandInsOfTheFormerNameSayWhatToDo(t *testing.T) {
	const former = "DYNP"
	folder := t.TempDir()
	file, mlx := StandIn{Shape: "tiny", Quant: "Q4_0", Path: filepath.Join(folder, "a.gguf")}, StandIn{Shape: "tiny", Quant: "4bit", Format: models.FormatMLX, Path: filepath.Join(folder, "b")}
	modelstest.Put(t, file.Path+partEnd, []byte(former+"what was written of it"))
	if err := os.Mkdir(mlx.Path+partEnd, 0o755); err != nil {
		t.Fatal(err)
	}
	modelstest.Put(t, filepath.Join(mlx.Path+partEnd, formerNote), []byte("dyno: unfinished MLX stand-in\n\x00\x00"))
	for _, in := range []StandIn{file, mlx} {
		err := Write(t.Context(), in, nil)
		var p *problem.Problem
		if !errors.As(err, &p) || !strings.Contains(p.Why, "it was started by dyno") || !strings.Contains(p.Remedy, "remove it") {
			t.Errorf("writing %s: %v", filepath.Base(in.Path), err)
		}
		if err := os.RemoveAll(in.Path + partEnd); err != nil {
			t.Fatal(err)
		}
		if err := Write(t.Context(), in, nil); err != nil {
			t.Errorf("after it was removed: %v", err)
		}
	}
	modelstest.Put(t, file.Path, []byte(former+"what was written of it"))
	if _, err := models.Open(file.Path); !errors.Is(err, problem.ErrIncomplete) || !strings.Contains(err.Error(), "remove it") {
		t.Errorf("opened: %v", err)
	}
}
