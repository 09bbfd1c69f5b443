package cli

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/runner/guard"
	"dragstrip/runner/madeup"
)

// killsAsked is a variable that says how often everything is killed. Without
// it, that is a few times.
const killsAsked = "DRAGSTRIP_KILLS"

// slowScript is the made-up engine, slowed down. It is hard to end, as engines
// are: it starts a process in another session that ignores signals. If the file
// that DRAGSTRIP_TEST_HANG names exists, it never says what it is either.
const slowScript = `#!/bin/sh
[ "$1" = --version ] && ! [ -e "$DRAGSTRIP_TEST_HANG" ] && echo 1 && exit
setsid sh -c 'trap "" TERM HUP INT; while :; do sleep 1; done' >/dev/null 2>&1 &
if [ "$1" = --version ]; then
  trap "" TERM HUP INT
  while :; do sleep 1; done
fi
`

// killing is a world in which all processes of dragstrip are killed again and
// again.
type killing struct {
	*world
	t      *testing.T
	random *rand.Rand
	hang   string
}

// roles are the kinds of dragstrip's processes. They are told apart by their
// command lines.
var roles = []string{"viewer", "bench process", "guard", "engine", "asked build"}

// living gives the living processes of the world by role. Whatever an engine
// started is "other".
func (k *killing) living() map[string][]int {
	home := []byte("\x00DRAGSTRIP_HOME=" + filepath.Join(k.home, "dragstrip") + "\x00")
	out := map[string][]int{}
	folders, _ := filepath.Glob("/proc/[0-9]*")
	for _, folder := range folders {
		env, err := os.ReadFile(folder + "/environ")
		if err != nil || !bytes.Contains(append([]byte{0}, env...), home) {
			continue
		}
		stat, err := os.ReadFile(folder + "/stat")
		if err != nil || bytes.Contains(stat, []byte(") Z ")) || bytes.Contains(stat, []byte(") X ")) {
			continue
		}
		pid, _ := strconv.Atoi(filepath.Base(folder))
		line, _ := os.ReadFile(folder + "/cmdline")
		role := roleOf(strings.Split(string(line), "\x00"))
		out[role] = append(out[role], pid)
	}
	return out
}

func roleOf(argv []string) string {
	has := func(word string) bool { return slices.Contains(argv, word) }
	script := slices.ContainsFunc(argv, func(a string) bool { return filepath.Base(a) == madeup.Program })
	switch {
	case len(argv) > 1 && argv[1] == guard.Verb:
		return "guard"
	case len(argv) > 1 && argv[1] == benchVerb:
		return "bench process"
	case script && has("--version"):
		return "asked build"
	case script:
		return "engine"
	case len(argv) > 1 && (argv[1] == "run" || argv[1] == "attach"):
		return "viewer"
	}
	return "other"
}

