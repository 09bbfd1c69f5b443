package former

import (
	"path/filepath"
	"slices"
	"testing"

	"dragstrip/bench"
)

func TestPlacesThatMovedAreNamedAndNoOthers(t *testing.T) {
	data, config := apart(t)
	put(t, "", data.Former, "engines/b/lib/x.so")
	old := func(below string) string { return filepath.Join(data.Former, below) }
	model, library := old("models/a.gguf"), old("engines/mlx/lib")+":"+old("engines/b/lib")+":/usr/lib"
	pairs := []Folder{data, config}
	if moved := Moved(pairs, model, library); moved != nil {
		t.Errorf("before anything was taken over: %+v", moved)
	}
	// One engine stays, because there is another one of the same name.
	put(t, "", data.Present, "engines/b/lib/y.so")
	if _, err := TakeOver(pairs); err != nil {
		t.Fatal(err)
	}
	part := func(below string) bench.MovedFolder {
		return bench.MovedFolder{From: filepath.Join(data.Former, below), To: filepath.Join(data.Present, below)}
	}
	if moved, want := Moved(pairs, model, library), []bench.MovedFolder{part("models"), part("engines/mlx")}; !slices.Equal(moved, want) {
		t.Errorf("%+v, want %+v", moved, want)
	}
	if moved := Moved(pairs, old("models/gone.gguf"), old("theirs/x"), data.Former+"/models/../../b/x", config.Former+"saur/x"); moved != nil {
		t.Errorf("what is not here moved: %+v", moved)
	}
}

// TestWhereTheFormerProgramNeverWasNothingMoved: whatever is in such a folder
// belongs to another program of that name.
func TestWhereTheFormerProgramNeverWasNothingMoved(t *testing.T) {
	parent := t.TempDir()
	cache := Folder{Former: filepath.Join(parent, Name), Present: filepath.Join(parent, "dragstrip"), Kept: Cache}
	put(t, "{}", cache.Present, "sessions.json")
	put(t, "", cache.Present, "models/a.gguf")
	if moved := Moved([]Folder{cache}, filepath.Join(cache.Former, "models/a.gguf"), filepath.Join(cache.Former, "hub/b.gguf"), "/m/c.gguf"); moved != nil {
		t.Errorf("%+v", moved)
	}
}
