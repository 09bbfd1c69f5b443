package journal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"dragstrip/bench"
)

func TestLinesOfAnyLength(t *testing.T) {
	const most = 100 << 10
	long, longest := strings.Repeat("a", most-1), strings.Repeat("b", 3*most)
	text := strings.Join([]string{"first", "", long, longest, "last", "no end"}, "\n")
	l := newLineReader(strings.NewReader(text), func([]byte) int { return most })
	var got []string
	for {
		line, err := l.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			line = []byte(err.Error())
		}
		got = append(got, string(line))
	}
	if want := []string{"first", "", long, errLongLine.Error(), "last"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%.200q", got)
	}
	if string(l.begun) != "no end" || l.offset != int64(len(text)-len("no end")) {
		t.Errorf("%q is begun, at %d of %d", l.begun, l.offset, len(text))
	}
}

// grown is a reader that says EOF between its parts, like a file that is being
// written.
type grown struct{ parts []string }

func (g *grown) Read(p []byte) (int, error) {
	if len(g.parts) == 0 {
		return 0, io.EOF
	}
	part := g.parts[0]
	g.parts = g.parts[1:]
	if part == "" {
		return 0, io.EOF
	}
	return copy(p, part), nil
}

func TestALineIsGoneOnWithWhereTheFileGrew(t *testing.T) {
	l := newLineReader(&grown{[]string{"ab", "", "c", "", "d\nnext\n"}}, func([]byte) int { return 100 })
	for range 2 {
		if _, err := l.next(); !errors.Is(err, io.EOF) {
			t.Fatal(err)
		}
	}
	for _, want := range []string{"abcd", "next"} {
		if line, err := l.next(); err != nil || string(line) != want {
			t.Errorf("%q, %v, want %q", line, err, want)
		}
	}
}

// TestALineWithoutAnEndCostsWhatItIsLong: 64 MiB of such a line used to take 17
// s, and the whole line was kept in memory. Code that takes quadratic time
// would not end within the time of the test.
func TestALineWithoutAnEndCostsWhatItIsLong(t *testing.T) {
	f, w := begin(t)
	mustAppend(t, w, "j1", pp512())
	w.Close()
	file, err := os.OpenFile(f.File(eventsFile), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		t.Fatal(err)
	}
	block := bytes.Repeat([]byte("x"), 1<<20)
	for range bench.MaxFact("")>>20 + 2 {
		file.Write(block)
	}
	file.Close()
	follower := f.Follow()
	defer follower.Close()
	b, err := follower.Next(context.Background())
	if err != nil || len(b.Events) != 2 {
		t.Errorf("%d events, %v", len(b.Events), err)
	}
	if kept := cap(follower.lines.begun); kept > keptLine {
		t.Errorf("%d bytes of it are held", kept)
	}
	r, err := f.Read()
	if err != nil || len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "incomplete") {
		t.Errorf("%v, %v", r, err)
	}
}

// TestALineWithoutAnEndTakesNoMemory: whatever the line begins with, a viewer
// must stay below 40 MiB. It used to keep the first 32 MiB of any line, which
// took 109 MiB while it grew.
func TestALineWithoutAnEndTakesNoMemory(t *testing.T) {
	for _, head := range []string{"", `{"seq":2,"kind":"LineLogged","fact":{"text":"`, `{"seq":1,"kind":"SessionStarted","fact":{"session":"`} {
		l := newEventReader(io.MultiReader(strings.NewReader(head), io.LimitReader(endless(strings.Repeat("x", 64<<10)), 64<<20), strings.NewReader("\nnext\n")))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := l.next(); !errors.Is(err, errLongLine) {
			t.Errorf("%q: %v", head, err)
		}
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; took > 6*bench.MaxPlanBytes {
			t.Errorf("%q: %d bytes were allocated", head, took)
		}
		if line, err := l.next(); err != nil || string(line) != "next" {
			t.Errorf("%q: then %.20q, %v", head, line, err)
		}
	}
}

// TestOnlyAPlanMayBeLong also reads a plan with the highest number of jobs.
func TestOnlyAPlanMayBeLong(t *testing.T) {
	plan := bench.Plan{}
	for i := range bench.MaxJobs {
		plan.Jobs = append(plan.Jobs, bench.Job{ID: fmt.Sprintf("j%d", i+1), Model: bench.Model{Name: strings.Repeat("m", 1000), Path: strings.Repeat("p", 1000)}, Tests: []bench.Test{{Prompt: 512}}, Repetitions: 1})
	}
	f, err := (Store{Root: t.TempDir()}).Create(&plan)
	if err != nil {
		t.Fatal(err)
	}
	w, err := f.OpenWriter()
	if err != nil {
		t.Fatal(err)
	}
	mustAppend(t, w, "", bench.SessionStarted{Session: f.Name(), Plan: plan})
	w.Close()
	if r, err := f.Read(); err != nil || len(r.Session.Jobs) != bench.MaxJobs || len(r.Notes) > 0 {
		t.Errorf("%v, %+v", err, r)
	}
	for i := range plan.Jobs {
		plan.Jobs[i].Model.Path = strings.Repeat("p", 5000)
	}
	if _, err := (Store{Root: t.TempDir()}).Create(&plan); err == nil || !strings.Contains(err.Error(), "too large for one session") {
		t.Errorf("a plan that nobody could read back: %v", err)
	}
}

