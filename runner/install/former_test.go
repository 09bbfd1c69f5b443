package install

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBuildsOfTheFormerNameAreListed: the manifest was written by the program
// while it was called dyno.
func TestBuildsOfTheFormerNameAreListed(t *testing.T) {
	in := fakeStore(t)
	text, err := os.ReadFile(filepath.Join("testdata", "former", formerManifest))
	if err != nil {
		t.Fatal(err)
	}
	put(t, strings.ReplaceAll(string(text), "linux/amd64", in.platform()), in.folder(), "mlx/"+formerManifest)
	all, err := in.List()
	if err != nil || len(all) != 1 {
		t.Fatalf("listed %+v, %v", all, err)
	}
	if one := all[0]; one.ID != "mlx" || one.Version != "0.32.2" || one.Prefix[0] != filepath.Join(in.folder(), "mlx")+"/bin/python" || one.Build().Origin != "dragstrip, venv" {
		t.Errorf("listed %+v", one)
	}
	if err := in.Remove("mlx"); err != nil {
		t.Error(err)
	}
}
