package llama

import (
	"bufio"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/guard"
)

// This starts the real llama-bench on a real model, with the command,
// environment and parser that the scheduler uses.
func TestTheRealLlamaBench(t *testing.T) {
	prefix, model := strings.Fields(os.Getenv("DRAGSTRIP_TEST_LLAMA_BENCH")), os.Getenv("DRAGSTRIP_TEST_MODEL")
	if len(prefix) == 0 || model == "" {
		t.Skip("set DRAGSTRIP_TEST_LLAMA_BENCH (argv prefix) and DRAGSTRIP_TEST_MODEL (a small GGUF) to try the real engine")
	}
	a := New()
	build, err := a.Probe(t.Context(), bench.EngineBuild{Prefix: prefix})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: version %q, number %d, backends %v, devices %v", prefix, build.Version, build.Number, build.Backends, build.Devices)

	odd := filepath.Join(t.TempDir(), "ein, 模型 'x'.gguf")
	abs, _ := filepath.Abs(model)
	if err := os.Symlink(abs, odd); err != nil {
		t.Skip("no symbolic links here")
	}
	on := job("on", bench.Params{"flash_attn": "on", "n_threads": "1"}, bench.Test{Prompt: 32}, bench.Test{Generation: 16}, bench.Test{Prompt: 16, Generation: 4})
	off := job("off", bench.Params{"flash_attn": "off", "n_threads": "1"}, on.Tests...)
	deep := job("deep", bench.Params{"devices": "none"}, bench.Test{Generation: 16, Depth: 64}, bench.Test{Prompt: 16, Depth: 64})
	for _, j := range []*bench.Job{on, off, deep} {
		j.Model.Path = odd
	}
	work := workOf(on, off, deep)
	links := t.TempDir()
	settled := 0
	for len(work) > 0 {
		list, err := a.Invocations(t.Context(), build, work, engine.Options{Ticks: true, LinkFolder: links})
		if err != nil {
			t.Fatal(err)
		}
		all := start(t, list[0])
		done := map[string]bool{}
		for _, e := range all {
			switch f := e.Fact.(type) {
			case bench.TestFinished:
				done[e.Job+f.Result.Test.String()] = true
				t.Logf("%s %s %.1f t/s", e.Job, f.Result.Test, f.Result.SamplesTPS())
			case bench.TestFailed:
				done[e.Job+f.Test.String()] = true
				t.Logf("%s %s %s", e.Job, f.Test, f.Failure.Reason)
				if f.Failure.Code != bench.FailUnsupportedFlag {
					t.Errorf("%s failed: %+v", f.Test, f.Failure)
				}
			}
		}
		var left []engine.Work
		for _, w := range work {
			if !done[w.Job.ID+w.Test.String()] {
				left = append(left, w)
			}
		}
		if settled += len(done); len(done) == 0 {
			t.Fatalf("nothing came of %v: %v", list[0].Argv, all)
		}
		work = left
	}
	if settled != 8 {
		t.Errorf("%d tests were settled", settled)
	}
}

func start(t *testing.T, inv engine.Invocation) []engine.Emitted {
	t.Helper()
	if len(inv.Argv) == 0 {
		return inv.Parser.End(time.Now(), engine.Exit{})
	}
	for _, l := range inv.Links {
		os.Remove(l.Name)
		if err := os.Symlink(l.Target, l.Name); err != nil {
			t.Fatal(err)
		}
	}
	process, err := guard.Start(guard.Command{Argv: inv.Argv, Env: inv.Env})
	if err != nil {
		t.Fatal(err)
	}
	type heard struct {
		stream engine.Stream
		line   string
	}
	lines := make(chan heard, 1000)
	var readers sync.WaitGroup
	for stream, pipe := range map[engine.Stream]io.Reader{engine.Out: process.Stdout(), engine.Err: process.Stderr()} {
		readers.Go(func() {
			for scanner := bufio.NewScanner(pipe); scanner.Scan(); {
				lines <- heard{stream, scanner.Text()}
			}
		})
	}
	go func() { readers.Wait(); close(lines) }()
	var out []engine.Emitted
	for l := range lines {
		out = append(out, inv.Parser.Line(l.stream, time.Now(), []byte(l.line), 0)...)
	}
	return append(out, inv.Parser.End(time.Now(), process.Wait())...)
}
