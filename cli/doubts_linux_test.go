package cli

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/models"
)

// doubtsOn gives the codes of the doubts about a session's only test, and the
// grade that follows from them.
func doubtsOn(t *testing.T, s *bench.Session) (codes string, grade bench.Grade) {
	t.Helper()
	checkComplete(t, s)
	doubts := s.DoubtsOf(s.Jobs[0], s.Jobs[0].Tests[0])
	for _, w := range doubts {
		codes += w.Code + " "
		if w.Text == "" || w.Remedy == "" {
			t.Errorf("incomplete: %+v", w)
		}
	}
	t.Logf("%.5g t/s: %s(%s)", s.Jobs[0].Tests[0].SamplesTPS(), codes, bench.GradeOf(doubts))
	return codes, bench.GradeOf(doubts)
}

// checkTold looks for a text in every format in which results are written.
func (w *world) checkTold(f journal.Folder, code, text string, grade bench.Grade) {
	w.t.Helper()
	for format, want := range map[string]string{"md": text, "json": `"verdict": "` + string(grade) + `"`, "csv": code} {
		if out := w.must("report", f.Name(), "--format", format); !strings.Contains(out, want) {
			w.t.Errorf("%s does not say %q:\n%s", format, want, out)
		}
	}
}

// reachedRepetition waits until the only job has this many repetitions.
func (w *world) reachedRepetition(f journal.Folder, n int) {
	w.t.Helper()
	eventually(w.t, "repetition "+strconv.Itoa(n), 60*time.Second, func() bool {
		s := w.session(f)
		return len(s.Jobs[0].Tests[0].Live) >= n || s.State == bench.StateFinished
	})
}

func (w *world) finished(f journal.Folder) *bench.Session {
	w.t.Helper()
	eventually(w.t, "the end", 120*time.Second, func() bool { return w.session(f).State == bench.StateFinished })
	return w.session(f)
}

// engineOf gives the process that computes. It is the last one in the chain of
// first children.
func (w *world) engineOf(f journal.Folder) int {
	w.t.Helper()
	pid := benchPID(nil, w.events(f))
	for kids := children(pid); len(kids) > 0; kids = children(pid) {
		pid = kids[0]
	}
	return pid
}

func TestAnEngineThatWasFrozenForAMomentIsDoubted(t *testing.T) {
	w := newWorld(t).withEngine()
	f := w.folder(w.must("run", w.tiny(), "-p", "0", "-n", "256", "-r", "12", "-t", "1", "--no-hash", "--detach"))
	w.reachedRepetition(f, 4)
	engine := w.engineOf(f)
	if name, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", engine)); !strings.Contains(string(name), "-m") {
		t.Fatalf("process %d is %q", engine, name)
	}
	if err := syscall.Kill(engine, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the engine is stopped", time.Minute, func() bool {
		stat, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", engine))
		return strings.Contains(string(stat), ") T ")
	})
	frozen := time.Now()
	eventually(t, "three seconds pass", 10*time.Second, func() bool { return time.Since(frozen) > 3*time.Second })
	if err := syscall.Kill(engine, syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	s := w.finished(f)
	codes, grade := doubtsOn(t, s)
	if !strings.Contains(codes, "stood_still") || grade == bench.GradeClean {
		t.Errorf("%s %s", codes, grade)
	}
	// The stopped repetition is reported only once. Other repetitions may be
	// outliers, too.
	test := s.Jobs[0].Tests[0]
	stopped := bench.FormatTPS(slices.Min(test.SamplesTPS()))
	for _, doubt := range s.DoubtsOf(s.Jobs[0], test) {
		if doubt.Code == "outliers" && strings.Contains(doubt.Text, stopped) {
			t.Errorf("told a second time: %s", doubt.Text)
		}
	}
	w.checkTold(f, "stood_still", "stopped by a signal", grade)
}

func TestNicedLoadIsToldOnTheResult(t *testing.T) {
	w := newWorld(t).withEngine()
	w.env = append(w.env, "DRAGSTRIP_NO_PROBE=0")
	c := exec.Command("nice", "-n", "19", "sh", "-c", "while :; do :; done")
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { c.Process.Kill(); c.Wait() }()
	w.must("run", w.tiny(), "-p", "0", "-n", "512", "-r", "16", "-t", "1", "--no-hash")
	f := w.folder(w.newest().ID)
	codes, grade := doubtsOn(t, w.session(f))
	if !strings.Contains(codes, "other_load") || grade == bench.GradeClean {
		t.Errorf("%s %s", codes, grade)
	}
	w.checkTold(f, "other_load", "other programs keep", grade)
}

