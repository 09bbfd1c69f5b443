package words

import (
	"os"
	"path/filepath"
	"testing"
)

func TestLookTellsWhatLiesThere(t *testing.T) {
	folder := t.TempDir()
	put := func(name, text string, mode os.FileMode) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for path, want := range map[string]Found{
		put("m.gguf", "GGUF", 0o600):    FoundFile,
		put("empty.gguf", "", 0o600):    FoundEmpty,
		folder:                          FoundFolder,
		filepath.Join(folder, "absent"): FoundNothing,
	} {
		if got := Look(path); got != want {
			t.Errorf("%s: %q, not %q", filepath.Base(path), got, want)
		}
	}
	hidden := put("hidden.gguf", "GGUF", 0o000)
	if f, err := os.Open(hidden); err == nil {
		f.Close() // root may read everything, and Windows has no such mode
	} else if got := Look(hidden); got != FoundNoPermission {
		t.Errorf("a file that may not be read: %q", got)
	}
	for _, f := range []struct{ reason, remedy string }{{Missing().Reason, Missing().Remedy}, {Unreadable().Reason, Unreadable().Remedy}} {
		if f.reason == "" || f.remedy == "" {
			t.Errorf("%+v", f)
		}
	}
}
