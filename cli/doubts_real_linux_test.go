package cli

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"dragstrip/bench"
)

// wrapped makes an engine build that does something before it starts the real
// one.
func (w *world) wrapped(before, with string) string {
	w.t.Helper()
	path := filepath.Join(w.home, "llama-bench")
	script := "#!/bin/sh\n" + before + "\n" + with + " " + os.Getenv("DRAGSTRIP_TEST_LLAMA_BENCH") + " \"$@\"\n"
	if err := os.WriteFile(path, []byte(script), 0o755); err != nil {
		w.t.Fatal(err)
	}
	return path
}

// The engine is asked to lock a model into memory, but that is impossible. Root
// may lock any amount, so this right is taken away first.
func TestAModelThatCannotBeLockedIsTold(t *testing.T) {
	w := newWorld(t).withEngine()
	with := "exec"
	if os.Getuid() == 0 {
		if _, err := exec.LookPath("setpriv"); err != nil {
			t.Skip("skipped: root's right to lock memory cannot be taken away without setpriv")
		}
		with = "exec setpriv --bounding-set -ipc_lock --inh-caps -ipc_lock"
	}
	w.must("run", w.tiny(), "-p", "16", "-n", "0", "-t", "1", "-lm", "mlock", "--no-hash", "--engine", w.wrapped("ulimit -l 64", with))
	f := w.folder(w.newest().ID)
	codes, grade := doubtsOn(t, w.session(f))
	if !strings.Contains(codes, "not_locked") {
		t.Errorf("%s %s", codes, grade)
	}
	w.checkTold(f, "not_locked", "could not be locked in memory", grade)
}

// If a container allows no more memory than the engine takes, the memory is
// full, however much the machine has. The engine (here a shell that holds 128
// MiB) is taken out of the group; otherwise the kernel would end it.
func TestAMemoryThatIsNearlyFullIsToldOnTheResult(t *testing.T) {
	w := newWorld(t).withEngine()
	w.env = append(w.env, "DRAGSTRIP_NO_PROBE=0")
	model := w.tiny()
	tasks := memoryGroup(t, 128<<20)
	free := filepath.Join(filepath.Dir(filepath.Dir(tasks)), filepath.Base(tasks))
	engine := w.wrapped("case \"$*\" in *-m*) echo $$ > "+free+"; held=$(head -c 134217728 /dev/zero | tr '\\0' x);; esac", "")
	c := w.command("run", model, "-p", "0", "-n", "512", "-r", "12", "-t", "1", "--no-hash", "--engine", engine)
	within := exec.Command("sh", append([]string{"-c", "echo $$ > " + tasks + " && exec \"$0\" \"$@\"", c.Path}, c.Args[1:]...)...)
	within.Env = c.Env
	out, err := within.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	s := w.newest()
	if s.Machine.MemoryLimitBytes != 128<<20 {
		t.Skipf("skipped: the limit of the group is not seen here (%d)", s.Machine.MemoryLimitBytes)
	}
	f := w.folder(s.ID)
	codes, grade := doubtsOn(t, s)
	if !strings.Contains(codes, "memory_near_full") || grade == bench.GradeClean {
		t.Errorf("%s %s\n%s", codes, grade, out)
	}
	w.checkTold(f, "memory_near_full", "of memory were in use", grade)
}