func (k *killing) killWithin(limit time.Duration) (victims []string) {
	time.Sleep(time.Duration(k.random.Int64N(int64(limit)))) // until a random moment
	living := k.living()
	there := slices.DeleteFunc(slices.Clone(roles), func(role string) bool { return len(living[role]) == 0 })
	if len(there) == 0 {
		return nil
	}
	k.random.Shuffle(len(there), func(i, j int) { there[i], there[j] = there[j], there[i] })
	n := 1
	if k.random.IntN(3) == 0 {
		n += k.random.IntN(len(there))
	}
	for _, role := range there[:n] {
		for _, pid := range living[role] {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	}
	return there[:n]
}

// once starts or resumes a session with a viewer, and kills. Then it stops what
// still runs, and checks what is left.
func (k *killing) once(number int) {
	hangs := k.random.IntN(3) == 0
	if hangs { // for the next process that asks: the viewer, or later the bench process
		k.put(k.hang, "", 0o600)
	}
	args := []string{"run", "words:7b", "--engine", madeup.Name, "-p", "16,32,64", "-n", "4,8", "-r", "4", "--rounds", "2"}
	unfinished, resumed := k.unfinishedOne()
	if resumed {
		args = []string{"attach", unfinished.Name(), "--resume"}
	}
	viewer := k.command(args...)
	if err := viewer.Start(); err != nil {
		k.t.Fatal(err)
	}
	gone := make(chan error, 1)
	go func() { gone <- viewer.Wait() }()
	victims := k.killWithin(2 * time.Second)
	os.Remove(k.hang)
	killed := time.Now()
	what := fmt.Sprintf("kill %d of %v (%v, hanging: %t)", number, victims, args[0], hangs)
	// Processes that were not killed may continue. They are asked to stop;
	// after that, nothing may be left.
	if slices.Contains(victims, "viewer") || slices.Contains(victims, "bench process") {
		_ = viewer.Process.Signal(syscall.SIGINT)
	}
	k.stopLive()
	_ = viewer.Process.Signal(syscall.SIGINT)
	// If a guard was killed together with the process that had started it,
	// processes that an engine put out of reach remain. The next bench process
	// ends them.
	orphans := slices.Contains(victims, "guard") && len(victims) > 1
	allGone := func() bool {
		now := k.living()
		if orphans && len(now) == 1 && len(now["other"]) > 0 {
			guard.EndLeftBehind()
			now = k.living()
		}
		return len(now) == 0
	}
	const patience = time.Minute // on a busy machine; a stop is seen within a second and takes up to five
	for deadline := time.Now().Add(patience); !allGone(); time.Sleep(20 * time.Millisecond) {
		k.stopLive()
		if time.Now().After(deadline) {
			k.t.Fatalf("%s: after %v there are still %v", what, time.Since(killed), k.describe())
		}
	}
	select {
	case <-gone:
	case <-time.After(patience):
		k.t.Fatalf("%s: the viewer was not waited for", what)
	}
	k.t.Log(what)
	k.look(what)
}

// stopLive asks every live session to stop.
func (k *killing) stopLive() {
	all, _ := k.store().List()
	for _, f := range all {
		if f.Live() {
			_ = f.Ask(bench.Control{Verb: bench.ControlStop})
		}
	}
}

func (k *killing) describe() string {
	var out []string
	for role, pids := range k.living() {
		for _, pid := range pids {
			line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
			stat, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
			env, _ := os.ReadFile(fmt.Sprintf("/proc/%d/environ", pid))
			_, mark, _ := strings.Cut(string(env), guard.MarkVariable+"=")
			mark, _, _ = strings.Cut(mark, "\x00")
			out = append(out, fmt.Sprintf("%s %d: %s [%s] %s", role, pid, strings.ReplaceAll(string(line), "\x00", " "), stat, mark))
		}
	}
	return strings.Join(out, "\n")
}

// look checks what must still be intact after a kill.
func (k *killing) look(what string) {
	all, err := k.store().List()
	if err != nil {
		k.t.Fatal(err)
	}
	for _, f := range all {
		if f.Live() {
			k.t.Fatalf("%s: %s is held by nobody", what, f.Name())
		}
		r, err := f.Read()
		if err != nil {
			k.t.Fatalf("%s: the journal of %s: %v", what, f.Name(), err)
		}
		if len(r.Session.Jobs) != 1 {
			k.t.Fatalf("%s: %s has %d jobs", what, f.Name(), len(r.Session.Jobs))
		}
	}
	lock := journal.NewMachineLock(filepath.Join(k.home, "machine.lock"))
	if ok, holder, err := lock.Try(journal.Me("test")); !ok || err != nil {
		k.t.Fatalf("%s: the machine's lock is held by %+v: %v", what, holder, err)
	}
	lock.Release()
}

// unfinishedOne gives an unfinished session in about half of its calls.
func (k *killing) unfinishedOne() (journal.Folder, bool) {
	all, _ := k.store().List()
	for _, f := range all {
		if !whole(k.session(f)) && k.random.IntN(2) == 0 {
			return f, true
		}
	}
	return journal.Folder{}, false
}

// TestEverythingIsKilledAtRandomMoments kills one or several processes of
// dragstrip with -9, while a session is started, asked or measured. Nothing may
// be left running, journals can be read, locks are free, and the rest can be
// measured.
func TestEverythingIsKilledAtRandomMoments(t *testing.T) {
	kills := 4
	if n, err := strconv.Atoi(os.Getenv(killsAsked)); err == nil {
		kills = n
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	k := &killing{world: newWorld(t).withMadeUpEngine(), t: t, random: rand.New(rand.NewPCG(seed, 0))}
	k.hang = filepath.Join(k.home, "hang")
	k.env = append(k.env, "DRAGSTRIP_TEST_HANG="+k.hang)
	slow := strings.Replace(strings.TrimPrefix(madeup.Script, "#!/bin/sh\n"), "    echo \"{\\\"e\\\":\\\"rep", "    sleep 0.03\n    echo \"{\\\"e\\\":\\\"rep", 1)
	if !strings.Contains(slow, "sleep 0.03") {
		t.Fatal("the script was not slowed down")
	}
	k.put(filepath.Join(k.home, "bin", madeup.Program), slowScript+slow, 0o755)
	t.Cleanup(func() { // if the test has failed
		for _, pids := range k.living() {
			for _, pid := range pids {
				_ = syscall.Kill(pid, syscall.SIGKILL)
			}
		}
	})
	for number := 1; number <= kills; number++ {
		k.once(number)
	}
	all, _ := k.store().List()
	for _, f := range all {
		if !whole(k.session(f)) {
			if code, out, errs := k.dragstrip("run", "--resume", f.Name(), "--retry-failed"); code != exitDone {
				t.Errorf("%s does not go on: exit code %d\n%s\n%s", f.Name(), code, out, errs)
			}
		}
		checkSequence(t, k.events(f))
		checkWhole(t, k.session(f))
	}
	if left := k.describe(); left != "" {
		t.Errorf("at the end there are still\n%s", left)
	}
}

// whole tells whether every test has all its repetitions. A stop may come after
// the last one.
func whole(s *bench.Session) bool {
	for _, j := range s.Jobs {
		for _, test := range j.Tests {
			if len(test.SamplesNS()) != j.Repetitions {
				return false
			}
		}
	}
	return s.State == bench.StateFinished
}

// checkWhole checks that every test has each of its repetitions once, over all
// rounds.
func checkWhole(t *testing.T, s *bench.Session) {
	t.Helper()
	for _, j := range s.Jobs {
		for _, test := range j.Tests {
			if n := len(test.SamplesNS()); n != j.Repetitions || test.Outcome != bench.OutcomeDone {
				t.Errorf("%s %s %s: %d samples, want %d (%s, %+v)", s.ID, j.ID, test.Test, n, j.Repetitions, test.Outcome, test.Failure)
			}
		}
	}
}
