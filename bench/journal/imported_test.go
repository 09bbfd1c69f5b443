package journal

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
)

// The word last used to mean results of others, if they were imported after the
// newest session.
func TestLastIsMeasuredHere(t *testing.T) {
	s := Store{t.TempDir()}
	keep := func(facts ...bench.Fact) Folder {
		plan := bench.Plan{Schema: bench.Schema, Note: strings.Repeat("n", 1<<17)} // the first line is long
		f, err := s.Keep(&plan, func(yield func(bench.Event) bool) {
			for i, fact := range append([]bench.Fact{bench.SessionStarted{Schema: bench.Schema, Session: plan.Session, Plan: plan}}, facts...) {
				if !yield(bench.Event{Seq: int64(i) + 1, Fact: fact}) {
					return
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	theirs := keep(bench.SessionImported{From: "post.md"}, bench.SessionFinished{Outcome: bench.OutcomeDone})
	if err := os.Mkdir(filepath.Join(s.Root, "99990101-000000-dead"), 0o700); err != nil { // damaged: it has no plan
		t.Fatal(err)
	}
	if f, err := s.Find("last"); !errors.Is(err, ErrNoSession) || !strings.HasSuffix(err.Error(), "such as "+theirs.Name()) {
		t.Errorf("%v, %v", f, err)
	}
	own := []string{keep(bench.SessionFinished{Outcome: bench.OutcomeDone}).Name(), keep().Name()}
	keep(bench.SessionImported{From: "post.md"})
	if f, err := s.Find("last"); err != nil || !slices.Contains(own, f.Name()) {
		t.Errorf("%v, %v; own are %v", f, err, own)
	}
	if f, err := s.Find(theirs.Name()); err != nil || f != theirs {
		t.Errorf("%v, %v", f, err)
	}
}
