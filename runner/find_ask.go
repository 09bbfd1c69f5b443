package runner

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

const (
	// searchTime bounds a whole search; a GPU's driver may need seconds to
	// answer.
	searchTime = 40 * time.Second
	// graceTime is how long an adapter may take to give up after that.
	graceTime = 2 * time.Second
)

// asker asks candidates what they are, each through its own kind's adapter.
type asker struct {
	kinds    Kinds
	adapters func(name string) (engine.Adapter, error)
	limit    time.Duration
}

func (s *Search) asker() *asker {
	return &asker{s.Kinds, s.Kinds.Adapters(s.Folders), searchTime}
}

type answer struct {
	build bench.EngineBuild
	err   error
}

// all asks all candidates, two at a time so that drivers do not stand in each
// other's way, and comes back in time even when an adapter does not.
func (a *asker) all(ctx context.Context, found []bench.EngineBuild) []answer {
	ctx, cancel := context.WithTimeout(ctx, a.limit)
	defer cancel()
	type numbered struct {
		i int
		answer
	}
	// With room for all, a late answer waits for nobody.
	came := make(chan numbered, len(found))
	slots := make(chan struct{}, 2)
	for i, b := range found {
		go func() {
			select {
			case slots <- struct{}{}:
				defer func() { <-slots }()
			case <-ctx.Done():
				came <- numbered{i, answer{err: errors.New("it was not asked: the search took too long")}}
				return
			}
			came <- numbered{i, a.one(ctx, b)}
		}()
	}
	answers := make([]answer, len(found))
	for i := range answers {
		answers[i].err = errors.New("it does not answer")
	}
	var late <-chan time.Time
	done := ctx.Done()
	for left := len(found); left > 0; {
		select {
		case n := <-came:
			answers[n.i] = n.answer
			left--
		case <-done:
			late, done = time.After(graceTime), nil
		case <-late:
			return answers
		}
	}
	return answers
}

// one keeps one broken candidate from taking the search with it.
func (a *asker) one(ctx context.Context, b bench.EngineBuild) (got answer) {
	defer func() {
		if p := recover(); p != nil {
			got.err = fmt.Errorf("asking it failed inside dragstrip: %v", p)
		}
	}()
	adapter, err := a.adapters(b.Engine)
	if err != nil {
		return answer{b, err}
	}
	build, err := adapter.Probe(ctx, a.kinds.Stamp(b))
	build.ID, build.Origin = b.ID, b.Origin
	return answer{build, err}
}
