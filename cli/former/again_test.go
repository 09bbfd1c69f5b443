package former

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// apart gives folders as they are on Linux: each kind of thing has its own.
func apart(t *testing.T) (data, config Folder) {
	t.Helper()
	parent := t.TempDir()
	data = Folder{Former: filepath.Join(parent, "share", Name), Present: filepath.Join(parent, "share", "dragstrip"), Kept: Data}
	config = Folder{Former: filepath.Join(parent, "config", Name), Present: filepath.Join(parent, "config", "dragstrip"), Kept: Config}
	put(t, "weights", data.Former, "models/a.gguf")
	put(t, "#!"+data.Former+"/engines/mlx/bin/python\n", data.Former, "engines/mlx/bin/pip")
	put(t, "model-folder = "+data.Former+"/models\n", config.Former, Settings)
	return data, config
}

func checkMended(t *testing.T, data, config Folder) {
	t.Helper()
	if got := text(t, config.Present, presentSettings); got != "model-folder = "+data.Present+"/models\n" {
		t.Errorf("the settings say %q", got)
	}
	if got := text(t, data.Present, "engines/mlx/bin/pip"); got != "#!"+data.Present+"/engines/mlx/bin/python\n" {
		t.Errorf("a script begins %q", got)
	}
}

func TestAProgramKilledBetweenMoveAndMendIsFinishedByTheNextCall(t *testing.T) {
	data, config := apart(t)
	for _, f := range []Folder{data, config} {
		if err := os.Rename(f.Former, f.Present); err != nil {
			t.Fatal(err)
		}
	}
	pairs := []Folder{data, config}
	if taken, err := TakeOver(pairs); err != nil || taken.Mended != 2 || len(taken.Moved) > 0 {
		t.Errorf("%+v, %v", taken, err)
	}
	checkMended(t, data, config)
	if taken, err := TakeOver(pairs); err != nil || taken.Mended > 0 {
		t.Errorf("once more: %+v, %v", taken, err)
	}
}

func TestWhenOneFolderCannotBeMovedTheOthersAreMendedAndTheNextCallFinishes(t *testing.T) {
	for _, configFirst := range []bool{false, true} {
		data, config := apart(t)
		pairs := []Folder{data, config}
		if configFirst {
			slices.Reverse(pairs)
		}
		// A file prevents the second folder from being moved.
		put(t, "", pairs[1].Present)
		taken, err := TakeOver(pairs)
		if err == nil || !slices.Equal(taken.Moved, pairs[:1]) {
			t.Fatalf("%+v, %v", taken, err)
		}
		if configFirst && text(t, config.Present, presentSettings) != "model-folder = "+data.Former+"/models\n" {
			t.Error("the settings name models where they are not yet")
		}
		if err := os.Remove(pairs[1].Present); err != nil {
			t.Fatal(err)
		}
		if taken, err := TakeOver(pairs); err != nil || !slices.Equal(taken.Moved, pairs[1:]) {
			t.Errorf("the second call: %+v, %v", taken, err)
		}
		checkMended(t, data, config)
	}
}