// TestAPlanOfManyTestsIsReadBack: indenting a plan makes its file more than
// twice as long. The plan kept the limit, but its file used to be refused as too
// large. Nobody reads a long plan, so its file is not indented.
func TestAPlanOfManyTestsIsReadBack(t *testing.T) {
	job := bench.Job{ID: "j1", Repetitions: 1}
	for i := range bench.MaxTests {
		job.Tests = append(job.Tests, bench.Test{Prompt: bench.MaxTokens - i, Generation: bench.MaxTokens, Depth: 4096})
	}
	plan := bench.Plan{Jobs: make([]bench.Job, bench.MaxPlanTests/bench.MaxTests)}
	for i := range plan.Jobs {
		plan.Jobs[i] = job
	}
	f, err := (Store{Root: t.TempDir()}).Create(&plan)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(f.File(planFile))
	if err != nil || bytes.Count(text, []byte("\n")) != 1 {
		t.Errorf("%v: %d bytes that nobody will read are indented", err, len(text))
	}
	if back, err := f.Plan(); err != nil || len(back.Jobs) != len(plan.Jobs) {
		t.Errorf("%v, %+v", err, back)
	}
}

// endless gives one piece of text without end.
type endless []byte

func (e endless) Read(p []byte) (int, error) { return copy(p, e), nil }

// TestAJournalThatIsTooLargeIsNotTakenForItsBeginning: the part beyond the
// limit used to be called a torn line, and a writer would have cut it off.
func TestAJournalThatIsTooLargeIsNotTakenForItsBeginning(t *testing.T) {
	passed := bytes.Repeat([]byte("x"), 32<<10)
	copy(passed, `{"seq":1,"time":"2026-11-29T12:00:00Z","kind":"ReadingTaken",`)
	passed[len(passed)-1] = '\n'
	for name, c := range map[string]struct {
		text endless
		how  reading
	}{
		"one line":                {bytes.Repeat([]byte("x"), 64<<10), reading{wanted: everything, most: maxJournal}},
		"lines that are not read": {passed, reading{wanted: isStanding, most: maxStanding}},
	} {
		r, err := replayOnly(t.Context(), c.text, c.how)
		if err == nil || !strings.Contains(err.Error(), "more than 1.00 GiB") {
			t.Errorf("%s: %v, %v", name, r, err)
		}
	}
}

