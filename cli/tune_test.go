package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/runner/madeup"
)

// tuned runs a search and reads what it printed for programs.
func (w *world) tuned(args ...string) (code int, found report.Found, errs string) {
	w.t.Helper()
	code, out, errs := w.dragstrip(append([]string{"tune", "--json", "--no-probe"}, args...)...)
	if err := json.Unmarshal([]byte(out), &found); err != nil {
		w.t.Fatalf("exit code %d: %v\n%s\n%s", code, err, out, errs)
	}
	return code, found, errs
}

func configurationNamed(t *testing.T, f report.Found, name string) report.FoundConfiguration {
	t.Helper()
	for _, c := range f.Configurations {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("there is no configuration %q among %+v", name, f.Configurations)
	return report.FoundConfiguration{}
}

// TestASearchFindsTheBestAndRemembersWhatFailed: on the made-up engine, twice the
// threads are twice as fast, and 13 threads find no memory.
func TestASearchFindsTheBestAndRemembersWhatFailed(t *testing.T) {
	w := newWorld(t).withMadeUpEngine()
	args := []string{"words:7b", "--engine", madeup.DrivenName, "-t", "7,11,13", "-p", "16", "-n", "4"}
	code, found, errs := w.tuned(args...)
	if code != exitDone || !found.Over || len(found.Goals) != 3 || len(found.Configurations) != 3 {
		t.Fatalf("exit code %d: %+v\n%s", code, found, errs)
	}
	for _, g := range found.Goals {
		best := configurationNamed(t, found, "11 threads")
		if g.Best != best.Job || !g.Shown || g.Pairs < 7 || g.DefaultLoses < 0.36 || g.DefaultLoses > 0.37 {
			t.Errorf("%s: %+v", g.Name, g)
		}
		if !strings.Contains(g.Headline, "The default loses 36 % of") || !strings.Contains(strings.Join(g.Commands, " "), "-t 11") {
			t.Errorf("%s: %q, %q", g.Name, g.Headline, g.Commands)
		}
	}
	if c := configurationNamed(t, found, "default"); c.State != "slower" || !strings.Contains(c.Became, "slower than 11 threads") {
		t.Errorf("the default: %+v", c)
	}
	lacks := configurationNamed(t, found, "13 threads")
	if lacks.State != "failed" || lacks.Became != "failed: the made-up engine ran out of memory" {
		t.Errorf("the failure is told as %+v", lacks)
	}
	if s := w.newest(); s.Outcome != bench.OutcomeDone {
		t.Errorf("a search with one failure ended as %s", s.Outcome)
	}
	for _, c := range []struct{ verb, want string }{{"text", "what became of it"}, {"md", "# best for prefill"}, {"html", "The default loses 36 %"}} {
		if out := w.must("report", "last", "--format", c.verb); !strings.Contains(out, c.want) {
			t.Errorf("the report as %s lacks %q:\n%s", c.verb, c.want, out)
		}
	}
	first := w.newest().ID
	if _, found, _ = w.tuned(args...); configurationNamed(t, found, "13 threads").Became != "failed: the made-up engine ran out of memory (in session "+first+")" {
		t.Errorf("not remembered: %+v", configurationNamed(t, found, "13 threads"))
	}
	if j := w.newest().Job(lacks.Job); len(j.Engines) > 0 {
		t.Errorf("the engine was started for what is known to fail")
	}
	if out := w.must(append([]string{"tune", "--dry-run", "--retry-failed"}, args...)...); strings.Contains(out, "known") {
		t.Errorf("with --retry-failed:\n%s", out)
	}
}

// TestASearchTellsATie: without a difference the default wins.
func TestASearchTellsATie(t *testing.T) {
	w := newWorld(t).withMadeUpEngine()
	code, out, errs := w.dragstrip("tune", "words:7b", "--engine", madeup.Name, "-t", "1,2", "-p", "16", "-n", "0", "--goal", "prefill", "--no-probe")
	if code != exitDone || !strings.Contains(out, "the default is the best that was found") && !strings.Contains(out, "a tie, so the default wins") {
		t.Errorf("exit code %d\n%s\n%s", code, out, errs)
	}
	if strings.Contains(out, "round") {
		t.Errorf("a search has no rounds:\n%s", out)
	}
}

func TestASearchWithoutOneSuccessFails(t *testing.T) {
	w := newWorld(t).withMadeUpEngine()
	code, out, errs := w.dragstrip("tune", "words:7b", "--engine", madeup.DrivenName, "-t", "13,14", "-p", "16", "-n", "0", "--goal", "prefill", "--no-probe")
	if code != exitFailed || !strings.Contains(out, "no configuration could be measured") {
		t.Errorf("exit code %d\n%s\n%s", code, out, errs)
	}
}

// What --dry-run printed for programs held the values of secrets, and an engine
// that only its words name could not be tried in another environment.
func TestTheVariantsOfASearchAreShownWithoutSecrets(t *testing.T) {
	w := newWorld(t).withMadeUpEngine()
	out := w.must("tune", "words:7b", "--engine", madeup.DrivenName, "--variant", "MADEUP_TOKEN=hunter2 B=1", "-t", "7", "--dry-run", "--json")
	var shown searchShown
	if err := json.Unmarshal([]byte(out), &shown); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	jobs := shown.Plan.Jobs
	if len(jobs) != 2 || strings.Join(jobs[1].Build.Env, " ") != "MADEUP_TOKEN=… B=1" || jobs[1].Build.Engine != madeup.DrivenName || strings.Contains(out, "hunter2") {
		t.Errorf("%s", out)
	}
}

// A path may hold blanks, and a leading ~ that no shell has replaced.
func TestAVariantOfAPathIsTried(t *testing.T) {
	w := newWorld(t).withMadeUpEngine()
	program := filepath.Join(w.home, "my engines", madeup.Program)
	err := os.Mkdir(filepath.Dir(program), 0o755)
	if err == nil {
		err = os.WriteFile(program, []byte(madeup.Script), 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"~/my engines/" + madeup.Program, program} {
		out := w.must("tune", "words:7b", "--engine", path, "--variant", "B=1", "-t", "7", "--dry-run", "--json")
		var shown searchShown
		if err := json.Unmarshal([]byte(out), &shown); err != nil || len(shown.Plan.Jobs) != 2 || !slices.Equal(shown.Plan.Jobs[1].Build.Env, []string{"B=1"}) {
			t.Errorf("%s: %v, %s", path, err, out)
		}
	}
}

// A build that was updated used to keep the failures of its former version.
func TestAFailureIsOfOneVersion(t *testing.T) {
	old := bench.Job{Model: bench.Model{Name: "Tiny"}, Build: bench.EngineBuild{ID: "a", Version: "1"}, Params: bench.Params{"n_threads": "4"}}
	fresh := old
	if fresh.ID = "j7"; !measuresSame(&fresh, &old) {
		t.Error("the same build measures something else")
	}
	if fresh.Build.Version = "2"; measuresSame(&fresh, &old) {
		t.Error("another version measures the same")
	}
}

// Each length and each depth is a goal of its own.
func TestASearchHasAGoalForEachDepth(t *testing.T) {
	for args, want := range map[string]string{
		"-d 0,4096":                     "512/0@0 512/0@4096 0/128@0 0/128@4096",
		"-d 4096 -d 8192 -n 64":         "512/0@4096 512/0@8192 0/64@4096 0/64@8192",
		"-p 128-512*2 --goal prefill":   "128/0@0 256/0@0 512/0@0",
		"--goal mix -p 128,256 -n 8,16": "128/8@0 128/16@0 256/8@0 256/16@0",
	} {
		if !strings.Contains(args, "--goal") {
			args += " --goal prefill,generation"
		}
		f, tune := newTuneFlags()
		if err := f.Parse(strings.Fields(args)); err != nil {
			t.Fatal(err)
		}
		wishes, err := tune.wishes()
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, g := range wishes.Goals {
			got = append(got, fmt.Sprintf("%d/%d@%d", g.Prompt, g.Generation, g.Depth))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %s, want %s", args, got, want)
		}
	}
}

func TestMistakesInASearchAreTold(t *testing.T) {
	w := newWorld(t).withMadeUpEngine()
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{}, "tune takes a model"},
		{[]string{"words:7b", "--goal", "speed"}, "choose prefill, generation or mix"},
		{[]string{"words:7b", "--goal", "mix", "-n", "0"}, "needs a prompt (-p) and a generation (-n)"},
		{[]string{"words:7b", "-p", "0"}, "without one, choose --goal generation"},
		{[]string{"words:7b", "-n", "0"}, "without one, choose --goal prefill"},
		{[]string{"words:7b", "--engine", madeup.Name, "-d", "0,deep"}, "-d: "},
		{[]string{"words:7b", "--engine", madeup.Name, "-p", "1-4096*2"}, "the search has "},
		{[]string{"words:7b", "--max-memory", "much"}, "must be a size such as 8GiB"},
		{[]string{"words:7b", "--engine", madeup.Name, "--variant", "fast"}, "write KEY=VALUE"},
		{[]string{"words:7b", "--engine", madeup.Name, "-t", "0"}, "-t \"0\" is not possible"},
	} {
		code, _, errs := w.dragstrip(append([]string{"tune"}, c.args...)...)
		if code != exitUsage || !strings.Contains(errs, c.want) {
			t.Errorf("%v: exit code %d: %s", c.args, code, errs)
		}
	}
}

