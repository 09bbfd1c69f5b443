package guard

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkStart measures the time from Start to the end of an engine that ends
// at once. This is the time that a guard adds to a start of an engine, plus two
// starts of this binary.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		p, err := Start(Command{Argv: as("exit", "0")})
		if err != nil {
			b.Fatal(err)
		}
		go func() { _, _ = io.Copy(io.Discard, p.Stderr()) }()
		_, _ = io.Copy(io.Discard, p.Stdout())
		if exit := p.Wait(); exit.Code != 0 {
			b.Fatalf("exit = %+v", exit)
		}
	}
}

// BenchmarkGuardAtRest prints what a guard costs while its engine works: how
// often a second its threads woke up, its CPU time, its memory.
func BenchmarkGuardAtRest(b *testing.B) {
	p, err := Start(Command{Argv: as("hang")})
	if err != nil {
		b.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, p.Stderr()) }()
	line := make([]byte, 64)
	if _, err := p.Stdout().Read(line); err != nil {
		b.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, p.Stdout()) }()
	const watched = 3 * time.Second
	guard := p.guard.Process.Pid
	for b.Loop() {
		before := switches(b, guard)
		time.Sleep(watched)
		b.ReportMetric(float64(switches(b, guard)-before)/watched.Seconds(), "wake-ups/s")
	}
	b.ReportMetric(float64(statusField(b, fmt.Sprintf("/proc/%d/status", guard), "VmRSS"))/1024, "MiB")
	p.Stop()
	p.Wait()
}

// switches adds up the context switches of a process's threads.
func switches(b *testing.B, pid int) int {
	b.Helper()
	paths, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", pid))
	n := 0
	for _, path := range paths {
		n += statusField(b, path, "voluntary_ctxt_switches") + statusField(b, path, "nonvoluntary_ctxt_switches")
	}
	return n
}

func statusField(b *testing.B, path, name string) int {
	b.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	for _, line := range strings.Split(string(text), "\n") {
		if rest, ok := strings.CutPrefix(line, name+":"); ok {
			number, _ := strconv.Atoi(strings.Fields(rest)[0])
			return number
		}
	}
	b.Fatalf("%s holds no %s", path, name)
	return 0
}
