package cli

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/bench/report"
	"dragstrip/cli/sessions"
	"dragstrip/runner"
	"dragstrip/tui"
)

// shelf is an empty home, without processes.
func shelf(t testing.TB) *env {
	t.Helper()
	home := t.TempDir()
	return &env{getenv: func(name string) string {
		if name == "DRAGSTRIP_MACHINE_LOCK" {
			return filepath.Join(home, "machine.lock")
		}
		return ""
	}, places: places{home: home, state: filepath.Join(home, "state"), data: filepath.Join(home, "data"), cache: filepath.Join(home, "cache"), config: filepath.Join(home, "config")}, kinds: runner.Known(), width: func() int { return 80 }}
}

// shelve writes a session with this many tests of ten samples each. If finished
// is set, it ends with SessionFinished.
func shelve(t testing.TB, e *env, started time.Time, tests int, finished bool) journal.Folder {
	t.Helper()
	job := bench.Job{
		ID: "j1", Model: bench.Model{Name: "Tiny", Quant: "Q4_0", Path: "/m/tiny.gguf"},
		Build: bench.EngineBuild{ID: "b", Engine: "llama.cpp", Prefix: []string{"llama-bench"}}, Repetitions: 10,
	}
	for i := range tests {
		job.Tests = append(job.Tests, bench.Test{Generation: 16 + i})
	}
	plan := &bench.Plan{Asked: started, Jobs: []bench.Job{job}}
	f, err := e.places.store().Create(plan)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(f.File("events.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := os.WriteFile(f.File("lock"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	seq := int64(0)
	tell := func(job string, fact bench.Fact) {
		seq++
		line, err := bench.Event{Seq: seq, Time: started.Add(time.Duration(seq) * time.Second), Job: job, Fact: fact}.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(file, "%s\n", line)
	}
	tell("", bench.SessionStarted{Schema: bench.Schema, Session: f.Name(), Plan: *plan})
	for _, test := range job.Tests {
		var ns []int64
		for r := range 10 {
			ns = append(ns, int64(1e9)+int64(r)*1e6)
			tell("j1", bench.SampleTaken{Test: test, Repetition: r + 1, Of: 10, Nanoseconds: 1e9, TokensPerSecond: 16})
			tell("", bench.ReadingTaken{})
		}
		tell("j1", bench.TestFinished{Result: bench.Result{Test: test, SamplesNS: ns}})
	}
	if finished {
		tell("j1", bench.JobFinished{Outcome: bench.OutcomeDone})
		tell("", bench.SessionFinished{Outcome: bench.OutcomeDone})
	}
	return f
}

func past(t *testing.T, e *env) []tui.Past {
	t.Helper()
	all, err := rooms{env: e}.pastSessions(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTheListIsTheSameFromMemoryAndFollowsTheJournals(t *testing.T) {
	e := shelf(t)
	if all := past(t, e); len(all) != 0 {
		t.Fatalf("an empty home has %+v", all)
	}
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	old, dead := shelve(t, e, at, 2, true), shelve(t, e, at.Add(time.Hour), 1, false)
	first := past(t, e)
	if len(first) != 2 || first[0].Name != dead.Name() || first[0].State != "unfinished" || first[1].State != "done" ||
		first[1].Done != 2 || first[1].Tests != 2 || !strings.HasPrefix(first[1].What, "Tiny Q4_0") || first[1].BestTPS <= 0 {
		t.Fatalf("%+v", first)
	}
	if again := past(t, e); !reflect.DeepEqual(again, first) {
		t.Errorf("from memory %+v", again)
	}
	room := newRooms(e, &processors{}).sessionRoom(context.Background())
	if err := room.Note(old.Name(), "before the new fan"); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(dead.File(journal.EventsFile), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(file, `{"seq":99,"time":"2026-01-02T05:00:00Z","kind":"SessionFinished","fact":{"outcome":"stopped"}}`)
	file.Close()
	if now := past(t, e); now[0].State != "stopped" || now[1].Note != "before the new fan" {
		t.Errorf("after a change: %+v", now)
	}
	if err := os.WriteFile(filepath.Join(e.places.cache, sessions.ListFile), []byte("{torn"), 0o600); err != nil {
		t.Fatal(err)
	}
	if again := past(t, e); len(again) != 2 || again[1].Done != 2 {
		t.Errorf("with a torn memory: %+v", again)
	}
}

func TestASessionIsNotedExportedFollowedAndDeleted(t *testing.T) {
	e := shelf(t)
	f := shelve(t, e, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), 1, true)
	ctx := context.Background()
	all := newRooms(e, &processors{})
	room, read := all.sessionRoom(ctx), all.known.whenRead()
	if err := room.Note(f.Name(), "quiet room"); err != nil {
		t.Fatal(err)
	}
	paths, err := room.Export(ctx, f.Name(), "md")
	if err != nil || len(paths) != 2 || !strings.HasSuffix(paths[1], "report.svg") {
		t.Fatal(paths, err)
	}
	if text, err := os.ReadFile(paths[0]); err != nil || !strings.Contains(string(text), "quiet room") || !strings.Contains(string(text), "tg16") {
		t.Errorf("%v: %s", err, text)
	}
	follow, unfollow := context.WithCancel(ctx)
	feed := room.Follow(f.Name())
	b, err := feed.Next(follow)
	unfollow()
	feed.Close()
	if err != nil || !b.Ended || b.Died || len(b.Events) < 10 {
		t.Errorf("%d events, %+v, %v", len(b.Events), b.Ended, err)
	}
	// The screens have ended following this session. Its results must have been
	// learned nevertheless. They used to be learned only while the session was
	// followed.
	<-read
	plan, err := f.Plan()
	if err != nil {
		t.Fatal(err)
	}
	if r := room.Expect(&plan.Jobs[0], plan.Jobs[0].Tests[0]); r.From <= 0 {
		t.Error("the next plan does not use what the session showed")
	}
	complete := f.JournalBytes()
	if err := room.Resume(f.Name()); err != nil || f.JournalBytes() != complete || f.Live() {
		t.Errorf("a complete session was resumed: %v", err)
	}
	if err := room.Delete(f.Name()); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(filepath.Dir(f.Path)); len(left) != 0 || len(past(t, e)) != 0 {
		t.Errorf("left behind: %v", left)
	}
	lost := room.Follow(f.Name())
	defer lost.Close()
	if _, err := lost.Next(ctx); err == nil {
		t.Error("a session that is gone can be followed")
	}
}

func TestWhatIsMeasuredIsFoundByTheLockAndNeverDeleted(t *testing.T) {
	e := shelf(t)
	f := shelve(t, e, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), 1, false)
	room := newRooms(e, &processors{}).sessionRoom(context.Background())
	if _, _, ok := room.Live(); ok {
		t.Error("a dead session is live")
	}
	w, err := f.OpenWriter()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if name, since, ok := room.Live(); !ok || name != f.Name() || since.IsZero() {
		t.Errorf("without the machine's lock: %q %s %v", name, since, ok)
	}
	lock, began := journal.NewMachineLock(e.getenv("DRAGSTRIP_MACHINE_LOCK")), time.Date(2026, 1, 2, 4, 0, 0, 0, time.UTC)
	if ok, _, err := lock.Try(journal.Holder{Session: f.Name(), Since: began}); !ok || err != nil {
		t.Fatal(ok, err)
	}
	defer lock.Release()
	if name, since, ok := room.Live(); !ok || name != f.Name() || !since.Equal(began) {
		t.Errorf("with the machine's lock: %q %s %v", name, since, ok)
	}
	if all := past(t, e); all[0].State != "finishing" { // no test is left to measure
		t.Errorf("%+v", all)
	}
	if err := room.Delete(f.Name()); err == nil || !f.Exists() {
		t.Errorf("a live session was deleted: %v", err)
	}
}

// BenchmarkSessionList prints how long it takes to list 1,000 sessions with
// 100,000 samples, the first time and every later time. Budget: 300 ms.
func BenchmarkSessionList(b *testing.B) {
	e := shelf(b)
	for i := range 1000 {
		shelve(b, e, time.Date(2026, 1, 1, 0, i, 0, 0, time.UTC), 10, true)
	}
	list := func(b *testing.B) {
		if past, err := (rooms{env: e}).pastSessions(context.Background()); err != nil || len(past) != 1000 {
			b.Fatalf("%d sessions, %v", len(past), err)
		}
	}
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			os.RemoveAll(e.places.cache)
			list(b)
		}
	})
	b.Run("again", func(b *testing.B) {
		list(b)
		for b.Loop() {
			list(b)
		}
	})
	b.Run("live", func(b *testing.B) {
		for b.Loop() {
			newRooms(e, &processors{}).sessionRoom(context.Background()).Live()
		}
	})
}

