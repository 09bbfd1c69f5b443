package cli

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
)

// TestAServerBesideItsBenchmark measures the real llama-bench and the real
// llama-server on one file in one plan.
func TestAServerBesideItsBenchmark(t *testing.T) {
	w := newWorld(t).withEngine()
	benchmark := os.Getenv("DRAGSTRIP_TEST_LLAMA_BENCH")
	server := strings.Replace(benchmark, "llama-bench", "llama-server", 1)
	code, out, errs := w.dragstrip("run", w.tiny(), "--engine", benchmark, "--engine", server, "-p", "64", "-n", "128", "-d", "0,64", "-t", "1", "-r", "2", "--rounds", "1")
	s := w.newest()
	if code != exitDone || len(s.Jobs) != 2 {
		t.Fatalf("exit code %d, %d jobs\n%s\n%s", code, len(s.Jobs), out, errs)
	}
	checkComplete(t, s)
	j := s.Jobs[1]
	if threads, _ := j.ToldOf("n_threads"); threads != "1" || len(j.Loads) != 1 || len(j.Memory) == 0 {
		t.Errorf("told %v, loads %v, memory %v", j.Told, j.Loads, j.Memory)
	}
	// On a busy machine the first tokens of an answer may arrive together. Then
	// the later ones are timed, fewer than were asked for.
	for _, x := range []struct {
		test  bench.Test
		cache bench.CacheState
		least int
	}{{bench.Test{Prompt: 64}, bench.CacheNone, 58}, {bench.Test{Generation: 128}, bench.CacheNone, 48}, {bench.Test{Prompt: 64, Depth: 64}, bench.CachePartial, 58}} {
		got := j.Test(x.test).Exchanges()
		if len(got) != 2 || got[1].Cache != x.cache || got[1].TimedTokens < x.least || got[1].FirstTokenNS <= 0 || got[1].ServerTPS <= 0 {
			t.Errorf("%s: %+v", x.test, got)
		}
	}
	text, err := os.ReadFile(w.folder(s.ID).File("report.md"))
	if err != nil || !strings.Contains(string(text), "told its settings") {
		t.Errorf("%v\n%s", err, text)
	}
}

// TestTwoRequestsAtOnce asks the real llama-server for two answers at once. It
// has a slot and a context for each of them.
func TestTwoRequestsAtOnce(t *testing.T) {
	w := newWorld(t).withEngine()
	server := strings.Replace(os.Getenv("DRAGSTRIP_TEST_LLAMA_BENCH"), "llama-bench", "llama-server", 1)
	code, out, errs := w.dragstrip("run", w.tiny(), "--engine", server, "-p", "0", "-n", "64", "-d", "64", "-t", "1", "-r", "2", "--rounds", "1", "--concurrency", "2")
	s := w.newest()
	if code != exitDone || len(s.Jobs) != 1 {
		t.Fatalf("exit code %d, %d jobs\n%s\n%s", code, len(s.Jobs), out, errs)
	}
	j := s.Jobs[0]
	for name, want := range map[string]string{bench.Concurrency: "2", "slots": "2"} {
		if got, _ := j.ToldOf(name); got != want {
			t.Errorf("%s: the server told %q, want %q", name, got, want)
		}
	}
	for _, x := range j.Tests[0].Exchanges() {
		if len(x.Streams) != 2 || x.Streams[1].FirstTokenNS <= 0 || x.Streams[1].CachedTokens < 32 || x.TimedTokens < 4 {
			t.Errorf("%+v", x)
		}
	}
	if !strings.Contains(out, "t/s each") {
		t.Error(out)
	}
}

// TestADriversServerIsItsChild: the readings of the hardware count a server as
// the engine only if the first thread of the driver started it.
func TestADriversServerIsItsChild(t *testing.T) {
	if _, err := os.Stat("/proc/self/task"); err != nil {
		t.Skip("skipped: only Linux tells which thread started a process")
	}
	for try := range 5 { // another thread would do it most of the time
		w := newWorld(t)
		c := w.command("driver", "llama-server", "--model", "m", "--tests", "pp8", "--backend", "CPU", "--", "/bin/sleep", "60")
		stdin, err := c.StdinPipe()
		if err == nil {
			err = c.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		folder := fmt.Sprintf("/proc/%d/task/", c.Process.Pid)
		children := func(thread string) string {
			text, _ := os.ReadFile(folder + thread + "/children")
			return strings.TrimSpace(string(text))
		}
		first := ""
		eventually(t, "a child of the driver", time.Minute, func() bool {
			threads, _ := os.ReadDir(folder)
			for _, thread := range threads {
				if list := children(thread.Name()); list != "" {
					first = thread.Name()
					return true
				}
			}
			return false
		})
		if first != fmt.Sprint(c.Process.Pid) {
			t.Errorf("try %d: thread %s of process %d started the server", try, first, c.Process.Pid)
		}
		_ = stdin.Close()
		_ = c.Wait()
	}
}
