package sitting

import (
	"errors"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/cli/remembered"
)

func TestProbesThatLieApartAreDoubted(t *testing.T) {
	for _, c := range []struct {
		before, after, spread float64
		doubted               bool
	}{{100, 100, 0, false}, {100, 96, 0, false}, {100, 94, 0.01, true}, {100, 106, 0, true}, {100, 91, 0.11, false}, {100, 88, 0.11, true}} {
		before, after := bench.Bandwidth{PeakGBps: c.before, Clean: true}, bench.Bandwidth{PeakGBps: c.after, SpreadFraction: c.spread, Clean: true}
		w, doubted := drifted(before, after)
		if doubted != c.doubted || w.Code != "bandwidth_drift" || !strings.Contains(w.Text, "GB/s") || w.Remedy == "" {
			t.Errorf("%v: %v %+v", c, doubted, w)
		}
	}
	// A busy moment used to be reported as a drift of the memory by 47 %.
	busy, quiet := bench.Bandwidth{PeakGBps: 66}, bench.Bandwidth{PeakGBps: 35, Clean: true}
	for _, c := range [][2]bench.Bandwidth{{busy, quiet}, {quiet, busy}} {
		if _, doubted := drifted(c[0], c[1]); doubted {
			t.Errorf("%+v says nothing of drift", c)
		}
	}
}

// Ceilings used to follow a disturbed probe, even if an undisturbed one of this
// machine was remembered.
func TestABetterProbeFromBeforeIsToldTheSession(t *testing.T) {
	s := sittingFor(t)
	s.Probes = remembered.Probes{Folder: t.TempDir(), Boot: func() string { return "one" }}
	if err := s.Open(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Probes.Remember(s.journal.Session.Machine, bench.Bandwidth{PeakGBps: 48, Clean: true}); err != nil {
		t.Fatal(err)
	}
	for _, p := range []bench.Bandwidth{{PeakGBps: 66}, {PeakGBps: 30, Clean: true}, {PeakGBps: 49, Clean: true}} {
		if err := s.keepProbe("before", p); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(s.keepProbe("after", bench.Bandwidth{PeakGBps: 20}), s.Close()); err != nil {
		t.Fatal(err)
	}
	read, err := s.Folder.Read()
	if err != nil {
		t.Fatal(err)
	}
	var told []bench.BandwidthMeasured
	for _, b := range read.Session.Bandwidth {
		if b.When == bench.ProbedEarlier {
			told = append(told, b)
		}
	}
	if len(told) != 1 || told[0].PeakGBps != 48 || told[0].Measured.IsZero() {
		t.Errorf("%+v, want the undisturbed one once, beside the disturbed", told)
	}
	if best, _ := read.Session.BestProbe(); best.PeakGBps != 49 {
		t.Errorf("ceilings follow %+v", best)
	}
}

func TestAMemoryThatCannotBeProbedIsTold(t *testing.T) {
	w := notProbed(errors.New("no memory\x1b[2J is free"))
	if w.Code != "bandwidth_not_measured" || !strings.Contains(w.Text, "is free") || strings.Contains(w.Text, "\x1b") || w.Remedy == "" {
		t.Errorf("%+v", w)
	}
}
