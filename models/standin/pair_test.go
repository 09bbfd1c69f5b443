package standin

import (
	"path/filepath"
	"testing"

	"dragstrip/models"
)

func TestStandInsOfOneShapeArePaired(t *testing.T) {
	home := t.TempDir()
	for _, in := range []StandIn{
		{Shape: "tiny", Quant: "Q4_0"}, {Shape: "tiny", Quant: "Q8_0"}, {Shape: "tiny", Quant: "4bit", Format: models.FormatMLX},
	} {
		in.Path = filepath.Join(home, in.Quant)
		if in.Format == "" {
			in.Path += ".gguf"
		}
		if err := Write(t.Context(), in, nil); err != nil {
			t.Fatal(err)
		}
	}
	found, problems := models.Find(t.Context(), []string{home}, "")
	pairs := models.Pairs(found)
	if len(found) != 3 || len(problems) > 0 || len(pairs) != 1 || pairs[0].ID != "stand-in of tiny" || len(pairs[0].GGUF) != 2 || len(pairs[0].MLX) != 1 {
		t.Errorf("%v %v %+v", found, problems, pairs)
	}
}
