package cli

import (
	"context"
	"sync"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/bench/predict"
)

// speeds is what earlier sessions of this machine say. The screens ask while it
// is still being read.
type speeds struct {
	mu   sync.Mutex
	past predict.Past
}

func (s *speeds) expect(j *bench.Job, t bench.Test) (low, high float64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.past.Expect(j, t)
}

func (s *speeds) basis(j *bench.Job) predict.Basis {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.past.Basis(j)
}

// sessionsRead bounds how far back it is looked.
const sessionsRead = 12

func (s *speeds) read(ctx context.Context, store journal.Store) {
	all, err := store.List()
	if err != nil {
		return
	}
	var past predict.Past
	for _, f := range all[:min(len(all), sessionsRead)] {
		if ctx.Err() != nil {
			return
		}
		if r, err := f.Read(); err == nil {
			past.Learn(r.Session)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.past = past
}
