package asking

import (
	"context"
	"io"
	"slices"
	"sync"
	"time"

	"dragstrip/bench/isolated"
	"dragstrip/runner/engine"
	"dragstrip/runner/guard"
)

// Question is a program to be started, which should print something and end.
type Question struct {
	Argv []string
	// Env changes our environment: "KEY=VALUE" sets, "KEY" alone removes.
	Env []string
	// Limit is how long it may take; 0 means as long as ctx lasts. Bytes is how
	// much of each stream is kept.
	Limit time.Duration
	Bytes int
}

// Answer is what a program printed, and how it ended.
type Answer struct {
	Out, Err string
	Exit     engine.Exit
	// Late is set if it took longer than Limit and was ended.
	Late bool
}

// Ask starts the program in an empty folder of dragstrip's own and waits for its answer. If ctx is done first, the
// program is ended, and the answer is what it printed until then. An error
// means that not even the guard could be started.
func Ask(ctx context.Context, q Question) (Answer, error) {
	argv := slices.Clone(q.Argv)
	if len(argv) > 0 {
		// If it is not found, the guard says so.
		if path, err := isolated.Program(argv[0]); err == nil {
			argv[0] = path
		}
	}
	process, err := guard.Start(guard.Command{Argv: argv, Env: q.Env, Dir: isolated.Folder()})
	if err != nil {
		return Answer{}, err
	}
	var out, errs string
	var readers sync.WaitGroup
	readers.Go(func() { out = beginning(process.Stdout(), q.Bytes) })
	readers.Go(func() { errs = beginning(process.Stderr(), q.Bytes) })
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
	return Answer{Out: out, Err: errs, Exit: process.Wait(), Late: late}, nil
}

// beginning reads a stream to its end and returns at most room bytes of it.
// What ends the stream early does not matter: the exit says more.
func beginning(stream io.Reader, room int) string {
	kept, _ := io.ReadAll(io.LimitReader(stream, int64(room)))
	_, _ = io.Copy(io.Discard, stream)
	return string(kept)
}
