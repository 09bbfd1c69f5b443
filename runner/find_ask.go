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
	// searchTime limits a whole search. A GPU's driver may need seconds to answer.
	searchTime = 40 * time.Second
	// graceTime is how long an adapter may take to stop after searchTime is
	// over.
	graceTime = 2 * time.Second
)

// asker asks candidates what they are, each through the adapter of its kind.
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

// all asks all candidates, two at a time so that GPU drivers do not block each
// other. It returns within searchTime and graceTime, even if an adapter never
// returns.
func (a *asker) all(ctx context.Context, found []bench.EngineBuild) []answer {
	ctx, cancel := context.WithTimeout(ctx, a.limit)
	defer cancel()
	type numbered struct {
		i int
		answer
	}
	// The channel has room for all answers, so a late one never blocks.
	came := make(chan numbered, len(found))
	slots := make(chan struct{}, 2)
	for i, b := range found {
		go func() {
			select {
			case slots <- struct{}{}:
				defer func() { <-slots }()
			case <-ctx.Done():
				came <- numbered{i, answer{err: errors.New("the search took too long, so this build was not checked")}}
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

// one asks one candidate. A panic in its adapter does not end the search.
func (a *asker) one(ctx context.Context, b bench.EngineBuild) (got answer) {
	defer func() {
		if p := recover(); p != nil {
			got.err = fmt.Errorf("dragstrip itself failed while checking this build: %v", p)
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
