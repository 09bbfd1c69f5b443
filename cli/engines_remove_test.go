package cli

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/cli/sessions"
	"dragstrip/runner"
	"dragstrip/runner/engine"
)

// setup puts the CPU's and the Vulkan build of one version side by side. If a
// name fitted several builds, the last one used to be deleted without a
// question.
func TestANameThatMeansSeveralBuildsRemovesNone(t *testing.T) {
	e := shelf(t)
	build := func(kind, id, version string) engine.Installed {
		return engine.Installed{ID: id, Engine: kind, Version: version, Prefix: []string{"/data/" + id + "/program"}, Folder: "/data/" + id}
	}
	cpu, vulkan := build("llama.cpp", "llama.cpp-0.7.0-debian", "0.7.0"), build("llama.cpp", "llama.cpp-0.7.0-debian-vulkan", "0.7.0")
	mlx, second, newer := build("mlx", "mlx", "0.32.2"), build("mlx", "mlx-2", "0.32.2"), build("mlx", "mlx-3", "0.33.0")
	own := []engine.Installed{vulkan, cpu, newer, second, mlx}
	for name, want := range map[string]string{
		cpu.ID: cpu.ID, vulkan.ID: vulkan.ID, "mlx": "mlx", "mlx-2": "mlx-2",
		e.kinds.ID(cpu.Build()): cpu.ID, "mlx@0.33.0": newer.ID,
	} {
		if got, err := e.ownNamed(t.Context(), own, name); err != nil || got.ID != want {
			t.Errorf("%s: %q, %v; want %s", name, got.ID, err, want)
		}
	}
	for name, ids := range map[string][]string{"llama.cpp@0.7.0": {cpu.ID, vulkan.ID}, "mlx@0.32.2": {mlx.ID, second.ID}} {
		got, err := e.ownNamed(t.Context(), own, name)
		if err == nil || got.ID != "" || !strings.Contains(err.Error(), ids[0]) || !strings.Contains(err.Error(), ids[1]) {
			t.Errorf("%s: %q, %v", name, got.ID, err)
		}
	}
	if err := e.removeEngine("llama.cpp@b1", false); err == nil || !strings.Contains(err.Error(), "`dragstrip engines` lists them") {
		t.Errorf("one that is not there: %v", err)
	}
}

// A list shows "b11669" for the build that Debian's way calls "0.7.0". Only the
// second name was understood.
func TestABuildIsRemovedByTheVersionThatTheListsShow(t *testing.T) {
	e := shelf(t)
	e.kinds = runner.Kinds{{Name: "abacus", Short: "abacus", Finder: reckoner{}, Adapter: func(engine.Folders) engine.Adapter { return reckoner{} }}}
	own := []engine.Installed{{ID: "abacus-wood", Engine: "abacus", Version: "wood", Prefix: []string{filepath.Join(e.places.home, "abacus")}, Folder: e.places.home}}
	for name, want := range map[string]string{"abacus@wood": "abacus-wood", "abacus@13-beads": "abacus-wood", "abacus@12-beads": "abacus@12-beads"} {
		if got, err := e.ownNamed(t.Context(), own, name); err != nil || got.ID != want {
			t.Errorf("%s: %q, %v; want %s", name, got.ID, err, want)
		}
	}
}

