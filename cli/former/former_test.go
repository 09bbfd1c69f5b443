package former

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gofrs/flock"
)

// put writes a file and makes its folders.
func put(t *testing.T, text string, parts ...string) {
	t.Helper()
	path := filepath.Join(parts...)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
}

func text(t *testing.T, parts ...string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(parts...))
	if err != nil {
		t.Error(err)
	}
	return string(b)
}

// left is a folder as the former program left it, with everything in one
// folder, as on macOS.
func left(t *testing.T) Folder {
	t.Helper()
	parent := t.TempDir()
	f := Folder{Former: filepath.Join(parent, Name), Present: filepath.Join(parent, "dragstrip"), Kept: State | Data | Config}
	put(t, "plan", f.Former, "sessions/20261129-121117-db29/plan.json")
	put(t, "weights", f.Former, "models/a.gguf")
	put(t, "half", f.Former, "models/b.gguf.part")
	put(t, "", f.Former, "engines/.lock")
	put(t, "#!"+f.Former+"/engines/mlx/bin/python\n", f.Former, "engines/mlx/bin/pip")
	put(t, "model-folder = /m\nmodel-folder = "+f.Former+"/models\n", f.Former, Settings)
	return f
}

// takenOver tells whether nothing of the former program is left under the
// former name, and something is under the present one.
func (f Folder) takenOver() bool {
	own, _ := f.entries()
	_, err := os.Stat(f.Present)
	return len(own) == 0 && err == nil
}

func TestFoldersOfTheFormerNameAreFoundOnceAndSayWhatTheyHold(t *testing.T) {
	f := left(t)
	empty := Folder{Former: t.TempDir(), Present: "/nowhere"}
	linked := Folder{Former: filepath.Join(t.TempDir(), Name), Present: f.Former}
	if err := os.Symlink(f.Former, linked.Former); err != nil {
		t.Skip(err)
	}
	state, data, config := f, f, f
	state.Kept, data.Kept, config.Kept = State, Data, Config
	found := Find([]Folder{state, {Former: "/nowhere/" + Name}, data, empty, config, linked})
	if !slices.Equal(found, []Folder{f}) {
		t.Errorf("found %+v", found)
	}
	if holds := f.Holds(); holds != "1 session, 1 model, 1 engine, settings" {
		t.Errorf("it holds %s", holds)
	}
}

func TestAFolderIsRenamedAndWhatNamedItselfIsMended(t *testing.T) {
	f := left(t)
	taken, err := TakeOver([]Folder{f, {Former: "/nowhere/" + Name, Present: "/nowhere/dragstrip", Kept: Cache}})
	if err != nil || len(taken.Left) > 0 || !slices.Equal(taken.Moved, []Folder{f}) || taken.Mended != 2 || !f.takenOver() {
		t.Fatalf("%+v, %v", taken, err)
	}
	if got := text(t, f.Present, "models/a.gguf"); got != "weights" {
		t.Errorf("a model has %q", got)
	}
	if got := text(t, f.Present, "engines/mlx/bin/pip"); got != "#!"+f.Present+"/engines/mlx/bin/python\n" {
		t.Errorf("a script begins %q", got)
	}
	if look, err := os.Stat(filepath.Join(f.Present, "engines/mlx/bin/pip")); err != nil || look.Mode().Perm() != 0o755 {
		t.Errorf("a script is %v, %v", look.Mode(), err)
	}
	if got := text(t, f.Present, "dragstrip.conf"); got != "model-folder = /m\nmodel-folder = "+f.Present+"/models\n" {
		t.Errorf("the settings say %q", got)
	}
}

func TestWhatIsInTheWayStaysAndIsNamed(t *testing.T) {
	f := left(t)
	put(t, "new", f.Present, "models/a.gguf")
	put(t, "new", f.Present, "engines/mlx/bin/python")
	put(t, "", f.Present, "engines/.lock")
	put(t, "old", f.Former, "models/c.gguf")
	taken, err := TakeOver([]Folder{f})
	want := []string{filepath.Join(f.Former, "engines", "mlx"), filepath.Join(f.Former, "models", "a.gguf")}
	if err != nil || !slices.Equal(taken.Left, want) {
		t.Fatalf("%q stay, want %q; %v", taken.Left, want, err)
	}
	if text(t, f.Present, "models/a.gguf") != "new" || text(t, f.Former, "models/a.gguf") != "weights" || text(t, f.Present, "models/c.gguf") != "old" {
		t.Error("models are not where they should be")
	}
	if !strings.Contains(text(t, f.Former, "engines/mlx/bin/pip"), f.Former) {
		t.Error("what stays was changed")
	}
	if text(t, f.Present, "dragstrip.conf") == "" || text(t, f.Present, "sessions/20261129-121117-db29/plan.json") != "plan" {
		t.Error("settings and sessions are not where they should be")
	}
	// A cache is not left behind.
	f.Kept = Cache
	put(t, "old", f.Former, "hashes/a.json")
	put(t, "new", f.Present, "hashes/a.json")
	if taken, err := TakeOver([]Folder{f}); err != nil || len(taken.Left) > 0 || !f.takenOver() || text(t, f.Present, "hashes/a.json") != "new" {
		t.Errorf("%+v, %v", taken, err)
	}
}

