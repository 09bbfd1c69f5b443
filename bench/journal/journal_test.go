package journal

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
)

func testPlan() *bench.Plan {
	return &bench.Plan{Jobs: []bench.Job{{
		ID: "j1", Model: bench.Model{Name: "m", Path: "/m.gguf"},
		Build:       bench.EngineBuild{ID: "b", Prefix: []string{"llama-bench"}},
		Tests:       []bench.Test{{Prompt: 512}, {Generation: 128}},
		Repetitions: 2,
	}}}
}

func begin(t *testing.T) (Folder, *Writer) {
	t.Helper()
	plan := testPlan()
	f, err := Store{Root: filepath.Join(t.TempDir(), "sessions")}.Create(plan)
	if err != nil {
		t.Fatal(err)
	}
	w, err := f.OpenWriter()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	mustAppend(t, w, "", bench.SessionStarted{Schema: bench.Schema, Session: f.Name(), Plan: *plan})
	return f, w
}

func mustAppend(t *testing.T, w *Writer, job string, fact bench.Fact) {
	t.Helper()
	if _, err := w.Append(job, fact); err != nil {
		t.Fatal(err)
	}
}

func pp512() bench.TestFinished {
	return bench.TestFinished{Result: bench.Result{Test: bench.Test{Prompt: 512}, SamplesNS: []int64{1e9, 2e9}}}
}

func TestReplayEqualsLive(t *testing.T) {
	f, w := begin(t)
	mustAppend(t, w, "j1", bench.JobStarted{})
	mustAppend(t, w, "j1", bench.PhaseEntered{Phase: bench.PhaseMeasuring, Test: bench.Test{Prompt: 512}, Repetition: 1, Of: 2})
	mustAppend(t, w, "j1", bench.SampleTaken{Test: bench.Test{Prompt: 512}, Repetition: 1, Of: 2, Nanoseconds: 5})
	mustAppend(t, w, "j1", pp512())
	mustAppend(t, w, "j1", bench.Warned{Warning: bench.Warning{Code: "noisy"}, Test: bench.Test{Prompt: 512}})
	mustAppend(t, w, "j1", bench.TestFailed{Test: bench.Test{Generation: 128}, Failure: bench.Failure{Reason: "no"}})
	mustAppend(t, w, "j1", bench.JobFinished{Outcome: bench.OutcomePartly})
	mustAppend(t, w, "", bench.SessionFinished{Outcome: bench.OutcomePartly})
	r, err := f.Read()
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Notes) > 0 {
		t.Errorf("notes on a sound journal: %q", r.Notes)
	}
	if !reflect.DeepEqual(r.Session, w.Session) {
		t.Errorf("replayed session differs from the live one\nlive   %+v\nreplay %+v", w.Session, r.Session)
	}
}

func TestTornTailAtEveryByteLosesAtMostTheLastEvent(t *testing.T) {
	f, w := begin(t)
	mustAppend(t, w, "j1", pp512())
	mustAppend(t, w, "j1", bench.LineLogged{Text: "last"})
	w.Close()
	whole, err := os.ReadFile(f.File(eventsFile))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(whole), "\n")
	before := len(lines[0]) + len(lines[1])
	for cut := before; cut <= len(whole); cut++ {
		if err := os.WriteFile(f.File(eventsFile), whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		w, err := f.OpenWriter()
		if err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		if n := len(w.Session.Job("j1").Test(bench.Test{Prompt: 512}).Results); n != 1 {
			t.Fatalf("cut at %d: %d results", cut, n)
		}
		wantSeq := int64(3)
		if cut >= len(whole)-1 {
			wantSeq = 4 // the whole event is there; only its line end may be missing
		}
		e, err := w.Append("", bench.SessionResumed{CutBytes: w.CutBytes})
		if err != nil || e.Seq != wantSeq {
			t.Fatalf("cut at %d: next event is %d (%v), want %d", cut, e.Seq, err, wantSeq)
		}
		w.Close()
		r, err := f.Read()
		if err != nil || len(r.Notes) > 0 {
			t.Fatalf("cut at %d: after mending: %v %q", cut, err, r.Notes)
		}
	}
}

func TestUnreadableLinesAndUnknownKindsArePassedOver(t *testing.T) {
	f, w := begin(t)
	w.file.WriteString("{\"seq\":2,\"kind\":\"ComesInTwoYears\",\"fact\":{\"a\":1}}\nnot json\n\x00\x01\n")
	w.Session.Pass(2)
	mustAppend(t, w, "j1", pp512())
	r, err := f.Read()
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Session.Job("j1").Tests[0].Results) != 1 || r.Session.Unknown != 1 {
		t.Errorf("reading did not go on: %+v", r.Session)
	}
	if len(r.Notes) != 2 || r.Session.MissingEvents() != 0 {
		t.Errorf("notes %q", r.Notes)
	}
}