// BenchmarkManySessions prints how long it takes to list 10,000 sessions that were
// listed before, as `dragstrip history` and the screen History do. Budget: 300 ms.
func BenchmarkManySessions(b *testing.B) {
	e := shelf(b)
	for i := range 10_000 {
		began := time.Date(2025, 1, 1, 0, 30*i, 0, 0, time.UTC)
		f := shelve(b, e, began, 2, true)
		if err := os.Chtimes(f.File("events.jsonl"), began, began); err != nil {
			b.Fatal(err)
		}
	}
	list := func() {
		if past, err := (rooms{env: e}).pastSessions(context.Background()); err != nil || len(past) != 10_000 {
			b.Fatalf("%d sessions, %v", len(past), err)
		}
	}
	list()
	for b.Loop() {
		list()
	}
}

// TestEveryFormIsExportedIntoAFileOfItsOwn also reads the exported files back,
// as columns.
func TestEveryFormIsExportedIntoAFileOfItsOwn(t *testing.T) {
	e := shelf(t)
	f := shelve(t, e, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), 1, true)
	room, ctx := newRooms(e, &processors{}).sessionRoom(context.Background()), context.Background()
	seen := map[string]bool{}
	for _, format := range room.Formats {
		paths, err := room.Export(ctx, f.Name(), format.Name)
		path := strings.Join(paths[:min(len(paths), 1)], "")              // the report in markdown has its pictures in a second file
		if err != nil && !strings.HasPrefix(format.Name, "llama-bench") { // those formats need an engine's own lines
			t.Errorf("%s: %v", format.Name, err)
		}
		if seen[path] && path != "" {
			t.Errorf("%s overwrites %s", format.Name, path)
		}
		seen[path] = true
		if format.Name == "md" || format.Name == "json" {
			if s, err := room.OpenFile(ctx, " "+path+" "); err != nil || len(s.Jobs) != 1 {
				t.Errorf("%s cannot be read back: %v", path, err)
			}
		}
	}
	if _, err := room.Export(ctx, f.Name(), "pdf"); err == nil || !strings.Contains(err.Error(), "the formats are "+report.FormatNames()) {
		t.Errorf("%v", err)
	}
}

