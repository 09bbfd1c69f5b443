package cli

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
)

// earlier makes sessions in a store, each a minute after the one before.
type earlier struct {
	*testing.T
	store journal.Store
	asked time.Time
}

func earlierSessions(t *testing.T) *earlier {
	return &earlier{t, journal.Store{Root: t.TempDir()}, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
}

// add makes a session of a model with these facts.
func (e *earlier) add(model string, facts ...bench.Fact) string {
	e.Helper()
	e.asked = e.asked.Add(time.Minute)
	plan := &bench.Plan{Schema: bench.Schema, Asked: e.asked, Jobs: []bench.Job{{
		ID: "j1", Model: bench.Model{Path: model}, Build: bench.EngineBuild{Prefix: []string{"e"}},
		Tests: []bench.Test{{Prompt: 1}}, Repetitions: 1,
	}}}
	f, err := e.store.Create(plan)
	if err != nil {
		e.Fatal(err)
	}
	w, err := f.OpenWriter()
	if err != nil {
		e.Fatal(err)
	}
	for _, fact := range append([]bench.Fact{bench.SessionStarted{Session: f.Name(), Plan: *plan}}, facts...) {
		if _, err := w.Append("j1", fact); err != nil {
			e.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		e.Fatal(err)
	}
	return f.Name()
}

// read gives the names of the sessions that are worth reading on a machine.
func (e *earlier) read(here bench.Machine, within time.Duration) (names []string) {
	e.Helper()
	all, err := e.store.List()
	if err != nil {
		e.Fatal(err)
	}
	for _, s := range worthReading(context.Background(), all, here, time.Now().Add(within)) {
		names = append(names, s.ID)
	}
	return names
}

// tookSecond is a result of one second.
var tookSecond = bench.TestFinished{Result: bench.Result{Test: bench.Test{Prompt: 1}, SamplesNS: []int64{1e9}}}

// Besides the newest sessions, the newest session of each model on each build
// is read. So older measurements are known as well. Nothing else is read.
func TestTheNewestSessionsAndTheNewestOfEachModelAreRead(t *testing.T) {
	e := earlierSessions(t)
	e.add("rare", tookSecond) // older than the next one
	rare := e.add("rare", tookSecond)
	e.add("rare") // has no results, so it must not hide the older one
	for range newestRead + 3 {
		e.add("often", tookSecond)
	}
	got := e.read(bench.Machine{}, time.Hour)
	if len(got) != newestRead+2 || got[newestRead+1] != rare {
		t.Fatalf("%d sessions were read, the last is %s, want %d and %s", len(got), got[len(got)-1], newestRead+2, rare)
	}
	for i := range sessionsRead + 5 {
		e.add(fmt.Sprint("another ", i), tookSecond)
	}
	if got := e.read(bench.Machine{}, time.Hour); len(got) != sessionsRead {
		t.Errorf("%d sessions were read, at most %d may be", len(got), sessionsRead)
	}
	if got := e.read(bench.Machine{}, 0); len(got) != 1 {
		t.Errorf("%d sessions were read when the time was over, want the newest", len(got))
	}
}

// Several machines may share a home, or a home may come from another machine.
func TestSessionsOfOtherMachinesAreLeftOut(t *testing.T) {
	e := earlierSessions(t)
	on := func(cpu string) bench.Fact {
		return bench.MachineDescribed{Machine: bench.Machine{Line: cpu, CPU: cpu}}
	}
	own := e.add("model", on("ours"), tookSecond)
	for range newestRead + 1 {
		e.add("model", on("theirs"), tookSecond)
	}
	if got := e.read(bench.Machine{CPU: "ours"}, time.Hour); !slices.Equal(got, []string{own}) {
		t.Errorf("%v were read, want %s alone", got, own)
	}
}

// Imported sessions may be large, and nothing is learned from them. Reading them
// had no time limit as long as they were the only ones.
func TestImportedSessionsTakeNoTime(t *testing.T) {
	e := earlierSessions(t)
	own := e.add("model", tookSecond)
	plan := &bench.Plan{Schema: bench.Schema, Asked: e.asked.Add(time.Hour), Jobs: []bench.Job{{ID: "j1", Model: bench.Model{Name: "M"}, Tests: []bench.Test{{Prompt: 1}}, Repetitions: 1}}}
	if _, err := e.store.Keep(plan, func(yield func(bench.Event) bool) {
		_ = yield(bench.Event{Seq: 1, Fact: bench.SessionStarted{Session: plan.Session, Plan: *plan}}) && yield(bench.Event{Seq: 2, Fact: bench.SessionImported{From: "post.md"}})
	}); err != nil {
		t.Fatal(err)
	}
	if got := e.read(bench.Machine{}, 0); !slices.Equal(got, []string{own}) {
		t.Errorf("%v were read, want %s", got, own)
	}
	e.asked = e.asked.Add(2 * time.Hour)
	e.add("model", bench.SessionImported{From: "report.md"})
	if got := e.read(bench.Machine{}, 0); len(got) != 0 {
		t.Errorf("%v were read after the time was over", got)
	}
}

// When a followed session ended, everything was read twice.
func TestSessionsAreReadAgainOnlyIfOneHasChanged(t *testing.T) {
	e := earlierSessions(t)
	e.add("model", tookSecond)
	known := &speeds{}
	read := func() any {
		known.read(context.Background(), e.store, func(context.Context) bench.Machine { return bench.Machine{} })
		return known.pace()
	}
	first := read()
	if read() != first {
		t.Error("nothing had changed, and it was read again")
	}
	e.add("model", tookSecond)
	if read() == first {
		t.Error("another session was not read")
	}
}

// A disturbed probe is used only if there is no better one.
func TestTheMemorysBandwidthIsThatOfAQuietMachine(t *testing.T) {
	probed := func(gbps float64, clean bool) bench.BandwidthMeasured {
		return bench.BandwidthMeasured{Bandwidth: bench.Bandwidth{PeakGBps: gbps, Clean: clean}}
	}
	session := &bench.Session{Bandwidth: []bench.BandwidthMeasured{probed(90, false)}}
	if got := guessOf(bench.Machine{}, []*bench.Session{session}).GBps; got != 90 {
		t.Errorf("%g of a busy one alone, want 90", got)
	}
	session.Bandwidth = append(session.Bandwidth, probed(40, true))
	if got := guessOf(bench.Machine{}, []*bench.Session{session}).GBps; got != 40 {
		t.Errorf("%g, want the 40 of the quiet one", got)
	}
}