// TestAViewerFollowsInBoundedBatches: a long journal used to arrive in one
// batch.
func TestAViewerFollowsInBoundedBatches(t *testing.T) {
	f, w := begin(t)
	const events = 3*batchEvents + 10
	for range events - 2 {
		mustAppend(t, w, "", bench.LineLogged{Text: "line"})
	}
	mustAppend(t, w, "", bench.SessionFinished{Outcome: bench.OutcomeDone})
	w.Close()
	follower := f.Follow()
	defer follower.Close()
	follower.Every = 1 << 62 // events that are already written do not wait for it
	seen := 0
	for ended := false; !ended; {
		b, err := follower.Next(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if len(b.Events) > batchEvents || b.Lines != nil || b.Ended == b.More {
			t.Fatalf("%d events, %d lines, ended %v, more %v", len(b.Events), len(b.Lines), b.Ended, b.More)
		}
		seen += len(b.Events)
		ended = b.Ended
	}
	if seen != events {
		t.Errorf("%d events of %d", seen, events)
	}
}

func TestLinesAreKeptForWhoAsks(t *testing.T) {
	f, w := begin(t)
	mustAppend(t, w, "j1", pp512())
	follower := f.Follow()
	defer follower.Close()
	follower.KeepLines = true
	b, err := follower.Next(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	text, _ := os.ReadFile(f.File(eventsFile))
	if got := string(bytes.Join(b.Lines, []byte("\n"))) + "\n"; got != string(text) {
		t.Errorf("%s", got)
	}
}

// TestAFloodOfControlsLeavesTheStopToBeHeard: a million lines used to fill the
// bench process's memory, and it heard nothing for eight seconds.
func TestAFloodOfControlsLeavesTheStopToBeHeard(t *testing.T) {
	f, _ := begin(t)
	controls := f.OpenControls(false)
	flood := bytes.Repeat([]byte(`{"verb":"pause","before":"`+strings.Repeat("x", 1000)+"\"}\n"), 8<<10)
	if err := os.WriteFile(f.File(controlFile), flood, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := f.Ask(bench.Control{Verb: bench.ControlStop}); err != nil {
		t.Fatal(err)
	}
	got, err := controls.Poll()
	if err != nil || len(got) < 3 || got[0].Verb != "unreadable" || got[1].Verb != bench.ControlPause || got[len(got)-1].Verb != bench.ControlStop {
		t.Fatalf("%d controls, %v", len(got), err)
	}
	if len(got) > maxBacklog/1000 {
		t.Errorf("%d controls at once", len(got))
	}
	if got, err := controls.Poll(); err != nil || len(got) != 0 {
		t.Errorf("asked again: %d, %v", len(got), err)
	}
}

// TestAControlWithoutAnEndIsPassedOver: the controls after it are read.
func TestAControlWithoutAnEndIsPassedOver(t *testing.T) {
	f, _ := begin(t)
	controls := f.OpenControls(false)
	if err := os.WriteFile(f.File(controlFile), bytes.Repeat([]byte("x"), 5*maxControl), 0o600); err != nil {
		t.Fatal(err)
	}
	var verbs []bench.ControlVerb
	for range 5 {
		got, err := controls.Poll()
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range got {
			verbs = append(verbs, c.Verb)
		}
	}
	file, _ := os.OpenFile(f.File(controlFile), os.O_APPEND|os.O_WRONLY, 0)
	fmt.Fprintln(file)
	file.Close()
	if err := f.Ask(bench.Control{Verb: bench.ControlStop}); err != nil {
		t.Fatal(err)
	}
	got, err := controls.Poll()
	if err != nil || len(got) == 0 || got[len(got)-1].Verb != bench.ControlStop {
		t.Errorf("%v, then %+v, %v", verbs, got, err)
	}
}

// TestHolesAndDoublesAreSeenWhicheverWayAJournalIsRead: a list of sessions
// reads only a few lines of each journal.
func TestHolesAndDoublesAreSeenWhicheverWayAJournalIsRead(t *testing.T) {
	f, w := begin(t)
	for range 10 {
		mustAppend(t, w, "", bench.LineLogged{Text: "line"})
	}
	mustAppend(t, w, "j1", pp512())
	mustAppend(t, w, "j1", bench.JobFinished{Outcome: bench.OutcomeDone})
	w.Close()
	text, _ := os.ReadFile(f.File(eventsFile))
	lines := strings.SplitAfter(string(text), "\n")
	kept := append(append([]string{}, lines[:3]...), lines[7:]...) // four are missing
	kept = append(kept, lines[11], lines[0])                       // the result and the start come twice
	if err := os.WriteFile(f.File(eventsFile), []byte(strings.Join(kept, "")), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, read := range map[string]func() (*Replayed, error){"Read": f.Read, "ReadStanding": f.ReadStanding} {
		r, err := read()
		if err != nil {
			t.Fatal(err)
		}
		s := r.Session
		if s.MissingEvents() != 4 || s.DoubleEvents() != 2 {
			t.Errorf("%s: %d missing, %d double", name, s.MissingEvents(), s.DoubleEvents())
		}
		if tests := s.Tally(); tests.Measured != 1 || tests.Asked != 2 {
			t.Errorf("%s: %s", name, tests)
		}
		if n := s.Job("j1").Tests[0].Summary().N; n != 2 {
			t.Errorf("%s: n=%d", name, n)
		}
	}
}

// TestAJournalWhoseNumbersEndTakesNoMore: the next number used to be negative.
func TestAJournalWhoseNumbersEndTakesNoMore(t *testing.T) {
	f, w := begin(t)
	fmt.Fprintf(w.file, `{"seq":%d,"kind":"JobStarted","job":"j1"}`+"\n", int64(bench.MaxSeq))
	w.Close()
	w, err := f.OpenWriter()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if _, err := w.Append("", bench.SessionResumed{}); err == nil {
		t.Error("an event beyond the last number was written")
	}
}

// TestScreensDoNotHoldWhatTheyDoNotShow: the engines' own result lines would be
// half of the memory of a long session.
func TestScreensDoNotHoldWhatTheyDoNotShow(t *testing.T) {
	f, w := begin(t)
	result := pp512()
	result.Result.Raw = `{"n_prompt":512}`
	mustAppend(t, w, "j1", result)
	whole, err := f.Read()
	if err != nil {
		t.Fatal(err)
	}
	shown, err := f.ReadShown(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	follower := f.Follow()
	defer follower.Close()
	b, err := follower.Next(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if raw := whole.Session.Jobs[0].Tests[0].Results[0].Raw; raw != result.Result.Raw {
		t.Errorf("%q", raw)
	}
	for name, s := range map[string]*bench.Session{"shown": shown.Session, "followed": bench.Replay(b.Events)} {
		if r := s.Jobs[0].Tests[0].Results[0]; r.Raw != "" || len(r.SamplesNS) != 2 {
			t.Errorf("%s: %+v", name, r)
		}
	}
}
