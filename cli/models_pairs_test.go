package cli

import (
	"context"
	"path/filepath"
	"testing"

	"dragstrip/bench"
	"dragstrip/models"
	"dragstrip/models/standin"
)

func TestOneModelForTwoEnginesIsMarkedInThePlan(t *testing.T) {
	folder := t.TempDir()
	var planned []bench.Model
	for _, one := range []standin.StandIn{
		{Shape: "tiny", Quant: "Q4_0", Path: filepath.Join(folder, "tiny.gguf")},
		{Shape: "tiny", Quant: "4bit", Format: models.FormatMLX, Path: filepath.Join(folder, "tiny-4bit")},
	} {
		if err := standin.Write(context.Background(), one, nil); err != nil {
			t.Fatal(err)
		}
		m, err := models.Open(one.Path)
		if err != nil {
			t.Fatal(err)
		}
		planned = append(planned, m)
	}
	planned = append(planned, bench.Model{Name: "gone", Path: filepath.Join(folder, "gone.gguf"), Format: models.FormatGGUF})
	models.MarkPairs(planned)
	if planned[0].Origin == "" || planned[0].Origin != planned[1].Origin || planned[2].Origin != "" {
		t.Errorf("%q %q %q", planned[0].Origin, planned[1].Origin, planned[2].Origin)
	}
	// The name of a served model used to be taken for a path in the current
	// folder.
	t.Chdir(planned[1].Path)
	served := []bench.Model{planned[0], {Name: "Tiny", Served: "tiny", Format: models.FormatMLX}}
	served[0].Origin = ""
	if models.MarkPairs(served); served[0].Origin != "" {
		t.Error("a pair with what lies in the current folder")
	}
	alone := []bench.Model{planned[0], planned[2]}
	alone[0].Origin = ""
	if models.MarkPairs(alone); alone[0].Origin != "" {
		t.Error("a pair of one")
	}
}
