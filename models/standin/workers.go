package standin

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// checkpointEvery is the time after which written weights are synced and noted.
// An interruption loses at most the work of this time.
const checkpointEvery = 100 * time.Millisecond

// fill writes the missing weights. It returns the number of pieces that are on
// the disk, even if it also returns an error.
func (u *underway) fill(ctx context.Context, workers int, progress func(done, total int64)) (int64, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	written := &tally{low: u.done, above: map[int64]bool{}, bytes: u.tensors.bytesOf(u.done)}
	if progress != nil {
		progress(written.bytes, u.tensors.bytes())
	}
	all := u.tensors.pieces()
	var next atomic.Int64
	next.Store(u.done)
	var making sync.WaitGroup
	for range max(1, min(orCores(workers), len(all))) {
		making.Go(func() {
			buf := make([]byte, pieceBytes)
			for ctx.Err() == nil {
				i := next.Add(1) - 1
				if i >= int64(len(all)) {
					return
				}
				p := all[i]
				u.tensors.make(p, u.seed, buf[:p.bytes])
				if err := u.writePiece(p, buf[:p.bytes]); err != nil {
					cancel(fmt.Errorf("write weights: %w", err))
					return
				}
				written.add(i, p.bytes)
			}
		})
	}
	finished := make(chan struct{})
	go func() { making.Wait(); close(finished) }()
	kept := make(chan int64, 1)
	go func() { kept <- u.keepMarks(written, finished, cancel) }()
	report(u.tensors.bytes(), finished, written, progress)
	return <-kept, context.Cause(ctx)
}

// keepMarks syncs the written pieces and notes their number, again and again
// and once at the end. It returns the number that was noted last.
func (u *underway) keepMarks(written *tally, finished <-chan struct{}, failed func(error)) int64 {
	marked := u.done
	last := false
	tick := time.NewTicker(checkpointEvery)
	defer tick.Stop()
	for !last {
		select {
		case <-tick.C:
		case <-finished:
			last = true
		}
		low, _ := written.soFar()
		if low == marked {
			continue
		}
		if err := u.sync(); err != nil {
			failed(fmt.Errorf("write weights to disk: %w", err))
			return marked
		}
		if err := u.note.setPieces(low); err != nil {
			failed(err)
			return marked
		}
		marked = low
	}
	return marked
}

func orCores(workers int) int {
	if workers > 0 {
		return workers
	}
	return runtime.GOMAXPROCS(0)
}

// report calls progress ten times a second until the workers are done.
func report(total int64, finished <-chan struct{}, written *tally, progress func(done, total int64)) {
	if progress == nil {
		<-finished
		return
	}
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		_, bytes := written.soFar()
		select {
		case <-finished:
			_, bytes = written.soFar()
			progress(bytes, total)
			return
		case <-tick.C:
			progress(bytes, total)
		}
	}
}

// tally counts written pieces, which may be written in any order.
type tally struct {
	mutex sync.Mutex
	low   int64 // all pieces before this one are written
	above map[int64]bool
	bytes int64
}

func (t *tally) add(piece, bytes int64) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.bytes += bytes
	t.above[piece] = true
	for t.above[t.low] {
		delete(t.above, t.low)
		t.low++
	}
}

func (t *tally) soFar() (low, bytes int64) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	return t.low, t.bytes
}
