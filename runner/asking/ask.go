package asking

import (
	"bytes"
	"context"
	"io"
	"sync"
	"time"

	"dragstrip/runner/engine"
	"dragstrip/runner/guard"
)

// Question is one start of a program that is to say something and end.
type Question struct {
	Argv []string
	// Env changes our environment: "KEY=VALUE" sets, "KEY" alone removes.
	Env []string
	// Dir is its working folder, ours when empty.
	Dir string
	// Limit is how long it may take, 0 for as long as ctx lasts; Bytes is how
	// much of each stream is kept.
	Limit time.Duration
	Bytes int
}

// Answer is what a program said, and how it ended.
type Answer struct {
	Out, Err string
	Exit     engine.Exit
	// Late says that it took longer than it may, and was ended.
	Late bool
}

// Ask waits for the answer. Where ctx is done first, the program is ended, and
// what it said until then is the answer. An error means that not even the
// guard could be started.
func Ask(ctx context.Context, q Question) (Answer, error) {
	process, err := guard.Start(guard.Command{Argv: q.Argv, Env: q.Env, Dir: q.Dir})
	if err != nil {
		return Answer{}, err
	}
	var out, errs head
	out.room, errs.room = q.Bytes, q.Bytes
	var readers sync.WaitGroup
	// What ends a stream early is of no interest: the exit says more.
	readers.Go(func() { _, _ = io.Copy(&out, process.Stdout()) })
	readers.Go(func() { _, _ = io.Copy(&errs, process.Stderr()) })
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		process.Wait()
		readers.Wait()
	}()
	late := false
	var limit <-chan time.Time
	if q.Limit > 0 {
		limit = time.After(q.Limit)
	}
	select {
	case <-ended:
	case <-limit:
		late = true
	case <-ctx.Done():
	}
	process.Stop()
	<-ended
	return Answer{Out: out.kept.String(), Err: errs.kept.String(), Exit: process.Wait(), Late: late}, nil
}

// head keeps the beginning of what is written to it and takes the rest
// silently.
type head struct {
	kept bytes.Buffer
	room int
}

func (h *head) Write(p []byte) (int, error) {
	part := p[:min(h.room, len(p))]
	h.room -= len(part)
	h.kept.Write(part)
	return len(p), nil
}
