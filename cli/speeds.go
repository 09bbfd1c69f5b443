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
	past *predict.Past
}

// pace is what is known by now.
func (s *speeds) pace() *predict.Past {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.past == nil {
		s.past = predict.NewPast(predict.Guess{})
	}
	return s.past
}

func (s *speeds) expect(j *bench.Job, t bench.Test) (low, high float64) {
	return s.pace().Expect(j, t)
}

// Bounds of how far back is looked: the newest sessions are read, and of the
// others those that are the newest of a model on an engine build. Whose plan is
// looked at is bounded, too.
const (
	newestRead   = 12
	sessionsRead = 40
	plansRead    = 100
)

// read takes what the sessions of a store show. describe says what the machine
// is where none of them does.
func (s *speeds) read(ctx context.Context, store journal.Store, describe func(context.Context) bench.Machine) {
	sessions := worthReading(ctx, store)
	if ctx.Err() != nil {
		return
	}
	guess := predict.Guess{}
	for _, session := range sessions {
		if guess.Machine.Line == "" {
			guess.Machine = session.Machine
		}
		for _, b := range session.Bandwidth {
			guess.GBps = max(guess.GBps, b.PeakGBps)
		}
	}
	if guess.Machine.Line == "" {
		guess.Machine = describe(ctx)
	}
	past := predict.NewPast(guess)
	for _, session := range sessions {
		past.Learn(session)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.past = past
}

// worthReading gives the sessions that say something, newest first.
func worthReading(ctx context.Context, store journal.Store) []*bench.Session {
	all, err := store.List()
	if err != nil {
		return nil
	}
	var out []*bench.Session
	seen := map[string]bool{}
	for i, f := range all[:min(len(all), plansRead)] {
		if ctx.Err() != nil || len(out) == sessionsRead {
			break
		}
		plan, err := f.Plan()
		if err != nil {
			continue
		}
		fresh := i < newestRead
		for k := range plan.Jobs {
			key := plan.Jobs[k].LoadKey()
			fresh = fresh || !seen[key]
			seen[key] = true
		}
		if !fresh {
			continue
		}
		if r, err := f.Read(); err == nil {
			out = append(out, r.Session)
		}
	}
	return out
}
