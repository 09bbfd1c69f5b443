package report

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"dragstrip/bench"
)

// later is the session of full, measured again: with another build and other
// settings of the machine, one slower test, one suspect test, and one test left
// out.
func later() *bench.Session {
	s := full(true)
	s.ID, s.Plan.Rounds = "20261201-090000-cd34", 6
	s.Machine.HugePages, s.Machine.Line = "madvise", "the same, with more memory"
	for _, j := range s.Jobs {
		j.Build.ID, j.Build.Version, j.Engines = j.Build.ID+"2", "0.8.0", nil
		j.Repetitions *= 2 // so each round has as many as before
	}
	slow := s.Jobs[0].Tests[1]
	for i := range slow.Results {
		for k, ns := range slow.Results[i].SamplesNS {
			slow.Results[i].SamplesNS[k] = ns * 11 / 10
		}
	}
	s.Jobs[1].Tests[0].Warnings = []bench.Warning{{Code: "swapping", Text: "memory is being swapped on " + host}}
	s.Jobs[2].Tests = s.Jobs[2].Tests[:1]
	return s
}

// TestComparisonsLookAsReviewed writes every kind of comparison in every
// format.
func TestComparisonsLookAsReviewed(t *testing.T) {
	o := Options{Home: home, User: user}
	limits, err := ParseLimits("slower:3%")
	if err != nil {
		t.Fatal(err)
	}
	again := OldAgainstNew(full(true), later(), false)
	gate := again.Gate(limits, false)
	for name, write := range map[string]func(*strings.Builder) error{
		"rerun.txt":       func(b *strings.Builder) error { return RerunText(b, again, Options{Width: 100}) },
		"rerun_ascii.txt": func(b *strings.Builder) error { return RerunText(b, again, Options{ASCII: true}) },
		"rerun.md":        func(b *strings.Builder) error { return RerunMarkdown(b, again, o) },
		"rerun.json":      func(b *strings.Builder) error { return RerunJSON(b, again, o, gate) },
		"sessions.md": func(b *strings.Builder) error {
			return SheetMarkdown(b, SideBySide([]*bench.Session{full(true), later()}, 1, false), o)
		},
		"one_session.md": func(b *strings.Builder) error {
			return SheetMarkdown(b, SideBySide([]*bench.Session{full(true)}, 0, false), o)
		},
		"two_engines.md": func(b *strings.Builder) error {
			return SheetMarkdown(b, SideBySide([]*bench.Session{twoEngines("mlx")}, 0, false), o)
		},
		"within_two_engines.md":  func(b *strings.Builder) error { return Markdown(b, twoEngines("mlx"), o) },
		"within_two_engines.txt": func(b *strings.Builder) error { return Plain(b, twoEngines("mlx"), o) },
		"within_suspect.md":      func(b *strings.Builder) error { return Markdown(b, later(), o) },
	} {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			if err := write(&b); err != nil {
				t.Fatal(err)
			}
			golden.RequireEqual(t, []byte(b.String()))
		})
	}
}