func TestAFirstRepetitionThatWasHeldUpIsTold(t *testing.T) {
	w := newWorld(t).withEngine()
	f := w.folder(w.must("run", w.tiny(), "-p", "0", "-n", "1024", "-r", "8", "-t", "1", "--no-hash", "--no-warmup", "--detach"))
	eventually(t, "the first repetition", 60*time.Second, func() bool {
		s := w.session(f)
		return s.Now.Phase == bench.PhaseMeasuring || len(s.Jobs[0].Tests[0].Live) > 0
	})
	engine := w.engineOf(f)
	if n := len(w.session(f).Jobs[0].Tests[0].Live); n > 0 {
		t.Skipf("skipped: %d repetitions were over before the engine could be stopped", n)
	}
	if err := syscall.Kill(engine, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	frozen := time.Now()
	eventually(t, "three seconds pass", 10*time.Second, func() bool { return time.Since(frozen) > 3*time.Second })
	if err := syscall.Kill(engine, syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	codes, grade := doubtsOn(t, w.finished(f))
	if !strings.Contains(codes, "stood_still") || strings.Contains(codes, "slow_first") || grade == bench.GradeClean {
		t.Errorf("%s %s", codes, grade)
	}
	w.checkTold(f, "stood_still", "stopped by a signal", grade)
}

// warningsOn are the lines below a comparison that name warnings.
var warningsOn = regexp.MustCompile(`(?m)^Warnings on .*$`)

// A figure is impossible if the memory is not fast enough for it. Here the plan
// says that the model reads more bytes than it does, which makes its figure
// impossible. The figure is shown, but nothing is compared with it: no report,
// rerun, gate, or expectation uses it, and neither does llama.cpp's script.
func TestAnImpossibleFigureIsNobodysBaseline(t *testing.T) {
	w := newWorld(t).withEngine()
	model := w.tiny()
	// The session's own plan, in which a token reads a thousand times more
	// bytes.
	w.must("run", model, "-p", "0", "-n", "64", "-t", "1", "--no-hash")
	honest := w.newest()
	plan := honest.Plan
	plan.Session, plan.Probe, plan.Jobs = "", true, []bench.Job{honest.Jobs[0].Job}
	plan.Jobs[0].Model.ReadBytesPerToken *= 1000
	f, err := w.store().Create(&plan)
	if err != nil {
		t.Fatal(err)
	}
	w.must("run", "--resume", f.Name())
	codes, grade := doubtsOn(t, w.session(f))
	if !strings.Contains(codes, "impossible") || grade != bench.GradeSuspect {
		t.Fatalf("%s %s", codes, grade)
	}
	w.checkTold(f, "impossible", "but the memory delivers", grade)
	for name, args := range map[string][]string{
		"rerun":           {"rerun", f.Name(), "--with", honest.ID},
		"rerun as a file": {"rerun", "impossible.md", "--with", honest.ID},
		"as candidate":    {"rerun", honest.ID, "--with", f.Name()},
	} {
		report := filepath.Join(w.home, "impossible.md")
		w.must("report", f.Name(), "-o", report)
		if args[1] == "impossible.md" {
			args[1] = report
		}
		out := w.must(args...)
		verdicts := warningsOn.ReplaceAllString(out, "") // "the first repetition was slower" is no verdict
		if !strings.Contains(out, "suspect, not compared") || strings.Contains(verdicts, "faster") || strings.Contains(verdicts, "slower") {
			t.Errorf("%s compares it:\n%s", name, out)
		}
		if out := w.must(append(args, "--include-suspect")...); strings.Contains(out, "not compared") {
			t.Errorf("%s does not compare it, though asked:\n%s", name, out)
		}
		if code, _, errs := w.dragstrip(append(args, "--fail-if", "slower:1%")...); code != exitUnjudged || !strings.Contains(errs, "no row could be judged") {
			t.Errorf("%s: a gate passes on what cannot be: %d %s", name, code, errs)
		}
	}
	if _, out, errs := w.dragstrip("report", f.Name(), "--format", "llama-bench-jsonl"); out != "" || !strings.Contains(errs, "left out") {
		t.Errorf("handed to llama.cpp's script: %q %q", out, errs)
	}
	known := &speeds{}
	known.read(t.Context(), w.store(), func(context.Context) bench.Machine { return bench.Machine{} })
	j := &w.session(f).Jobs[0].Job
	if r := known.expect(j, j.Tests[0]); r.To <= 0 || r.From > r.To {
		t.Errorf("nothing is expected of the honest session: %v", r)
	}
	if err := os.RemoveAll(w.folder(honest.ID).Path); err != nil {
		t.Fatal(err)
	}
	known = &speeds{}
	known.read(t.Context(), w.store(), func(context.Context) bench.Machine { return bench.Machine{} })
	if r := known.expect(j, j.Tests[0]); r != (bench.SpeedRange{}) {
		t.Errorf("something is expected of what cannot be: %g to %g", r.From, r.To)
	}
}

// An engine is replaced between two rounds, as an update may do. The results of
// both are shown, but they are not compared.
func TestAnEngineThatIsReplacedBetweenRoundsMixesWhatIsMeasured(t *testing.T) {
	w := newWorld(t).withEngine()
	path := filepath.Join(w.home, "llama-bench")
	engine, started := os.Getenv("DRAGSTRIP_TEST_LLAMA_BENCH"), filepath.Join(w.home, "started")
	script := "#!/bin/sh\ncase \"$*\" in *-m*) ;; *) exec " + engine + " \"$@\";; esac\n" +
		"if [ -e " + started + " ]; then " + engine + " \"$@\" | sed -u 's/\"build_number\": [0-9]*/\"build_number\": 99999/'; exit; fi\n" +
		"touch " + started + "\nexec " + engine + " \"$@\"\n"
	if err := os.WriteFile(path, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	w.must("run", w.tiny(), "-p", "64", "-n", "0", "-t", "1", "--rounds", "2", "--no-hash", "--engine", path)
	f := w.folder(w.newest().ID)
	s := w.session(f)
	j := s.Jobs[0]
	doubts := s.DoubtsOf(j, j.Tests[0])
	if len(j.Tests[0].Results) != 2 || bench.GradeOf(doubts) != bench.GradeSuspect {
		t.Fatalf("%d rounds, %+v", len(j.Tests[0].Results), doubts)
	}
	w.checkTold(f, "mixed_configuration", "different engine builds", bench.GradeSuspect)
	if out := w.must("rerun", f.Name(), "--with", f.Name()); !strings.Contains(out, "suspect, not compared") {
		t.Errorf("compared without being asked:\n%s", out)
	}
}
