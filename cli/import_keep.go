package cli

import (
	"iter"
	"sync"
	"time"

	"dragstrip/bench/imported"
)

// mostKeeping is how many sessions are stored together. Most of the time goes to
// writing JSON, and a file may have a hundred sessions of a thousand jobs.
const mostKeeping = 2

// keepAll stores sessions that were read at some time, and notes them in their
// order. After an error it begins no further one.
func (e *env) keepAll(done *importDone, read time.Time, all iter.Seq[*imported.Session]) error {
	var (
		workers sync.WaitGroup
		mu      sync.Mutex
		failed  error
		kept    []*importSession
		room    = make(chan struct{}, mostKeeping)
		store   = e.places.store()
	)
	stopped := func() bool {
		mu.Lock()
		defer mu.Unlock()
		return failed != nil
	}
	for s := range all {
		room <- struct{}{}
		if stopped() {
			break
		}
		s.Plan.Asked = read
		one := &importSession{Machine: s.Machine.Line, Results: s.Results(), Models: modelsIn(s.Plan.Jobs)}
		kept = append(kept, one)
		workers.Go(func() {
			defer func() { <-room }()
			folder, err := store.Keep(&s.Plan, s.Events())
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				failed = err
				return
			}
			if one.Session = folder.Name(); done.hasCommon(s.Events()) {
				done.common = one.Session
			}
		})
	}
	workers.Wait()
	for _, one := range kept {
		if one.Session != "" {
			done.Sessions = append(done.Sessions, *one)
		}
	}
	return failed
}