// Whoever removed a build learnt only later that a stopped session needs it.
func TestRemovingABuildNamesTheSessionsThatNeedIt(t *testing.T) {
	own := []engine.Installed{{ID: "a"}, {ID: "b"}}
	users := map[string][]sessions.Line{
		"a": {
			{Name: "stopped", State: "stopped", Outcome: bench.OutcomeStopped, Done: 1, Tests: 2},
			{Name: "killed", State: "unfinished", Done: 1, Tests: 2},
			{Name: "done", State: "done", Outcome: bench.OutcomeDone, Done: 2, Tests: 2},
			{Name: "live", State: "measuring", Live: true, Done: 1, Tests: 2},
			{Name: "of others", Imported: "a page", Outcome: bench.OutcomeStopped, Done: 1, Tests: 2},
		},
		"b": {{Name: "stopped", State: "stopped", Outcome: bench.OutcomeStopped, Done: 1, Tests: 2}},
		"c": {{Name: "of another build", State: "unfinished", Tests: 2}},
	}
	if got := strings.Join(unfinishedWith(own, users), ","); got != "stopped,killed" {
		t.Errorf("%s", got)
	}
	e := shelf(t)
	var out bytes.Buffer
	e.in, e.out, e.err = strings.NewReader(""), &out, &out
	f := shelve(t, e, time.Now(), 2, false)
	events, err := os.ReadFile(f.File("events.jsonl"))
	if err == nil {
		events = events[:1+bytes.LastIndexByte(bytes.TrimSpace(events), '\n')] // without the end of the last test
		err = os.WriteFile(f.File("events.jsonl"), bytes.ReplaceAll(events, []byte(`"llama-bench"`), []byte(`"/was/engines/a/llama-bench"`)), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := e.mayRemove(own, true); err != nil || !strings.Contains(out.String(), "Not finished yet: "+f.Name()+". `dragstrip run --resume` can measure the rest only with the same build.\n") {
		t.Errorf("%v\n%s", err, &out)
	}
}

// Neither message used to say what can be removed.
func TestRemovingWithoutABuildNamesThoseThatCanBeRemoved(t *testing.T) {
	e := shelf(t)
	var out bytes.Buffer
	e.out, e.err = &out, &out
	says := func(code int, part string, args ...string) {
		t.Helper()
		out.Reset()
		if got := e.main(append([]string{"engines", "remove"}, args...)); got != code || !strings.Contains(out.String(), part) {
			t.Errorf("%q: exit code %d\n%s", args, got, &out)
		}
	}
	says(exitUsage, "dragstrip has installed none")
	for _, id := range []string{"zephyr-b1", "zephyr-b2"} {
		folder := filepath.Join(e.places.data, "engines", id)
		manifest := `{"engine":"zephyr","way":"release","version":"` + id + `","bytes":1,"when":"2026-11-02T12:00:00Z","prefix":["{folder}/zephyr-bench"]}`
		if err := errors.Join(os.MkdirAll(folder, 0o700), os.WriteFile(filepath.Join(folder, "dragstrip-engine.json"), []byte(manifest), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	says(exitUsage, "needs the name of a build: zephyr-b1, zephyr-b2")
	says(exitFailed, "It can remove: zephyr-b1, zephyr-b2", "zephyr-b3")
}

// A build that took an hour to get used to be deleted without a question.
func TestRemovingABuildSaysWhatGoesAndAsks(t *testing.T) {
	e := shelf(t)
	folder := filepath.Join(e.places.data, "engines", "zephyr-b1")
	manifest := `{"engine":"zephyr","way":"release","version":"b1","bytes":31457280,"when":"2026-11-02T12:00:00Z","prefix":["{folder}/zephyr-bench"]}`
	if err := errors.Join(os.MkdirAll(folder, 0o700), os.WriteFile(filepath.Join(folder, "dragstrip-engine.json"), []byte(manifest), 0o600)); err != nil {
		t.Fatal(err)
	}
	f := shelve(t, e, time.Now(), 1, true)
	events, err := os.ReadFile(f.File("events.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	events = bytes.ReplaceAll(events, []byte(`"llama-bench"`), []byte(`"/was/engines/zephyr-b1/zephyr-bench"`))
	if err := os.WriteFile(f.File("events.jsonl"), events, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		typed    string
		tty, yes bool
		says     string
		err      error
	}{
		{tty: false, says: "--yes answers yes", err: errNobodyAnswers},
		{typed: "n\n", tty: true, says: "nothing was removed", err: errKept},
		{typed: "q\n", tty: true, err: exitError(exitInterrupted)},
		{tty: false, yes: true},
	} {
		var out bytes.Buffer
		e.in, e.out, e.err, e.inTTY = strings.NewReader(c.typed), &out, &out, c.tty
		err := e.removeEngine("zephyr-b1", c.yes)
		if !errors.Is(err, c.err) || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%+v: %v", c, err)
		}
		for _, part := range []string{"  - zephyr-b1 (release), installed 2026-11-02, 30.0 MiB, used by " + f.Name() + "\n", "results stay"} {
			if !strings.Contains(out.String(), part) {
				t.Errorf("%+v: no %q in\n%s", c, part, &out)
			}
		}
		if _, err := os.Stat(folder); (err == nil) == c.yes {
			t.Errorf("%+v: afterwards %v", c, err)
		}
	}
}

// The messages named folders ("mlx"), but `dragstrip engines` lists other names.
func TestMessagesNameBuildsAsTheListDoes(t *testing.T) {
	e := shelf(t)
	known := engine.Installed{ID: "mlx", Engine: "mlx", Prefix: []string{"/data/mlx/bin/python"}}
	unknown := engine.Installed{ID: "zephyr-b1", Engine: "zephyr", Prefix: []string{"/data/zephyr"}}
	want := e.kinds.ID(known.Build()) + ", zephyr-b1"
	if got := e.namesOf([]engine.Installed{known, unknown}); got != want || strings.HasPrefix(got, "mlx,") {
		t.Errorf("%s, want %s", got, want)
	}
}
