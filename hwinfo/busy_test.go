package hwinfo

import (
	"context"
	"os"
	"os/exec"
	"testing"
	"time"

	"dragstrip/bench/benchtest/emulated"
)

// TestMain lets this test binary play two more programs: a busy one, and one
// that starts a program that hangs and prints its number.
func TestMain(m *testing.M) {
	if os.Getenv("DRAGSTRIP_TEST_HELPER") != "" {
		_, _ = start(context.Background(), "sh", "-c", `echo $$ >/proc/$PPID/fd/1; exec sleep 600`)
		return
	}
	if os.Getenv("DRAGSTRIP_TEST_SPIN") != "" {
		for end := time.Now().Add(30 * time.Second); time.Now().Before(end); {
		}
		return
	}
	os.Exit(m.Run())
}

func TestBusyLoopBesideABenchmarkIsCaught(t *testing.T) {
	spin := exec.Command(os.Args[0])
	spin.Env = append(os.Environ(), "DRAGSTRIP_TEST_SPIN=1")
	if err := spin.Start(); err != nil {
		emulated.Skip(t, err)
		t.Fatal(err)
	}
	defer func() {
		_ = spin.Process.Kill()
		_ = spin.Wait()
	}()
	s := NewSampler(t.Context(), Root{})
	codes := map[string]bool{}
	deadline := time.Now().Add(15 * time.Second)
	for !codes["other_load"] {
		if time.Now().After(deadline) {
			t.Fatal("a program that keeps a core busy was not found in 15 s")
		}
		time.Sleep(200 * time.Millisecond) // a reading covers the time since the last reading
		for _, f := range Fitness(Question{Machine: Describe(t.Context(), Root{}), Readings: list(s.Read())}) {
			codes[f.Code] = true
		}
	}
	// The same program is no disturbance if it is the engine.
	s.Engine(false, spin.Process.Pid)
	for {
		if time.Now().After(deadline) {
			t.Fatal("the engine's own load was not seen in 15 s")
		}
		time.Sleep(200 * time.Millisecond)
		if r := s.Read(); r.EngineCores != nil && *r.EngineCores > 0.2 && r.EngineMemory != nil {
			return
		}
	}
}

// BenchmarkReading prints how much of one core readings at 1 Hz cost, in
// percent; the budget is 0.1. It counts wall time, so waiting is included.
func BenchmarkReading(b *testing.B) {
	s := NewSampler(b.Context(), Root{})
	s.Engine(false, os.Getpid())
	for b.Loop() {
		s.Read()
	}
	b.ReportMetric(100*b.Elapsed().Seconds()/float64(b.N), "%-of-a-core")
}

func BenchmarkDescribe(b *testing.B) {
	for b.Loop() {
		Describe(b.Context(), Root{})
	}
}
