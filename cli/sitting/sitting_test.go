package sitting

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/models"
	"dragstrip/runner"
	"dragstrip/runner/engine"
)

// sittingFor is a sitting on a planned session whose engine has no adapter. It
// has its own machine lock.
func sittingFor(t *testing.T) *Sitting {
	t.Helper()
	home := t.TempDir()
	model := filepath.Join(home, "m.gguf")
	if err := os.WriteFile(model, []byte("GGUF"), 0o600); err != nil {
		t.Fatal(err)
	}
	plan := &bench.Plan{Jobs: []bench.Job{{
		ID: "j1", Model: bench.Model{Name: "M", Path: model, Format: models.FormatGGUF}, Build: bench.EngineBuild{ID: "b", Engine: "none", Prefix: []string{"none"}},
		Tests: []bench.Test{{Generation: 8}}, Repetitions: 1,
	}}}
	folder, err := journal.Store{Root: filepath.Join(home, "sessions")}.Create(plan)
	if err != nil {
		t.Fatal(err)
	}
	return &Sitting{Folder: folder, Grants: runner.GrantsFor(plan.Jobs), Here: Here{
		Version: "test", MachineLock: filepath.Join(home, "lock"), Digests: filepath.Join(home, "hashes"),
		Describe: func(context.Context) bench.Machine { return bench.Machine{Line: "a machine of the test"} },
		Adapter:  func(string) (engine.Adapter, error) { return nil, errors.New("nobody drives this engine") },
	}}
}

func sat(t *testing.T, s *Sitting, ctx context.Context) *bench.Session {
	t.Helper()
	err := s.Open()
	if err == nil {
		err = errors.Join(s.Measure(ctx), s.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	read, err := s.Folder.Read()
	if err != nil {
		t.Fatal(err)
	}
	return read.Session
}

func TestASittingEndsWithAReportWhateverHappens(t *testing.T) {
	s := sittingFor(t)
	session := sat(t, s, t.Context())
	if session.State != bench.StateFinished || session.Outcome != bench.OutcomeFailed || session.Machine.Line != "a machine of the test" {
		t.Errorf("%s, %s on %q", session.State, session.Outcome, session.Machine.Line)
	}
	text, err := os.ReadFile(s.Folder.File(journal.ReportFile))
	if err != nil || !strings.Contains(string(text), "nobody drives this engine") {
		t.Errorf("the report: %v\n%s", err, text)
	}
	if ok, holder, err := journal.NewMachineLock(s.MachineLock).Try(journal.Me("next")); !ok || err != nil {
		t.Errorf("the machine is still held by %+v: %v", holder, err)
	}
}

// A report must not depend on which other sessions its reader has. So the
// journal holds what earlier sessions say.
func TestASittingWritesDownHowFarSessionsLieApart(t *testing.T) {
	s := sittingFor(t)
	all, own := bench.Scatter{Sessions: 9, Between: 0.05, Freedom: 8}, bench.Scatter{Sessions: 4, Alike: true, Between: 0.02, Freedom: 3}
	s.Scatter = []bench.JobScatter{
		{ScatterLearned: bench.ScatterLearned{Scatter: all}},
		{Job: "j1", ScatterLearned: bench.ScatterLearned{Test: bench.Test{Generation: 8}, Scatter: own}},
	}
	if session := sat(t, s, t.Context()); session.Scatter != all || session.Jobs[0].Tests[0].Scatter != own {
		t.Errorf("%+v, %+v", session.Scatter, session.Jobs[0].Tests[0].Scatter)
	}
}

// Two sessions that were started at once knew nothing of each other: the second
// took what it expected from before its wait.
func TestASittingThatWaitedLearnsFromWhatWasMeasuredMeanwhile(t *testing.T) {
	for waited, want := range map[bool]float64{true: 20, false: 10} {
		s := sittingFor(t)
		expected := func(tps float64) []bench.JobExpected {
			return []bench.JobExpected{{Job: "j1", SpeedExpected: bench.SpeedExpected{
				Test: bench.Test{Generation: 8}, Expected: bench.Expected{SpeedRange: bench.SpeedRange{TPS: tps, From: tps, To: tps}},
			}}}
		}
		s.waited, s.Expected = waited, expected(10)
		s.Learn = func(_ context.Context, jobs []bench.Job) ([]bench.JobScatter, []bench.JobExpected) {
			if len(jobs) != 1 || jobs[0].ID != "j1" {
				t.Errorf("asked about %+v", jobs)
			}
			return nil, expected(20)
		}
		if got := sat(t, s, t.Context()).Jobs[0].Tests[0].Expected.TPS; got != want {
			t.Errorf("waited %v: %g t/s are expected", waited, got)
		}
	}
}

func TestASittingThatWaitsSaysForWhomAndCanBeStopped(t *testing.T) {
	s := sittingFor(t)
	lock := journal.NewMachineLock(s.MachineLock)
	if ok, _, err := lock.Try(journal.Holder{Session: "another", Process: os.Getpid(), Since: time.Now()}); !ok || err != nil {
		t.Fatal(ok, err)
	}
	defer lock.Release()
	if err := s.Folder.Ask(bench.Control{Time: time.Now().UTC(), Verb: bench.ControlStop}); err != nil {
		t.Fatal(err)
	}
	session := sat(t, s, t.Context())
	if !s.waited || session.Outcome != bench.OutcomeStopped || session.Machine.Line != "" {
		t.Errorf("%s on %q", session.Outcome, session.Machine.Line)
	}
	events, err := os.ReadFile(s.Folder.File(journal.EventsFile))
	if err != nil || !strings.Contains(string(events), "for session another") {
		t.Errorf("%v\n%s", err, events)
	}
}

func TestAModelThatChangedAfterThePlanIsTold(t *testing.T) {
	s := sittingFor(t)
	plan, err := s.Folder.Plan()
	if err != nil {
		t.Fatal(err)
	}
	model := plan.Jobs[0].Model
	model.Files = []bench.ModelFile{{Name: "m.gguf", SizeBytes: 4, Modified: time.Unix(1, 0).UTC()}}
	plan.Jobs[0].Model = model
	if s.Folder, err = (journal.Store{Root: filepath.Dir(s.Folder.Path)}).Create(plan); err != nil {
		t.Fatal(err)
	}
	session := sat(t, s, t.Context())
	codes := ""
	for _, w := range session.Warnings {
		codes += w.Warning.Code + " "
	}
	if !strings.Contains(codes, "model_replaced") {
		t.Errorf("warned of %q", codes)
	}
}
