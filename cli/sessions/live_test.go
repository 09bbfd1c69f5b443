package sessions

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
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
	seen, look, begun, over := make(chan string), make(chan struct{}), make(chan struct{}), make(chan struct{})
	begin := sync.OnceFunc(func() { close(begun) })
	next := func(ctx context.Context) bool {
		begin()
		select {
		case <-look:
			return true
		case <-ctx.Done():
			return false
		}
	}
	go func() {
		defer close(over)
		shelf.EachHolder(ctx, next, func(h journal.Holder) { seen <- h.Session })
	}()
	<-begun // it knows that the machine is free
	for _, name := range []string{"first", "second"} {
		lock := journal.NewMachineLock(shelf.MachineLock)
		if ok, _, err := lock.Try(journal.Me(name)); !ok || err != nil {
			t.Fatal(ok, err)
		}
		look <- struct{}{}
		if got := <-seen; got != name {
			t.Errorf("seen %q, want %q", got, name)
		}
		if measured, ok := shelf.Measured(); !ok || measured != (Measurement{What: "session " + name}) {
			t.Errorf("%v is being measured", measured)
		}
		lock.Release()
		if measured, ok := shelf.Measured(); ok {
			t.Errorf("%v is still being measured", measured)
		}
		look <- struct{}{}
		if got := <-seen; got != "" {
			t.Errorf("seen %q, want that the machine is free", got)
		}
	}
	cancel()
	<-over
}

// Screens used to say that History shows a session, although it was another
// user's session, or no session at all.
func TestOnlyALiveSessionOnTheShelfCanBeWatched(t *testing.T) {
	shelf := Shelf{Store: journal.Store{Root: t.TempDir()}, MachineLock: filepath.Join(t.TempDir(), "lock")}
	f, err := shelf.Store.Create(&bench.Plan{Jobs: []bench.Job{{ID: "j1"}}})
	if err != nil {
		t.Fatal(err)
	}
	live, err := f.OpenWriter()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := live.Append("", bench.SessionStarted{Session: f.Name()}); err != nil {
		t.Fatal(err)
	}
	check := func(holder journal.Holder, want Measurement) {
		t.Helper()
		if got := shelf.MeasuredBy(holder); got != want {
			t.Errorf("%+v measures %+v, want %+v", holder, got, want)
		}
	}
	check(journal.Me(f.Name()), Measurement{"session " + f.Name(), true})
	check(journal.Me("of another folder"), Measurement{"session of another folder", false})
	check(journal.Me("../"+filepath.Base(shelf.Store.Root)+"/"+f.Name()), Measurement{"session ../" + filepath.Base(shelf.Store.Root) + "/" + f.Name(), false})
	check(journal.Holder{Session: "X", User: "somebody else"}, Measurement{"session X of somebody else", false})
	check(journal.Me(journal.DeviceProbe), Measurement{"the memory bandwidth of a device", false})
	if err := live.Close(); err != nil {
		t.Fatal(err)
	}
	check(journal.Me(f.Name()), Measurement{"session " + f.Name(), false})
}

// A note may remain from a killed session, and anybody may write one. Such a
// note used to keep dragstrip from measuring the memory.
func TestANoteAtAFreeLockIsNotASession(t *testing.T) {
	shelf := Shelf{MachineLock: filepath.Join(t.TempDir(), "lock")}
	lock := journal.NewMachineLock(shelf.MachineLock)
	if ok, _, err := lock.Try(journal.Me("a")); !ok || err != nil {
		t.Fatal(ok, err)
	}
	lock.Release()
	note, err := json.Marshal(journal.Me("forged")) // the process in the note is alive
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{shelf.MachineLock, shelf.MachineLock + ".holder"} { // Windows reads the second file
		if err := os.WriteFile(path, note, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if lock.Holder().Session != "forged" {
		t.Error("the note is not read")
	}
	if measured, ok := shelf.Measured(); ok {
		t.Errorf("%v is being measured", measured)
	}
	looks := 0
	shelf.EachHolder(t.Context(), func(context.Context) bool { looks++; return looks < 3 }, func(h journal.Holder) {
		t.Errorf("%q has taken the machine", h.Session)
	})
}

// During the drift check, the list used to say "8/8 measuring".
func TestTheListSaysWhatIsDoneAfterTheLastTest(t *testing.T) {
	test := bench.Test{Generation: 8}
	s := bench.NewSession()
	seq := int64(0)
	say := func(fact bench.Fact) {
		seq++
		s.Apply(bench.Event{Seq: seq, Time: time.Unix(seq, 0), Job: "j1", Fact: fact})
	}
	said := func(want string) {
		t.Helper()
		if got := doing(s); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	say(bench.SessionStarted{Plan: bench.Plan{Jobs: []bench.Job{{ID: "j1", Tests: []bench.Test{test}, Repetitions: 1}}}})
	said("measuring")
	say(bench.PhaseEntered{Phase: bench.PhaseWaiting})
	said("waiting")
	say(bench.PhaseEntered{Phase: bench.PhaseMeasuring, Test: test, Repetition: 1, Of: 1})
	said("measuring")
	say(bench.TestFinished{Result: bench.Result{Test: test, SamplesNS: []int64{1e9}}})
	said("finishing")
	say(bench.PhaseEntered{Phase: bench.PhaseLoading, Test: test, Round: bench.SentinelRound})
	said("drift check")
	say(bench.SentinelFinished{})
	say(bench.PhaseEntered{Phase: bench.PhaseProbing})
	said("finishing")
	say(bench.SessionPaused{})
	said("paused")
}
