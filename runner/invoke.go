package runner

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/guard"
)

// Limits of lines held in memory: results carry every sample, what engines
// write to their error stream is for people.
const (
	maxOutLine = 16 << 20
	maxErrLine = 8 << 10
)

// flight is one invocation while it lives.
type flight struct {
	inv     engine.Invocation
	number  int
	process Process
	mail    *mailbox
	drained chan struct{}
	logErrs chan error
	stopped bool
}

// invoke starts one invocation and follows it to its end.
func (s *Scheduler) invoke(ctx context.Context, build bench.EngineBuild, inv engine.Invocation) error {
	if len(inv.Argv) == 0 {
		// The adapter knows without starting anything that this cannot work.
		return s.land(&flight{inv: inv, mail: newMailbox()}, engine.Exit{})
	}
	undo, err := makeLinks(inv.Links)
	defer undo()
	if err != nil {
		return s.failAll(inv.Work, linkFailure(err))
	}
	if err := writeFiles(inv.Files); err != nil {
		return s.failAll(inv.Work, fileFailure(err))
	}
	f := &flight{
		inv: inv, number: s.Session.Invocation + 1, mail: newMailbox(),
		drained: make(chan struct{}), logErrs: make(chan error, 4),
	}
	logName := fmt.Sprintf("%s-%d", inv.Work[0].Job.ID, f.number)
	env := changes(build.Env, inv.Env)
	if err := s.Emit(inv.Work[0].Job.ID, bench.EngineStarted{
		Invocation: f.number, Argv: inv.Argv, Env: env,
		Jobs: jobsOf(inv.Work), Build: build, Ticks: inv.Ticks, Log: "engine/" + logName,
	}); err != nil {
		return err
	}
	command := guard.Command{Argv: inv.Argv, Env: env, HoldStdin: inv.HoldStdin}
	f.process, err = s.Start(command)
	if err != nil {
		return s.land(f, engine.Exit{StartError: err.Error()})
	}
	f.drain(s.openLogs(logName, f.logErrs))
	return s.follow(ctx, f)
}

// changes are what an engine's environment differs in from ours, each once and
// where it was said last: that wins. A variable that is not there need not be
// removed.
func changes(lists ...[]string) []string {
	var out []string
	all := slices.Concat(lists...)
	for i, kv := range all {
		if slices.Contains(all[i+1:], kv) {
			continue
		}
		if _, set := os.LookupEnv(kv); set || strings.Contains(kv, "=") {
			out = append(out, kv)
		}
	}
	return out
}

func jobsOf(work []engine.Work) []string {
	var names []string
	for _, w := range work {
		if len(names) == 0 || names[len(names)-1] != w.Job.ID {
			names = append(names, w.Job.ID)
		}
	}
	return names
}

// logFailed says that the engine's own words are not all on the disk.
func (s *Scheduler) logFailed(err error) error {
	return s.Emit("", bench.Warned{Warning: bench.Warning{
		Code: "engine_log_incomplete", Text: "the engine's own words could not all be kept: " + bench.Clean(err.Error()),
		Remedy: "free some disk space; results are not affected",
	}})
}

// follow passes lines to the parser until the engine has ended.
func (s *Scheduler) follow(ctx context.Context, f *flight) error {
	ended := make(chan engine.Exit, 1)
	go func() {
		exit := f.process.Wait()
		<-f.drained
		ended <- exit
	}()
	// The engine's number is known a moment after the guard has started it;
	// until it is told, its work looks like somebody else's.
	known := time.NewTimer(0)
	defer known.Stop()
	defer s.announce(0)
	controls := time.NewTicker(controlEvery)
	defer controls.Stop()
	done := ctx.Done()
	for {
		var err error
		select {
		case <-f.mail.ready:
			err = s.settleMail(f)
		case e := <-s.Inbox:
			err = s.Emit(e.Job, e.Fact)
		case err = <-f.logErrs:
			err = s.logFailed(err)
		case <-known.C:
			if pid := f.process.PID(); pid > 0 {
				s.announce(pid)
			} else {
				known.Reset(settleEvery)
			}
		case <-controls.C:
			err = s.obey(f)
		case <-done:
			s.stopping, done = true, nil
			f.stop()
		case exit := <-ended:
			select {
			case err = <-f.logErrs: // it came with the end
				err = s.logFailed(err)
			default:
			}
			return errors.Join(err, s.land(f, exit))
		}
		if err != nil {
			// Nothing more can be recorded: end the engine, then give up.
			f.stop()
			<-ended
			return err
		}
	}
}

func (s *Scheduler) announce(pid int) {
	if s.OnEngine != nil {
		s.OnEngine(pid)
	}
}

// settleMail waits a moment, so that a burst of lines is one piece of work,
// and passes everything on.
func (s *Scheduler) settleMail(f *flight) error {
	timer := time.NewTimer(settleEvery)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-f.drained:
	}
	return s.deliver(f)
}

