package asking

import (
	"cmp"
	"context"
	"io"
	"slices"
	"sync"
	"time"

	"dragstrip/bench/isolated"
	"dragstrip/runner/engine"
	"dragstrip/runner/guard"
)

// Question is a program to start. The program should print something and end.
type Question struct {
	Argv []string
	// Env lists changes to dragstrip's environment: "KEY=VALUE" sets a
	// variable, "KEY" alone removes it.
	Env []string
	// Dir is the working folder; "" is an empty folder that belongs to
	// dragstrip.
	Dir string
	// Limit is how long the program may run; 0 means as long as ctx lasts.
	// Bytes is how much of each stream is kept.
	Limit time.Duration
	Bytes int
	// To and ErrTo, if they are set, get the streams as they come. The answer
	// then holds nothing of these streams. To and ErrTo must not fail.
	To, ErrTo io.Writer
}

// Answer is what a program printed, and how it ended.
type Answer struct {
	Out, Err string
	Exit     engine.Exit
	// Late is set if the program ran longer than Limit and was ended.
	Late bool
}

// Ask starts the program and waits for its answer. If ctx is done first, Ask
// ends the program with everything that it started, and the answer is what it
// printed until then. If dragstrip is killed, the program ends, too. An error
// means that not even the guard could be started.
func Ask(ctx context.Context, q Question) (Answer, error) {
	argv := slices.Clone(q.Argv)
	if len(argv) > 0 {
		// If the program is not found, the guard reports it.
		if path, err := isolated.Program(argv[0]); err == nil {
			argv[0] = path
		}
	}
	process, err := guard.Start(guard.Command{Argv: argv, Env: q.Env, Dir: cmp.Or(q.Dir, isolated.Folder())})
	if err != nil {
		return Answer{}, err
	}
	var out, errs string
	var readers sync.WaitGroup
	readers.Go(func() { out = read(process.Stdout(), q.Bytes, q.To) })
	readers.Go(func() { errs = read(process.Stderr(), q.Bytes, q.ErrTo) })
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

// read reads a stream to its end. If to is set, it writes the stream there;
// otherwise it returns at most room bytes. Errors of the stream are ignored,
// because the exit of the program says more.
func read(stream io.Reader, room int, to io.Writer) string {
	if to != nil {
		_, _ = io.Copy(to, stream)
		return ""
	}
	kept, _ := io.ReadAll(io.LimitReader(stream, int64(room)))
	_, _ = io.Copy(io.Discard, stream)
	return string(kept)
}

// EndLeftBehind ends programs that a killed dragstrip had started and that
// their guard has not ended yet.
func EndLeftBehind() { guard.EndLeftBehind() }
