package runner

import (
	"context"
	"errors"
	"io"
	"testing"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// warned are the codes of a stage's warnings.
func (s *stage) warned() map[string]bool {
	out := map[string]bool{}
	for _, e := range s.events {
		if w, ok := e.Fact.(bench.Warned); ok && w.Warning.Text != "" && w.Warning.Remedy != "" {
			out[w.Warning.Code] = true
		}
	}
	return out
}

// full is a log on a disk that is full.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }
func (full) Close() error              { return nil }

func TestWhatGoesWrongBesideTheEngineIsToldAndStopsNothing(t *testing.T) {
	for code, breaks := range map[string]func(*stage){
		"controls_unreadable": func(s *stage) { s.Poll = func() ([]bench.Control, error) { return nil, errors.New("is a directory") } },
		"engine_log_incomplete": func(s *stage) {
			s.EngineLog = func(string, engine.Stream) (io.WriteCloser, error) { return full{}, nil }
		},
	} {
		s := newStage(t, 1, job("j1", "/a.gguf", 2))
		breaks(s)
		outcome, err := s.Walk(context.Background())
		if err != nil || outcome != bench.OutcomeDone || !s.warned()[code] {
			t.Errorf("%s: %s %v, warned of %v", code, outcome, err, s.warned())
		}
	}
}