// deliver parses what is in the mailbox.
func (s *Scheduler) deliver(f *flight) error {
	lines, dropped := f.mail.take()
	for _, l := range lines {
		for _, e := range f.inv.Parser.Line(l.stream, l.at, l.line, l.cut) {
			if err := s.record(e); err != nil {
				return err
			}
			if done, ok := e.Fact.(bench.TestFinished); ok && (s.replan || s.paused || s.overRound(done.Result.Round)) {
				// The test that was waited for is safe; what comes after it
				// belongs to another plan.
				f.stop()
			}
		}
	}
	if dropped > 0 {
		return s.Emit("", bench.LineLogged{Stream: "dragstrip", Text: fmt.Sprintf("%d lines of the engine came too fast and were not looked at; they are in its log", dropped)})
	}
	return nil
}

// land takes the end of an invocation.
func (s *Scheduler) land(f *flight, exit engine.Exit) error {
	s.replan = false
	if err := s.deliver(f); err != nil {
		return err
	}
	exit.Stopped = exit.Stopped || f.stopped
	if exit.Signal != "" {
		// The guard was killed from outside and took its engine along: that
		// one had started all right.
		exit.StartError = ""
	}
	before := len(s.unsettled(f.inv.Work))
	for _, e := range f.inv.Parser.End(time.Now(), exit) {
		if err := s.record(e); err != nil {
			return err
		}
	}
	if f.number > 0 {
		if err := s.Emit(f.inv.Work[0].Job.ID, bench.EngineEnded{
			Invocation: f.number, ExitCode: exit.Code, Signal: exit.Signal, Stopped: exit.Stopped, LeftBehind: exit.LeftBehind,
		}); err != nil {
			return err
		}
	}
	left := s.unsettled(f.inv.Work)
	if !exit.Stopped && len(left) == before && len(left) == len(f.inv.Work) {
		// Neither result nor failure: trying again would go on for ever.
		return s.failAll(left[:1], silentFailure(exit))
	}
	return nil
}

func silentFailure(exit engine.Exit) bench.Failure {
	return bench.Failure{
		Code: bench.FailUnknown, Reason: "the engine ended without a result and without saying why",
		Remedy: "see the engine's own words in the session's engine folder", ExitCode: exit.Code, Signal: exit.Signal,
	}
}

func (f *flight) stop() {
	if f.process != nil && !f.stopped {
		f.stopped = true
		f.process.Stop()
	}
}

// drain empties both pipes into the mailbox for as long as they live.
func (f *flight) drain(out, err io.WriteCloser) {
	var both sync.WaitGroup
	pour := func(stream engine.Stream, r io.Reader, limit int, log io.WriteCloser) {
		defer both.Done()
		defer log.Close()
		e := guard.Drain(r, limit, log, func(at time.Time, line []byte, cut int) {
			f.mail.put(said{stream, at, append([]byte(nil), line...), cut})
		})
		if e != nil {
			f.logErrs <- e
		}
	}
	both.Add(2)
	go pour(engine.Out, f.process.Stdout(), maxOutLine, out)
	go pour(engine.Err, f.process.Stderr(), maxErrLine, err)
	go func() {
		both.Wait()
		close(f.drained)
	}()
}

// openLogs opens the files for an engine's words. Where that fails the words
// are lost, the measurement is not.
func (s *Scheduler) openLogs(name string, errs chan<- error) (out, err io.WriteCloser) {
	open := func(stream engine.Stream) io.WriteCloser {
		if s.EngineLog == nil {
			return discard{}
		}
		w, e := s.EngineLog(name, stream)
		if e != nil {
			errs <- e
			return discard{}
		}
		return w
	}
	return open(engine.Out), open(engine.Err)
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
func (discard) Close() error                { return nil }

// makeLinks makes the links an invocation needs and returns what removes
// them; links left by a bench process that died are replaced.
func makeLinks(links []engine.Link) (undo func(), err error) {
	undo = func() {
		for _, l := range links {
			os.Remove(l.Name)
		}
	}
	for _, l := range links {
		if err := os.MkdirAll(filepath.Dir(l.Name), 0o700); err != nil {
			return undo, err
		}
		if err := os.Remove(l.Name); err != nil && !errors.Is(err, os.ErrNotExist) {
			return undo, err
		}
		if err := os.Symlink(l.Target, l.Name); err != nil {
			return undo, err
		}
	}
	return undo, nil
}

// writeFiles writes what an invocation needs, anew each time: a session may be
// resumed by another version.
func writeFiles(files []engine.File) error {
	for _, f := range files {
		if err := os.MkdirAll(filepath.Dir(f.Path), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(f.Path, []byte(f.Text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

func fileFailure(err error) bench.Failure {
	f := bench.Failure{Code: bench.FailEngineNotRunning, WholeModel: true,
		Reason: "a file that the engine is started with could not be written into the session's folder: " + bench.Clean(err.Error()), Remedy: "see that the folder can be written to"}
	if errors.Is(err, syscall.ENOSPC) {
		f.Code, f.Remedy = bench.FailDiskFull, "make room and resume"
	}
	return f
}

func linkFailure(err error) bench.Failure {
	remedy := "rename the model file to plain letters, digits and dashes, or move it to a disk that allows symbolic links"
	if runtime.GOOS == "windows" {
		remedy = "rename the model file to plain letters, digits and dashes, or allow symbolic links by turning on Developer Mode"
	}
	return bench.Failure{
		Code:       bench.FailFileUnreadable,
		Reason:     "the engine's command line cannot carry this file name, and a link with a plain name could not be made: " + bench.Clean(err.Error()),
		Remedy:     remedy,
		WholeModel: true,
	}
}
