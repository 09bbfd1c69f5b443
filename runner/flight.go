package runner

import (
	"io"
	"sync"

	"dragstrip/runner/engine"
	"dragstrip/runner/guard"
)

// flight is one invocation while its process lives.
type flight struct {
	inv     engine.Invocation
	number  int
	process Process
	mail    *mailbox
	drained chan struct{}
	logErrs chan error
	stopped bool
}

// stop ends the engine. A second call does nothing.
func (f *flight) stop() {
	if f.process != nil && !f.stopped {
		f.stopped = true
		f.process.Stop()
	}
}

// drain reads both pipes into the mailbox until they end.
func (f *flight) drain(out, err io.WriteCloser) {
	var both sync.WaitGroup
	pour := func(stream engine.Stream, r io.Reader, limit int, log io.WriteCloser) {
		defer both.Done()
		defer log.Close()
		p := newPourer(stream, r, f.inv.Parser, f.mail)
		if e := guard.Drain(p, limit, log, p.line); e != nil {
			f.logErrs <- e
		}
	}
	both.Add(2)
	go pour(engine.Out, f.process.Stdout(), guard.MaxOutLine, out)
	go pour(engine.Err, f.process.Stderr(), guard.MaxErrLine, err)
	go func() {
		both.Wait()
		close(f.drained)
	}()
}

// jobsOf lists the jobs of the work, each once, in the order of the work.
func jobsOf(work []engine.Work) []string {
	var names []string
	for _, w := range work {
		if len(names) == 0 || names[len(names)-1] != w.Job.ID {
			names = append(names, w.Job.ID)
		}
	}
	return names
}