// If an engine says that it is a debug build, its results are shown but not
// compared.
func TestADebugBuildIsSuspectAndComparedWithNothing(t *testing.T) {
	w := newWorld(t).withEngine()
	wrapper := filepath.Join(w.home, "llama-bench")
	script := "#!/bin/sh\ncase \"$*\" in *-m*) echo 'warning: debug build, performance may be affected' >&2;; esac\nexec " + os.Getenv("DRAGSTRIP_TEST_LLAMA_BENCH") + " \"$@\"\n"
	if err := os.WriteFile(wrapper, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	w.must("run", w.tiny(), "-p", "64", "-n", "0", "-t", "1", "--no-hash", "--rounds", "1", "--engine", wrapper, "--engine", os.Getenv("DRAGSTRIP_TEST_LLAMA_BENCH"))
	f := w.folder(w.newest().ID)
	s := w.session(f)
	codes, grade := doubtsOn(t, s)
	if !strings.Contains(codes, "debug_build") || grade != bench.GradeSuspect {
		t.Errorf("%s %s", codes, grade)
	}
	if other := bench.GradeOf(s.DoubtsOf(s.Jobs[1], s.Jobs[1].Tests[0])); other == bench.GradeSuspect {
		t.Errorf("the release build is %s, too", other)
	}
	w.checkTold(f, "debug_build", "debug build", grade)
	without, with := w.must("report", f.Name()), w.must("report", f.Name(), "--include-suspect")
	if !strings.Contains(without, "Not compared") || strings.Contains(without, "Welch") {
		t.Errorf("compared without being asked:\n%s", without)
	}
	if strings.Contains(with, "Not compared") || !strings.Contains(with, "Welch") {
		t.Errorf("not compared, though asked:\n%s", with)
	}
}

// forget drops a file from the page cache, or skips the test if that is
// impossible.
func forget(t *testing.T, path string) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := file.Sync(); err != nil {
		t.Fatal(err)
	}
	if err := unix.Fadvise(int(file.Fd()), 0, 0, unix.FADV_DONTNEED); err != nil {
		t.Fatal(err)
	}
	if share, known := models.InMemory(bench.Model{Path: path}); !known || share > 0.5 {
		t.Skipf("skipped: %.0f %% of the file stays in memory here (a file system in memory?)", 100*share)
	}
}

func TestAModelThatComesFromTheDiskIsTold(t *testing.T) {
	w := newWorld(t).withEngine()
	model := w.tiny()
	for _, c := range []struct {
		what   string
		cold   bool
		flags  []string
		want   string
		unwant string
		grade  bench.Grade
	}{
		{"with a warm-up", true, nil, "cold_start", "cold_cache", bench.GradeClean},
		{"without a warm-up", true, []string{"--no-warmup"}, "cold_cache", "cold_start", bench.GradeNoisy},
		{"in memory", false, []string{"--no-warmup"}, "", "cold_", ""},
	} {
		if c.cold {
			forget(t, model)
		}
		w.must(append([]string{"run", model, "-p", "64", "-n", "0", "-r", "6", "-t", "1", "--no-hash"}, c.flags...)...)
		f := w.folder(w.newest().ID)
		codes, grade := doubtsOn(t, w.session(f))
		if !strings.Contains(codes, c.want) || strings.Contains(codes, c.unwant) || c.grade == bench.GradeNoisy && grade == bench.GradeClean {
			t.Errorf("%s: %s %s", c.what, codes, grade)
		}
		if c.want != "" {
			w.checkTold(f, c.want, "was read from the disk", grade)
		}
	}
}

func TestAModelThatChangesWhileItIsMeasuredIsSuspect(t *testing.T) {
	w := newWorld(t).withEngine()
	model := w.tiny()
	f := w.folder(w.must("run", model, "-p", "0", "-n", "256", "-r", "12", "-t", "1", "--no-hash", "--detach"))
	w.reachedRepetition(f, 1)
	later := time.Now().Add(time.Minute)
	if err := os.Chtimes(model, later, later); err != nil {
		t.Fatal(err)
	}
	codes, grade := doubtsOn(t, w.finished(f))
	if !strings.Contains(codes, "model_changed") || grade != bench.GradeSuspect {
		t.Errorf("%s %s", codes, grade)
	}
	w.checkTold(f, "model_changed", "was changed while it was being measured", grade)
}

