package cli

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/cli/settings"
	"dragstrip/runner"
	"dragstrip/runner/engine"
)

// reckoner is an abacus that counts as another build if it has other arguments.
type reckoner struct{ abacus }

func (reckoner) Key(b bench.EngineBuild) string { return strings.Join(b.Prefix, " ") }

// A session goes on with the arguments that its build was measured with. They
// used to be lost if the program had moved. A session with other machines could
// not go on at all.
func TestASessionGoesOnWithTheSameWords(t *testing.T) {
	const there = "192.168.0.7:50052"
	e := shelf(t)
	e.err = io.Discard
	e.kinds = runner.Kinds{{Name: "abacus", Short: "abacus", Remote: "--rpc", Finder: reckoner{}, Adapter: func(engine.Folders) engine.Adapter { return reckoner{} }}}
	inPlace := filepath.Join(e.places.home, "abacus")
	folder := journal.Folder{Path: filepath.Join(e.places.store().Root, "20260101-000000-aaaa")}
	for _, c := range []struct {
		was, remote string
		want        string // the command that goes on
		fault       string
	}{
		{inPlace, "", inPlace, ""},
		{"/moved/abacus", "", inPlace, ""},
		{"/moved/abacus --numa distribute", "", "", "was not found on this machine"},
		{inPlace + " --rpc " + there, "", "", "was not found on this machine"},
		{inPlace + " --rpc " + there, there, inPlace + " --rpc " + there, ""},
		{"/moved/abacus --rpc " + there, there, inPlace + " --rpc " + there, ""},
		{"/moved/abacus --rpc " + there, "other:50052", "", "was not found on this machine"},
		{inPlace, there, "", "was measured with these machines; leave out -rpc"},
	} {
		test := bench.Test{Generation: 8}
		build := bench.EngineBuild{Engine: "abacus", Prefix: strings.Fields(c.was), Version: "13-beads"}
		s := bench.Replay([]bench.Event{
			{Seq: 1, Fact: bench.SessionStarted{Plan: bench.Plan{Jobs: []bench.Job{{ID: "j1", Build: build, Tests: []bench.Test{test}, Repetitions: 2}}}}},
			{Seq: 2, Job: "j1", Fact: bench.TestFinished{Result: bench.Result{Test: test, SamplesNS: []int64{1e9}}}},
		})
		recorded, err := e.recordedIn(t.Context(), folder, nil, c.remote)
		if err != nil {
			t.Fatal(err)
		}
		grants, err := recorded.grants(s, s.Jobs)
		if (err == nil) != (c.fault == "") || err != nil && !strings.Contains(err.Error(), c.fault) {
			t.Errorf("%s with -rpc %q: %v", c.was, c.remote, err)
		}
		if here, ok := grants.Here(build); err == nil && (!ok || strings.Join(here.Prefix, " ") != c.want) {
			t.Errorf("%s with -rpc %q goes on as %q, want %q", c.was, c.remote, here.Prefix, c.want)
		}
	}
}

// The remedy used to name a program that dragstrip itself had removed.
func TestARemovedBuildIsInstalledAgainBySetup(t *testing.T) {
	e := shelf(t)
	e.kinds = runner.Kinds{{Name: "zephyr", Setup: &engine.Setup{Backends: []string{"vulkan", "cpu"}}}}
	here, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	gone := filepath.Join(e.places.home, "gone")
	for _, c := range []struct {
		build bench.EngineBuild
		want  string
	}{
		{bench.EngineBuild{Engine: "zephyr", Prefix: []string{gone}, Version: "0.7.0", Number: 9, Backends: []string{"CPU"}, Origin: "dragstrip, debian-folder"}, "`dragstrip setup zephyr --with cpu --tag 0.7.0` installs it again"},
		{bench.EngineBuild{Engine: "zephyr", Prefix: []string{gone}, Number: 11669, Backends: []string{"Vulkan", "CPU"}, Origin: "dragstrip, release"}, "`dragstrip setup zephyr --with vulkan --tag b11669` installs it again"},
		{bench.EngineBuild{Engine: "zephyr", Prefix: []string{gone}, Origin: "dragstrip, release"}, "`dragstrip setup zephyr` installs it again"},
		{bench.EngineBuild{Engine: "zephyr", Prefix: []string{here}, Origin: "dragstrip, release"}, ""},
		{bench.EngineBuild{Engine: "zephyr", Prefix: []string{gone}, Origin: "PATH"}, ""},
		{bench.EngineBuild{Engine: "unknown", Prefix: []string{gone}, Origin: "dragstrip, release"}, ""},
	} {
		if got := e.wayBack(c.build); !strings.Contains(got, c.want) || c.want == "" && got != "" {
			t.Errorf("%+v: %q, want %q", c.build, got, c.want)
		}
	}
	r := &recordedBuilds{env: e, folder: journal.Folder{Path: filepath.Join(e.places.store().Root, "20260101-000000-aaaa")}}
	j := &bench.JobState{Job: bench.Job{ID: "j1", Build: bench.EngineBuild{Engine: "zephyr", Prefix: []string{gone}, Version: "0.7.0", Origin: "dragstrip, release"}}}
	if err := r.notFound([]*bench.JobState{j}); !strings.Contains(err.Error(), "setup zephyr --tag 0.7.0") || strings.Contains(err.Error(), gone) || !strings.Contains(err.Error(), "then `dragstrip run --resume ") {
		t.Errorf("%v", err)
	}
}

