package settings

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestWhatIsNotUnderstoodIsKept(t *testing.T) {
	home := t.TempDir()
	f := File{Path: filepath.Join(home, "config", FileName), Former: filepath.Join(home, "former.conf")}
	if err := os.WriteFile(f.Former, []byte("# mine\nmodel-folder = /gone\nunknown = 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := f.ChangeFolders(home, "/gone"); err != nil {
		t.Fatal(err)
	}
	if err := f.SavePreset(Preset{"long", map[string]string{"p": "512, 4096", "n": ""}}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(f.Path)
	if want := "# mine\nunknown = 1\nmodel-folder = " + home + "\npreset = long: -p 512,4096\n"; err != nil || string(text) != want {
		t.Errorf("%v: %q, want %q", err, text, want)
	}
	folders, err := f.ModelFolders()
	if err != nil || !slices.Equal(folders, []string{home}) {
		t.Errorf("%v, %v", folders, err)
	}
	presets, err := f.Presets()
	if err != nil || len(presets) != 1 || presets[0].Name != "long" || presets[0].Fields["p"] != "512,4096" {
		t.Errorf("%+v, %v", presets, err)
	}
}

func TestWhatCannotBeKeptIsRefused(t *testing.T) {
	home := t.TempDir()
	f := File{Path: filepath.Join(home, FileName)}
	if err := f.ChangeFolders(home, ""); err != nil {
		t.Fatal(err)
	}
	if err := f.ChangeFolders(home, ""); !errors.Is(err, ErrAdded) {
		t.Errorf("twice: %v", err)
	}
	if err := f.ChangeFolders(filepath.Join(home, "absent"), ""); err == nil || !strings.Contains(err.Error(), "no such folder") {
		t.Errorf("absent: %v", err)
	}
	if err := f.ChangeFolders("", "/never"); err == nil || !strings.Contains(err.Error(), "was not added") {
		t.Errorf("never added: %v", err)
	}
	if err := f.SavePreset(Preset{Name: "a=b"}); err == nil {
		t.Error("a name that a line cannot hold")
	}
}

// A blank inside a path used to be left out without a word.
func TestAPresetRefusesABlankInsideAValue(t *testing.T) {
	f := File{Path: filepath.Join(t.TempDir(), "settings")}
	if err := f.SavePreset(Preset{Name: "x", Fields: map[string]string{"md": "/my models/d.gguf"}}); err == nil || !strings.Contains(err.Error(), "-md /my models/d.gguf has a blank inside") {
		t.Errorf("%v", err)
	}
	if err := f.SavePreset(Preset{Name: "x", Fields: map[string]string{"p": "512 , 2048"}}); err != nil {
		t.Error(err)
	}
}