// TestAReportThatWasOpenedIsExportedBesideIt: that used to fail, because only
// sessions of the store were found.
func TestAReportThatWasOpenedIsExportedBesideIt(t *testing.T) {
	e := shelf(t)
	f := shelve(t, e, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), 1, true)
	room, ctx := newRooms(e, &processors{}).sessionRoom(context.Background()), context.Background()
	paths, err := room.Export(ctx, f.Name(), "md")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(paths[0])
	if err != nil {
		t.Fatal(err)
	}
	theirs := filepath.Join(t.TempDir(), "theirs.md")
	if err := os.WriteFile(theirs, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := room.Delete(f.Name()); err != nil {
		t.Fatal(err)
	}
	for _, format := range room.Formats {
		if format.OnlySessions {
			continue
		}
		for _, number := range []string{"", "-2"} { // the second time, another file is written
			as, _ := report.FormatNamed(format.Name)
			ext := filepath.Ext(as.File)
			paths, err := room.Export(ctx, " "+theirs+" ", format.Name)
			if want := strings.TrimSuffix(theirs, ".md") + "-" + strings.TrimSuffix(as.File, ext) + number + ext; err != nil || len(paths) == 0 || paths[0] != want || !exists(want) {
				t.Errorf("%s: %v %v, want %s", format.Name, paths, err, want)
			}
		}
	}
	if now, err := os.ReadFile(theirs); err != nil || !bytes.Equal(now, text) {
		t.Errorf("the report changed: %v", err)
	}
	s, err := room.OpenFile(ctx, theirs)
	if err != nil {
		t.Fatal(err)
	}
	sheet := report.SideBySide([]*bench.Session{s}, 0, false)
	if path, err := room.ExportSheet(ctx, theirs, sheet); err != nil || path != filepath.Join(filepath.Dir(theirs), "theirs-comparison.md") {
		t.Errorf("%s, %v", path, err)
	}
}

