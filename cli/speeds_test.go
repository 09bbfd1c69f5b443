package cli

import (
	"context"
	"fmt"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
)

// Beside the newest sessions the newest of each model on each build is read, so
// that what was measured long ago is known, too; and no more.
func TestTheNewestSessionsAndTheNewestOfEachModelAreRead(t *testing.T) {
	store := journal.Store{Root: t.TempDir()}
	asked := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	add := func(model string) string {
		asked = asked.Add(time.Minute)
		plan := &bench.Plan{Schema: bench.Schema, Asked: asked, Jobs: []bench.Job{{
			ID: "j1", Model: bench.Model{Path: model}, Build: bench.EngineBuild{Prefix: []string{"e"}},
			Tests: []bench.Test{{Prompt: 1}}, Repetitions: 1,
		}}}
		f, err := store.Create(plan)
		if err != nil {
			t.Fatal(err)
		}
		w, err := f.OpenWriter()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Append("", bench.SessionStarted{Session: f.Name(), Plan: *plan}); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return f.Name()
	}
	add("rare") // older than the next
	rare := add("rare")
	for range newestRead + 3 {
		add("often")
	}
	got := worthReading(context.Background(), store)
	if len(got) != newestRead+1 || got[newestRead].ID != rare {
		t.Fatalf("%d sessions were read, the last is %s, want %d and %s", len(got), got[len(got)-1].ID, newestRead+1, rare)
	}
	for i := range sessionsRead + 5 {
		add(fmt.Sprint("another ", i))
	}
	if got := worthReading(context.Background(), store); len(got) != sessionsRead {
		t.Errorf("%d sessions were read, at most %d may be", len(got), sessionsRead)
	}
}