// TestARealSearch: a few seconds on a real engine.
func TestARealSearch(t *testing.T) {
	w := newWorld(t).withEngine()
	code, found, errs := w.tuned(w.tiny(), "-t", "1", "-p", "16", "-n", "4", "-fa", "on,off", "--goal", "prefill,generation", "--max-time", "4s")
	if code != exitDone || !found.Over || len(found.Configurations) != 2 || found.Goals[0].Server == "" {
		t.Fatalf("exit code %d: %+v\n%s", code, found, errs)
	}
	if c := configurationNamed(t, found, "default"); c.Looks == 0 || c.Speeds[0] <= 0 || c.Speeds[1] <= 0 || c.MemoryBytes <= 0 {
		t.Errorf("the default: %+v", c)
	}
}

func TestSizesAreRead(t *testing.T) {
	for text, want := range map[string]int64{"8GiB": 8 << 30, "8G": 8 << 30, "1.5 gb": 3 << 29, "512MiB": 512 << 20, "64k": 64 << 10} {
		var b byteSize
		if err := b.Set(text); err != nil || int64(b) != want {
			t.Errorf("%s: %d, %v", text, b, err)
		}
	}
	for _, text := range []string{"", "8", "-1G", "GiB", "8 pears"} {
		var b byteSize
		if b.Set(text) == nil {
			t.Errorf("%q is read as %d", text, b)
		}
	}
}
