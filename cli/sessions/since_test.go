package sessions

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
)

// sinceShelf is a shelf on which builds are ordered by their numbers.
func sinceShelf(t *testing.T) Shelf {
	t.Helper()
	newer := func(a, b bench.EngineBuild) bool { return a.Number > b.Number }
	return Shelf{Store: journal.Store{Root: t.TempDir()}, Cache: t.TempDir(), Newer: newer}
}

// speed is what a session measures on one build.
type speed struct {
	model  string
	number int
	tps    float64
	// The others are set only where a test is about them.
	file  string
	env   []string
	words []string // added to the command
	noisy bool
}

// put writes a finished session of six rounds. Names sort by day.
func (s Shelf) put(t *testing.T, day int, speeds ...speed) {
	t.Helper()
	folder := journal.Folder{Path: filepath.Join(s.Store.Root, fmt.Sprintf("202611%02d-120000-aaaa", day))}
	if err := os.MkdirAll(folder.Path, 0o700); err != nil {
		t.Fatal(err)
	}
	test := bench.Test{Generation: 128}
	plan := bench.Plan{Schema: bench.Schema, Rounds: 6}
	for i, one := range speeds {
		plan.Jobs = append(plan.Jobs, bench.Job{
			ID: fmt.Sprint("j", i+1), Model: bench.Model{Name: one.model, Path: "/m/" + cmp.Or(one.file, one.model) + ".gguf"}, Tests: []bench.Test{test}, Repetitions: 6,
			Build: bench.EngineBuild{ID: fmt.Sprint("e", one.number), Engine: "zephyr", Number: one.number, Env: one.env, Prefix: append([]string{fmt.Sprint("/b", one.number)}, one.words...), Traits: bench.Traits{Lines: fmt.Sprint("b", one.number)}},
		})
	}
	var lines []string
	tell := func(job string, fact bench.Fact) {
		line, err := bench.Event{Seq: int64(len(lines) + 1), Time: time.Date(2026, 11, day, 12, 0, len(lines), 0, time.UTC), Job: job, Fact: fact}.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(line))
	}
	tell("", bench.SessionStarted{Schema: bench.Schema, Session: folder.Name(), Plan: plan})
	for round := range 6 {
		for i, one := range speeds {
			ns := int64(128e9 / one.tps * (1 + float64(round%3)/1000))
			if one.noisy {
				tell(plan.Jobs[i].ID, bench.Warned{Test: test, Warning: bench.Warning{Code: "other_load", Text: "others"}})
			}
			tell(plan.Jobs[i].ID, bench.TestFinished{Result: bench.Result{Test: test, Round: round, SamplesNS: []int64{ns}}})
		}
	}
	tell("", bench.SessionFinished{Outcome: bench.OutcomeDone})
	for name, text := range map[string]string{journal.EventsFile: strings.Join(lines, "\n") + "\n", "lock": ""} {
		if err := os.WriteFile(folder.File(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// said gives what the list says about newer builds, by the day of the session.
func (s Shelf) said(t *testing.T) (all []string) {
	t.Helper()
	lines, err := s.Lines(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		for _, since := range l.Since {
			all = append(all, l.Name[6:8]+" "+since.String())
		}
	}
	return all
}

func TestTheListSaysWhatANewerBuildDid(t *testing.T) {
	s := sinceShelf(t)
	s.put(t, 1, speed{model: "A", number: 9000, tps: 100}, speed{model: "B", number: 9000, tps: 50})
	s.put(t, 2, speed{model: "A", number: 9100, tps: 80}, speed{model: "B", number: 9100, tps: 50})
	s.put(t, 3, speed{model: "A", number: 9200, tps: 90})
	s.put(t, 4, speed{model: "C", number: 9100, tps: 100}, speed{model: "C", number: 9200, tps: 70})
	s.put(t, 5, speed{model: "C", number: 9100, tps: 200}) // builds that took turns in one session are preferred
	s.put(t, 6, speed{model: "D", number: 1, tps: 100}, speed{model: "D", number: 9200, tps: 50})
	s.put(t, 7, speed{model: "E", number: 9100, tps: 100}, speed{model: "E", number: 9200, tps: 130}, speed{model: "F", number: 9100, tps: 100}, speed{model: "F", number: 9200, tps: 70})
	want := []string{
		"07 slower since b9200, F: tg128 -30.0 % against b9100", // what is slower comes first
		"07 faster since b9200, E: tg128 +30.0 % against b9100",
		"04 slower since b9200, C: tg128 -30.0 % against b9100",
		"03 perhaps faster since b9200, A: tg128 +12.5 % against b9100",
		"02 perhaps slower since b9100, A: tg128 -20.0 % against b9000",
	}
	if got := s.said(t); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if known := s.recall(); len(known.Since) != 6 {
		t.Errorf("remembered: %v", known.Since)
	}
	// A remembered journal is judged again only if it has changed.
	memory := s.recall()
	for key := range memory.Since {
		for i := range memory.Since[key] {
			memory.Since[key][i].Build = "remembered"
		}
	}
	s.remember(memory)
	if got := strings.Join(s.said(t), "; "); strings.Count(got, "since remembered") != 5 {
		t.Errorf("again: %s", got)
	}
	s.put(t, 3, speed{model: "A", number: 9200, tps: 80})
	if got := strings.Join(s.said(t), "; "); strings.Contains(got, "03 ") || strings.Count(got, "since remembered") != 4 {
		t.Errorf("measured anew: %s", got)
	}
}

// The sessions of all steps used to be in memory at the same time.
func TestFewSessionsAreKeptAtOnce(t *testing.T) {
	s := sinceShelf(t)
	for day := range 6 {
		s.put(t, day+1, speed{model: "A", number: 9000 + day, tps: 100})
	}
	folders, err := s.Store.List()
	if err != nil || len(folders) != 6 {
		t.Fatal(folders, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	read := lastRead{ctx: ctx, folders: folders}
	first, err := read.session(0)
	if err != nil {
		t.Fatal(err)
	}
	for line := 1; line < 6; line++ {
		again, err := read.session(0)
		if err != nil || again != first {
			t.Errorf("it was read again: %v", err)
		}
		if _, err := read.session(line); err != nil || len(read.kept) > mostRead {
			t.Errorf("%d are kept, %v", len(read.kept), err)
		}
	}
	cancel()
	if _, err := read.session(0); err == nil {
		t.Error("nobody waits for it any more")
	}
}

// A session that could not be read at one moment used to be remembered as one in
// which nothing had changed.
func TestAStepThatCouldNotBeReadIsJudgedLater(t *testing.T) {
	s := sinceShelf(t)
	s.put(t, 1, speed{model: "A", number: 9000, tps: 100})
	s.put(t, 2, speed{model: "A", number: 9100, tps: 80})
	folders, err := s.Store.List()
	if err != nil {
		t.Fatal(err)
	}
	lines, err := s.Lines(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	now := s.recall()
	gone := folders[1].File(journal.EventsFile)
	text, err := os.ReadFile(gone)
	if err != nil || os.Remove(gone) != nil || os.Mkdir(gone, 0o700) != nil {
		t.Fatal(err)
	}
	if judged, _ := s.saySince(t.Context(), folders, lines, now, listMemory{}); len(judged) != 0 {
		t.Errorf("an unreadable session was judged: %v", judged)
	}
	if os.Remove(gone) != nil || os.WriteFile(gone, text, 0o600) != nil {
		t.Fatal("put it back")
	}
	if judged, changed := s.saySince(t.Context(), folders, lines, now, listMemory{}); len(judged) != 1 || !changed {
		t.Errorf("not judged later: %v", judged)
	}
}