func TestNothingIsTakenOverWhileTheFormerProgramIsAtWork(t *testing.T) {
	for file, says := range map[string]string{
		"sessions/20261129-121117-db29/lock": "session 20261129-121117-db29 is being measured there", "engines/.lock": "an engine is being installed there",
	} {
		f := left(t)
		put(t, "", f.Former, file)
		lock := flock.New(filepath.Join(f.Former, file))
		if ok, err := lock.TryLock(); !ok || err != nil {
			t.Fatal(ok, err)
		}
		busy := (*Busy)(nil)
		if _, err := TakeOver([]Folder{f}); !errors.As(err, &busy) || busy.What != says {
			t.Errorf("%s is held: %v", file, err)
		}
		if f.takenOver() {
			t.Error("it was renamed all the same")
		}
		if err := lock.Unlock(); err != nil {
			t.Fatal(err)
		}
		if _, err := TakeOver([]Folder{f}); err != nil || !f.takenOver() {
			t.Errorf("when it is done: %v", err)
		}
	}
}

func TestVariablesOfTheFormerNameAreOnlyOurs(t *testing.T) {
	got := Variables([]string{"DYNO_R=3", "DYNO_MACHINE_LOCK=/x", "DYNO_DAEMON_PORT=1", "DYNO_HOME=/y", "DYNO_NOTE=", "DYNO_T=2", "DRAGSTRIP_T=4"})
	if want := []Variable{{"DYNO_MACHINE_LOCK", "DRAGSTRIP_MACHINE_LOCK"}, {"DYNO_R", "DRAGSTRIP_R"}}; !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
}

// TestFoldersOfOtherProgramsOfThatNameAreTheirs: other programs have that name,
// too.
func TestFoldersOfOtherProgramsOfThatNameAreTheirs(t *testing.T) {
	parent := t.TempDir()
	f := Folder{Former: filepath.Join(parent, Name), Present: filepath.Join(parent, "dragstrip"), Kept: Config}
	put(t, "theirs", f.Former, "state.db")
	if found := Find([]Folder{f}); len(found) > 0 {
		t.Errorf("found %+v", found)
	}
	put(t, "model-folder = /m\n", f.Former, Settings)
	if taken, err := TakeOver([]Folder{f}); err != nil || len(taken.Left) > 0 || !f.takenOver() {
		t.Errorf("%+v, %v", taken, err)
	}
	if text(t, f.Former, "state.db") != "theirs" || text(t, f.Present, "dragstrip.conf") != "model-folder = /m\n" {
		t.Error("not everything is where it belongs")
	}
}

// TestModelsInTheCacheOfAnotherProgramOfThatNameAreTheirs: an entry is ours
// only in the kind of folder in which the former program wrote it.
func TestModelsInTheCacheOfAnotherProgramOfThatNameAreTheirs(t *testing.T) {
	parent := t.TempDir()
	f := Folder{Former: filepath.Join(parent, Name), Present: filepath.Join(parent, "dragstrip"), Kept: Cache}
	for _, name := range []string{"models/a", "sessions/a", "engines/a", Settings} {
		put(t, "theirs", f.Former, name)
		put(t, "ours", f.Present, name)
	}
	if found := Find([]Folder{f}); len(found) > 0 {
		t.Errorf("found %+v", found)
	}
	put(t, "ours", f.Former, "hashes/a.json")
	if holds := f.Holds(); holds != "a cache" {
		t.Errorf("it holds %s", holds)
	}
	if taken, err := TakeOver([]Folder{f}); err != nil || len(taken.Left) > 0 || text(t, f.Present, "hashes/a.json") != "ours" {
		t.Errorf("%+v, %v", taken, err)
	}
	for _, name := range []string{"models/a", "sessions/a", "engines/a", Settings} {
		if text(t, f.Former, name) != "theirs" || text(t, f.Present, name) != "ours" {
			t.Errorf("%s is not as it was", name)
		}
	}
}

// TestACacheWithinAFolderIsTakenOverToo: on Windows the cache lies inside
// another folder of the program.
func TestACacheWithinAFolderIsTakenOverToo(t *testing.T) {
	f := left(t)
	cache := Folder{Former: filepath.Join(f.Former, "cache"), Present: filepath.Join(f.Present, "cache"), Kept: Cache}
	put(t, "digest", cache.Former, "hashes/a.json")
	if taken, err := TakeOver([]Folder{f, cache}); err != nil || len(taken.Left) > 0 || text(t, cache.Present, "hashes/a.json") != "digest" {
		t.Errorf("%+v, %v", taken, err)
	}
	if _, err := os.Stat(f.Former); err == nil {
		t.Error("an empty folder of the former name is left")
	}
}
