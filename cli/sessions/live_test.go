package sessions

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
)

// TestAnEngineThatWasMovedIsInUseWhereThePlanHasItsFormerPlace: such an engine
// must not be replaced while a resumed session uses it.
func TestAnEngineThatWasMovedIsInUseWhereThePlanHasItsFormerPlace(t *testing.T) {
	store := journal.Store{Root: t.TempDir()}
	folder := journal.Folder{Path: filepath.Join(store.Root, "20261129-121117-db29")}
	plan, err := json.Marshal(bench.Plan{Schema: bench.Schema, Jobs: []bench.Job{{ID: "j1", Build: bench.EngineBuild{
		Prefix: []string{filepath.FromSlash("/was/engines/mlx/bin/python")},
	}}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(folder.Path, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(folder.File("plan.json"), plan, 0o600); err != nil {
		t.Fatal(err)
	}
	live, err := folder.OpenWriter()
	if err != nil {
		t.Fatal(err)
	}
	defer live.Close()
	shelf := Shelf{Store: store, Moved: func(...*bench.Job) []bench.MovedFolder {
		return []bench.MovedFolder{{From: filepath.FromSlash("/was"), To: filepath.FromSlash("/is")}}
	}}
	for place, user := range map[string]string{"/is/engines/mlx": folder.Name(), "/is/engines/ml": "", "/was/engines/mlx": ""} {
		if got := shelf.UsedBy(filepath.FromSlash(place)); got != user {
			t.Errorf("%s is used by %q, not %q", place, got, user)
		}
	}
}

// An open viewer used to learn only by chance that another session was
// measured.
func TestASessionThatTakesTheMachineIsNoticedOnce(t *testing.T) {
	shelf := Shelf{MachineLock: filepath.Join(t.TempDir(), "lock")}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	seen, looks := make(chan string), make(chan struct{})
	go func() {
		defer close(looks)
		shelf.EachHolder(ctx, time.Millisecond, func(h journal.Holder) { seen <- h.Session })
	}()
	for _, name := range []string{"first", "second"} {
		lock := journal.NewMachineLock(shelf.MachineLock)
		if ok, _, err := lock.Try(journal.Me(name)); !ok || err != nil {
			t.Fatal(ok, err)
		}
		if got := <-seen; got != name {
			t.Errorf("seen %q, want %q", got, name)
		}
		lock.Release()
	}
	cancel()
	<-looks
}