// TestAJournalThatTellsNothingIsTold: a session with such a journal used to be
// shown as one that had not begun, without a note.
func TestAJournalThatTellsNothingIsTold(t *testing.T) {
	for what, text := range map[string]string{
		"no JSON":        strings.Repeat("not json\n", 20),
		"no numbers":     `{"kind":"SessionStarted","fact":{"session":"x"}}` + "\n",
		"one long line":  strings.Repeat("x", 4<<20) + "\n",
		"no line's end":  "xxxx",
		"not begun with": `{"seq":3,"job":"j1","kind":"JobStarted","fact":{}}` + "\n",
	} {
		f, w := begin(t)
		w.Close()
		if err := os.WriteFile(f.File(eventsFile), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := f.Read()
		if err != nil || r.Session.State != bench.StateWaiting || !strings.Contains(strings.Join(r.Notes, "\n"), "its contents are lost") {
			t.Errorf("%s: %v, %q", what, err, r.Notes)
		}
	}
}

func TestSecondWriterIsRefusedAndLiveIsSeen(t *testing.T) {
	f, w := begin(t)
	if !f.Live() {
		t.Error("a held session does not look live")
	}
	if _, err := f.OpenWriter(); !errors.Is(err, ErrLive) {
		t.Errorf("second writer: %v", err)
	}
	w.Close()
	if f.Live() {
		t.Error("a released session looks live")
	}
}

func TestFollowerSeesEventsAndTheEnd(t *testing.T) {
	f, w := begin(t)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	follower := f.Follow()
	defer follower.Close()
	b, err := follower.Next(ctx)
	if err != nil || len(b.Events) != 1 || b.Ended {
		t.Fatalf("first batch %+v, %v", b, err)
	}
	mustAppend(t, w, "j1", pp512())
	b, err = follower.Next(ctx)
	if err != nil || len(b.Events) != 1 || b.Ended {
		t.Fatalf("second batch %+v, %v", b, err)
	}
	w.Close() // as if the bench process had died
	b, err = follower.Next(ctx)
	if err != nil || !b.Died {
		t.Fatalf("after death %+v, %v", b, err)
	}
}

// TestAPatientFollowerLooksOnlySoOften calls Next again at once after each
// batch, as screens do.
func TestAPatientFollowerLooksOnlySoOften(t *testing.T) {
	f, w := begin(t)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	follower := f.Follow()
	follower.Every = 40 * time.Millisecond
	defer follower.Close()
	began := time.Now()
	for i := range 4 {
		if b, err := follower.Next(ctx); err != nil || len(b.Events) == 0 {
			t.Fatalf("batch %d: %+v, %v", i, b, err)
		}
		mustAppend(t, w, "j1", bench.LineLogged{Text: "more"})
	}
	if took := time.Since(began); took < 3*follower.Every {
		t.Errorf("four looks took %s", took)
	}
}

func TestANoteWrittenAfterwardsStandsInThePlan(t *testing.T) {
	f, w := begin(t)
	mustAppend(t, w, "j1", pp512())
	mustAppend(t, w, "j1", bench.SampleTaken{Test: bench.Test{Generation: 128}, Repetition: 1})
	if err := f.SetNote("with the \x1b[31mnew\nfan"); err != nil {
		t.Fatal(err)
	}
	whole, err := f.Read()
	if err != nil || !strings.Contains(whole.Session.Plan.Note, "with the") || strings.ContainsAny(whole.Session.Plan.Note, "\x1b\n") {
		t.Errorf("%q, %v", whole.Session.Plan.Note, err)
	}
	standing, err := f.ReadStanding()
	if err != nil || standing.Session.Plan.Note != whole.Session.Plan.Note {
		t.Errorf("%v", err)
	}
	job := standing.Session.Job("j1")
	if len(job.Tests[0].Results) != 1 || len(job.Tests[1].Live) != 0 {
		t.Errorf("a list reads results and not repetitions: %+v", job.Tests)
	}
}

func TestSyncedFactIsInvisibleUntilItsLineEnds(t *testing.T) {
	f, w := begin(t)
	line, err := json.Marshal(bench.Event{Seq: 2, Job: "j1", Fact: pp512()})
	if err != nil {
		t.Fatal(err)
	}
	w.file.Write(line) // written and synced, but without the line end
	follower := f.Follow()
	defer follower.Close()
	b, err := follower.read()
	if err != nil || len(b.Events) != 1 {
		t.Errorf("a reader sees %d events (%v), want 1", len(b.Events), err)
	}
}

func TestControlsReachTheirBenchProcessOnly(t *testing.T) {
	f, _ := begin(t)
	for _, c := range []bench.Control{{Verb: bench.ControlPause}, {Verb: bench.ControlSkip, Job: "j1"}} {
		if err := f.Ask(c); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Ask(bench.Control{Verb: "dance"}); err == nil {
		t.Error("an unknown verb was taken")
	}
	first := f.OpenControls(false)
	got, err := first.Poll()
	if err != nil || len(got) != 2 || got[1].Job != "j1" {
		t.Fatalf("first process got %+v, %v", got, err)
	}
	second := f.OpenControls(true)
	if got, _ := second.Poll(); len(got) != 0 {
		t.Errorf("the next process got old controls: %+v", got)
	}
	file, _ := os.OpenFile(f.File(controlFile), os.O_APPEND|os.O_WRONLY, 0)
	file.WriteString("garbage\n{\"verb\":\"st")
	got, _ = second.Poll()
	if len(got) != 1 || got[0].Verb != "unreadable" {
		t.Errorf("garbage gave %+v", got)
	}
	file.WriteString("op\"}\n")
	file.Close()
	if got, _ = second.Poll(); len(got) != 1 || got[0].Verb != bench.ControlStop {
		t.Errorf("the finished line gave %+v", got)
	}
}

func TestMachineLockNamesItsHolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "machine.lock")
	a, b := NewMachineLock(path), NewMachineLock(path)
	if ok, _, err := a.Try(Holder{Session: "first", User: "ada"}); !ok || err != nil {
		t.Fatal(ok, err)
	}
	ok, ahead, err := b.Try(Holder{Session: "second"})
	if ok || err != nil || ahead.Holder.Session != "first" || ahead.Holder.User != "ada" || ahead.Waiting != 0 {
		t.Errorf("second got %v %+v %v", ok, ahead, err)
	}
	a.Release()
	if ok, _, _ := b.Try(Holder{Session: "second"}); !ok {
		t.Error("the lock was not let go")
	}
	b.Release()
}

