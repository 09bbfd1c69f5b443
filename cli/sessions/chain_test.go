package sessions

import (
	"slices"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
)

// The sessions behind one are those that still wait, in the order of the chain.
func TestTheSessionsBehindOneAreFound(t *testing.T) {
	shelf := Shelf{Store: journal.Store{Root: t.TempDir()}}
	begun := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	var names []string
	create := func(chain *bench.Chain, live bool) {
		t.Helper()
		begun = begun.Add(time.Second)
		f, err := shelf.Store.Create(&bench.Plan{Asked: begun, Chain: chain})
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, f.Name())
		if live {
			w, err := f.OpenWriter()
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { w.Close() })
			for _, fact := range []bench.Fact{bench.SessionStarted{Session: f.Name()}, bench.PhaseEntered{Phase: bench.PhaseWaiting}} {
				if _, err := w.Append("", fact); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	create(&bench.Chain{At: 1, Of: 3}, true)
	create(nil, true) // somebody else asked for this one
	create(&bench.Chain{At: 2, Of: 3, After: names[0]}, false)
	create(&bench.Chain{At: 3, Of: 3, After: names[2]}, true)
	// Another user measures. `control stop --all` used to take the last model of
	// the chain, and to leave the others.
	if first, ok := shelf.Live(); !ok || first.Name() != names[0] {
		t.Errorf("the session to control is %s, not %s", first.Name(), names[0])
	}
	for i, want := range [][]string{{names[3]}, nil, {names[3]}, nil} {
		var got []string
		for _, f := range shelf.Behind(names[i]) {
			got = append(got, f.Name())
		}
		if !slices.Equal(got, want) {
			t.Errorf("behind %s: %q, want %q", names[i], got, want)
		}
	}
}