func TestAddressesAreCheckedBeforeASessionGoesOn(t *testing.T) {
	var usage usageError
	typed := func(string) bool { return false }
	if err := (&runFlags{resume: "last", remote: "no address", typed: typed}).mistake(nil); !errors.As(err, &usage) || !strings.Contains(err.Error(), "HOST:PORT") {
		t.Errorf("%v", err)
	}
	if err := (&runFlags{resume: "last", remote: "there:1", typed: typed}).mistake(nil); err != nil {
		t.Errorf("%v", err)
	}
}

// DRAGSTRIP_ENGINE is meant for new sessions. If it named a build that cannot
// be used, `control add` used to fail.
func TestAddedJobsNeedNoUsableVariable(t *testing.T) {
	e := shelf(t)
	e.err = io.Discard
	e.kinds = runner.Kinds{{Name: "abacus", Short: "abacus", Finder: reckoner{}, Adapter: func(engine.Folders) engine.Adapter { return reckoner{} }}}
	e.getenv = func(name string) string {
		return map[string]string{"DRAGSTRIP_ENGINE": filepath.Join(e.places.home, "nothing")}[name]
	}
	folder := journal.Folder{Path: filepath.Join(e.places.store().Root, "20260101-000000-aaaa")}
	inPlace := filepath.Join(e.places.home, "abacus")
	s := bench.NewSession()
	s.Jobs = append(s.Jobs, &bench.JobState{State: bench.StateFinished, Job: bench.Job{ID: "j1", Build: bench.EngineBuild{Engine: "abacus", Prefix: []string{inPlace}, Version: "13-beads"}}})
	builds, unchecked, err := e.buildsOfLive(t.Context(), folder, s)
	if err != nil || len(builds) != 1 || builds[0].Prefix[0] != inPlace || len(unchecked) != 0 {
		t.Errorf("%v, %v, %v", builds, unchecked, err)
	}
	if _, err := e.recordedIn(t.Context(), folder, e.engineVariable(), ""); err == nil {
		t.Error("a session that goes on must say that the variable names no build")
	}
}

// A search that was killed could not go on if it also tried a build in an
// environment: the error asked for the whole command, and for one build alone.
func TestASessionGoesOnInTheEnvironmentsOfTune(t *testing.T) {
	e := shelf(t)
	e.err = io.Discard
	e.kinds = runner.Kinds{{Name: "abacus", Short: "abacus", Finder: reckoner{}, Adapter: func(engine.Folders) engine.Adapter { return reckoner{} }}}
	if err := e.settings().AddVariant(settings.Variant{Name: "slow", Env: []string{"BEADS=slow"}}); err != nil {
		t.Fatal(err)
	}
	folder := journal.Folder{Path: filepath.Join(e.places.store().Root, "20260101-000000-aaaa")}
	if err := os.MkdirAll(folder.Path, 0o700); err != nil {
		t.Fatal(err)
	}
	bare := bench.EngineBuild{Engine: "abacus", Prefix: []string{filepath.Join(e.places.home, "abacus")}}
	bare.ID = e.kinds.ID(bare)
	left := func(envs ...string) (all []*bench.JobState) {
		for _, env := range envs {
			b := bare
			b.Env = []string{env}
			b.ID = e.kinds.ID(b)
			all = append(all, &bench.JobState{Job: bench.Job{ID: "j1", Build: b}})
		}
		return all
	}
	recorded, err := e.recordedIn(t.Context(), folder, nil, "")
	if err != nil {
		t.Fatal(err)
	}
	known := left("BEADS=slow")
	grants, err := recorded.grants(&bench.Session{Jobs: known}, known)
	if here, ok := grants.Here(known[0].Build); err != nil || !ok || here.ShownCommand() != known[0].Build.ShownCommand() {
		t.Errorf("%v, %v", here.ShownCommand(), err)
	}
	unknown := left("LD_PRELOAD=/evil.so", "BEADS=fast")
	for _, j := range unknown {
		if here, ok := recorded.here(j, j.Build, true); ok {
			t.Errorf("a session's file chose the environment %v", here.Env)
		}
	}
	if err := recorded.notFound(unknown); !strings.Contains(err.Error(), " --engine 'LD_PRELOAD=/evil.so "+bare.ID+"' --engine 'BEADS=fast "+bare.ID+"'") {
		t.Errorf("%v", err)
	}
}
