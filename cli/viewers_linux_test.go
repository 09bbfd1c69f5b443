package cli

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
)

// longSession is a session of 2,000 tests and more than 100,000 events. The
// events are as large as real ones: an engine's own result line has some
// kilobytes.
func longSession(t testing.TB, w *world) journal.Folder {
	t.Helper()
	job := bench.Job{
		ID: "j1", Model: bench.Model{Name: "Tiny", Quant: "Q4_0", Path: "/m/tiny.gguf"},
		Build: bench.EngineBuild{ID: "b", Engine: "llama.cpp", Prefix: []string{"llama-bench"}}, Repetitions: 6,
	}
	const tests = 2000
	for i := range tests {
		job.Tests = append(job.Tests, bench.Test{Generation: 16 + i})
	}
	plan := &bench.Plan{Asked: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Jobs: []bench.Job{job}}
	f, err := w.store().Create(plan)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(f.File(journal.EventsFile))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	out := bufio.NewWriter(file)
	defer out.Flush()
	seq := int64(0)
	tell := func(job string, fact bench.Fact) {
		seq++
		line, err := bench.Event{Seq: seq, Time: plan.Asked.Add(time.Duration(seq) * time.Second), Job: job, Fact: fact}.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(out, "%s\n", line)
	}
	half, raw := 0.5, strings.Repeat(`{"samples_ns":[1,2,3]}`, 120)
	tell("", bench.SessionStarted{Schema: bench.Schema, Session: f.Name(), Plan: *plan})
	for i, test := range job.Tests {
		for r := range 6 {
			for range 3 {
				tell("j1", bench.LineLogged{Stream: "err", Text: fmt.Sprintf("line %d of what an engine says while it measures", i)})
				tell("", bench.ReadingTaken{Reading: bench.Reading{CPUBusy: &half, Celsius: &half, Watts: &half}})
			}
			tell("j1", bench.PhaseEntered{Phase: bench.PhaseMeasuring, Test: test, Repetition: r + 1, Of: 6})
			tell("j1", bench.SampleTaken{Test: test, Repetition: r + 1, Of: 6, Nanoseconds: 1e9, TokensPerSecond: 16})
		}
		tell("j1", bench.TestFinished{Result: bench.Result{Test: test, SamplesNS: []int64{1e9, 1e9, 1e9, 1e9, 1e9, 1e9}, Raw: raw}})
	}
	tell("j1", bench.JobFinished{Outcome: bench.OutcomeDone})
	tell("", bench.SessionFinished{Outcome: bench.OutcomeDone})
	if seq < 98_000 {
		t.Fatalf("%d events", seq)
	}
	return f
}

// BenchmarkViewers prints how much memory and time viewers of a long session
// need. Budget: 40 MiB at 100,000 events and 2,000 tests.
func BenchmarkViewers(b *testing.B) {
	w := newWorld(b)
	f := longSession(b, w)
	for _, args := range [][]string{{"attach", "--plain", f.Name()}, {"attach", "--json", f.Name()}, {"report", f.Name()}, {"history"}} {
		b.Run(strings.TrimSuffix(strings.Join(args, ""), f.Name()), func(b *testing.B) {
			for range b.N {
				c := w.command(args...)
				c.Stdout, c.Stderr = nil, nil
				if err := c.Run(); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(c.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)/1024, "MiB")
				b.ReportMetric(float64(c.ProcessState.UserTime().Milliseconds()), "ms-cpu")
			}
		})
	}
	b.Run("screens", func(b *testing.B) {
		for range b.N {
			start := time.Now()
			d := w.onScreen(120, 40, true, "attach", f.Name())
			d.until("samples")
			b.ReportMetric(float64(time.Since(start).Milliseconds()), "ms-until-results")
			b.ReportMetric(d.residentMiB(), "MiB")
			busy := d.cpuTime()
			const keys = 20
			for range keys {
				d.press("j")
			}
			d.until("tg36 samples")
			b.ReportMetric(float64((d.cpuTime()-busy).Milliseconds())/keys, "ms-cpu/key")
			b.ReportMetric(d.residentMiB(), "MiB-after-keys")
			d.press("\x03")
			d.wait()
		}
	})
}