func TestAModelThatIsGoneCannotBeHashedAndCounts(t *testing.T) {
	w := newWorld(t).withEngine()
	model := w.tiny()
	f := w.folder(w.must("run", model, "-p", "0", "-n", "256", "-r", "12", "-t", "1", "--detach"))
	w.reachedRepetition(f, 1)
	if err := os.Remove(model); err != nil {
		t.Fatal(err)
	}
	codes, grade := doubtsOn(t, w.finished(f))
	if !strings.Contains(codes, "not_hashed") || grade == bench.GradeSuspect {
		t.Errorf("%s %s", codes, grade)
	}
}

// memoryGroup makes a control group that may use this many bytes. It gives the
// file to which processes are written to join the group. It skips the test if
// no group can be made.
func memoryGroup(t *testing.T, bytes int64) (tasks string) {
	t.Helper()
	for _, v := range []struct{ root, limit, tasks string }{
		{"/sys/fs/cgroup/memory", "memory.limit_in_bytes", "tasks"},
		{"/sys/fs/cgroup", "memory.max", "cgroup.procs"},
	} {
		group := filepath.Join(v.root, "dragstrip-test-"+strconv.Itoa(os.Getpid()))
		if os.Mkdir(group, 0o755) != nil {
			continue
		}
		t.Cleanup(func() {
			eventually(t, "the control group is empty", time.Minute, func() bool { return os.Remove(group) == nil })
		})
		if os.WriteFile(filepath.Join(group, v.limit), []byte(strconv.FormatInt(bytes, 10)), 0o644) == nil {
			return filepath.Join(group, v.tasks)
		}
	}
	t.Skip("skipped: no control group for memory can be made here (it takes root)")
	return ""
}

// If the kernel kills an engine because of its memory, the failure says so.
// Earlier results stay.
func TestAnEngineKilledForItsMemoryIsToldAsThat(t *testing.T) {
	w := newWorld(t).withEngine()
	tasks := memoryGroup(t, 200<<20)
	wrapper := filepath.Join(w.home, "llama-bench")
	script := "#!/bin/sh\necho $$ > " + tasks + "\nexec " + os.Getenv("DRAGSTRIP_TEST_LLAMA_BENCH") + " \"$@\"\n"
	if err := os.WriteFile(wrapper, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	code, out, _ := w.dragstrip("run", w.withContext(w.tiny(), 1<<19), "-p", "64", "-n", "0", "-d", "0,400000", "-r", "2", "-t", "1", "--no-hash", "--engine", wrapper)
	if code == exitDone {
		t.Skipf("skipped: the limit is not kept here\n%s", out)
	}
	s := w.newest()
	if n := len(s.Jobs[0].Tests[0].SamplesNS()); n != 2 {
		t.Errorf("%d samples of the test before", n)
	}
	failure := s.Jobs[0].Tests[1].Failure
	if failure == nil || failure.Code != bench.FailKilled || failure.Remedy == "" {
		t.Fatalf("%+v\n%s", failure, out)
	}
	t.Log(failure.Reason, "→", failure.Remedy)
}

// If a model changes before it is measured, its results are not spoiled. They
// are results of the changed file, and a warning says so.
func TestAModelThatChangedBeforeItsTurnIsTold(t *testing.T) {
	w := newWorld(t).withEngine()
	model := w.tiny()
	st, err := os.Stat(model)
	if err != nil {
		t.Fatal(err)
	}
	prefix := strings.Fields(os.Getenv("DRAGSTRIP_TEST_LLAMA_BENCH"))
	f, err := w.store().Create(&bench.Plan{Jobs: []bench.Job{{
		ID: "j1", Tests: []bench.Test{{Prompt: 64}}, Repetitions: 2,
		Model: bench.Model{Name: "tiny", Path: model, Format: "gguf", Files: []bench.ModelFile{{Name: "tiny.gguf", SizeBytes: st.Size(), Modified: st.ModTime().Add(-time.Hour).UTC()}}},
		Build: bench.EngineBuild{ID: "b", Engine: "llama.cpp", Prefix: prefix},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	w.must("run", "--resume", f.Name())
	codes := ""
	s := w.session(f)
	for _, warning := range s.Warnings {
		codes += warning.Warning.Code + " "
	}
	if !strings.Contains(codes, "model_replaced") || bench.GradeOf(s.DoubtsOf(s.Jobs[0], s.Jobs[0].Tests[0])) == bench.GradeSuspect {
		t.Errorf("%s", codes)
	}
}