// A terminal of 40 columns in ASCII must not cut what is written into a file.
func TestAReportInAFileIsNotLimitedByTheTerminal(t *testing.T) {
	e := shelf(t)
	e.tty, e.width = true, func() int { return 40 }
	if o := e.reportOptions(false); o.Width != 40 || !o.ASCII {
		t.Fatalf("on the terminal: %+v", o)
	}
	if o := e.fileOptions(true); o.Width != 0 || o.ASCII || !o.HostName || o.Home != e.places.home {
		t.Errorf("in a file: %+v", o)
	}
}

// The screens used to answer r with an error that named a shell command if
// somebody else had finished the session meanwhile.
func TestResumingOnTheScreensWhenSomebodyElseWasFaster(t *testing.T) {
	e := shelf(t)
	r := rooms{env: e}
	done, died := shelve(t, e, time.Unix(1e9, 0), 1, true), shelve(t, e, time.Unix(1e9+60, 0), 1, false)
	for _, c := range []struct {
		f    journal.Folder
		want bool
	}{{done, true}, {died, false}} {
		if got := r.resumedElsewhere(c.f.Name()); got != c.want {
			t.Errorf("%s: %v", c.f.Name(), got)
		}
	}
	if r.resumedElsewhere("20260101-000000-ffff") {
		t.Error("a session that does not exist was resumed")
	}
}

func TestAJournalThatGrowsIsNoticed(t *testing.T) {
	f := shelve(t, shelf(t), time.Unix(1e9, 0), 1, false)
	looks := 0
	next := func(context.Context) bool {
		if looks++; looks == 2 {
			file, err := os.OpenFile(f.File("events.jsonl"), os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			if _, err := file.WriteString("{}\n"); err != nil {
				t.Fatal(err)
			}
		}
		return looks < 4
	}
	if !grows(t.Context(), f, next) || looks != 2 {
		t.Errorf("%d looks", looks)
	}
	os.Remove(f.File("events.jsonl"))
	if looks = 2; grows(t.Context(), f, next) {
		t.Error("a session that was deleted grows")
	}
}

// TestHistoryGetsEveryFieldOfALine: History once said 0/16 of every session that
// was done, because the count was not handed on.
func TestHistoryGetsEveryFieldOfALine(t *testing.T) {
	line := sessions.Line{
		Name: "s", State: "done", Live: true, Measured: "2025", Machine: "m", What: "w", Found: []string{"f"}, BestTest: "tg128", BestTPS: 1, Done: 2, Partly: 3, Tests: 4,
		Configurations: 5, Tried: 6, Note: "n", Imported: "from x", Problem: "p", BestGrade: bench.GradeNoisy, Figures: []sessions.Figure{{Job: "j"}}, Since: []report.Since{{}},
	}
	past := reflect.ValueOf(pastOf(line))
	for i := range past.NumField() {
		if name := past.Type().Field(i).Name; past.Field(i).IsZero() && name != "When" { // it follows from others
			t.Errorf("%s is not handed on", name)
		}
	}
}