func TestFindBySomeOfTheName(t *testing.T) {
	store := Store{Root: t.TempDir()}
	plan := testPlan()
	plan.Asked = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	old, err := store.Create(plan)
	if err != nil {
		t.Fatal(err)
	}
	plan.Asked = plan.Asked.Add(time.Hour)
	newer, err := store.Create(plan)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]Folder{"last": newer, "": newer, old.Name(): old, "030405": old, old.Path: old} {
		if got, err := store.Find(name); err != nil || got != want {
			t.Errorf("Find(%q) = %v, %v", name, got, err)
		}
	}
	for _, name := range []string{"2026", "nothing", "/nowhere/at/all"} {
		if _, err := store.Find(name); err == nil {
			t.Errorf("Find(%q) found something", name)
		}
	}
}

// TestOldJournalsStayReadable replays the journal of every schema ever
// released. Its files are never changed.
func TestOldJournalsStayReadable(t *testing.T) {
	paths, _ := filepath.Glob("testdata/schema-*.jsonl")
	if len(paths) == 0 {
		t.Fatal("no golden journals")
	}
	for _, path := range paths {
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		r, err := replay(file)
		file.Close()
		if err != nil || len(r.Notes) > 0 || r.Session.State != bench.StateFinished {
			t.Errorf("%s: %v %q state %s", path, err, r.Notes, r.Session.State)
		}
		for _, j := range r.Session.Jobs {
			for _, test := range j.Tests {
				if test.Outcome == bench.OutcomeDone && len(test.SamplesNS()) == 0 {
					t.Errorf("%s: %s %s lost its samples", path, j.ID, test.Test)
				}
			}
		}
	}
}

func FuzzReplay(f *testing.F) {
	f.Add([]byte("{\"seq\":1,\"kind\":\"SessionStarted\",\"fact\":{\"plan\":{\"jobs\":[{\"id\":\"a\",\"tests\":[{\"p\":1}]}]}}}\n{\"seq\":2,\"job\":\"a\",\"kind\":\"TestFinished\",\"fact\":{\"result\":{\"test\":{\"p\":1}}}}\n"))
	f.Add([]byte("{\"seq\":1,\"kind\":\"JobMoved\",\"fact\":{\"before\":\"x\"}}\n{"))
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := replay(strings.NewReader(string(text)))
		if err != nil {
			t.Fatal(err)
		}
		if r.whole > int64(len(text)) {
			t.Errorf("%d whole bytes of %d", r.whole, len(text))
		}
		// Mending again changes nothing: reading the mended journal finds no
		// torn line.
		again, err := replay(strings.NewReader(string(text[:r.whole])))
		if err != nil || again.whole != r.whole || again.tail != nil {
			t.Errorf("second reading: %v, %d of %d", err, again.whole, r.whole)
		}
	})
}
