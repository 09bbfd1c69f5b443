package runner

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/isolated"
	"dragstrip/runner/engine"
	"dragstrip/runner/guard"
)

// invoke starts one invocation and follows it to its end.
func (s *Scheduler) invoke(ctx context.Context, build bench.EngineBuild, inv engine.Invocation) error {
	if len(inv.Argv) == 0 {
		// The adapter already knows that the work cannot be done. Its parser
		// says why.
		return s.land(&flight{inv: inv, mail: newMailbox()}, engine.Exit{})
	}
	if inv.Ourselves {
		program, err := guard.Program()
		if err != nil {
			return s.failAll(inv.Work, cannotStart(err))
		}
		// A driver of dragstrip ends when its standard input closes, see
		// engine.Line.
		inv.Argv, inv.HoldStdin = append([]string{program}, inv.Argv...), true
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
		Jobs: jobsOf(inv.Work), Build: build, Ticks: inv.Ticks, Log: "engine/" + logName, GivesWay: s.GivesWay,
	}); err != nil {
		return err
	}
	// Some engines load code from their working folder, and a session's folder may
	// come from elsewhere.
	command := guard.Command{Argv: inv.Argv, Env: env, Dir: isolated.Folder(), HoldStdin: inv.HoldStdin}
	f.process, err = s.Start(command)
	if err != nil {
		return s.land(f, engine.Exit{StartError: err.Error()})
	}
	f.drain(s.openLogs(logName, f.logErrs))
	return s.follow(ctx, f)
}

// changes lists how an engine's environment differs from that of dragstrip. If
// the same entry occurs twice, only the last one is kept, because later entries
// win. An entry that removes a variable is left out if the variable is not set.
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

// follow passes lines to the parser until the engine has ended.
func (s *Scheduler) follow(ctx context.Context, f *flight) error {
	ended := make(chan engine.Exit, 1)
	go func() {
		exit := f.process.Wait()
		<-f.drained
		ended <- exit
	}()
	// The engine's process number is known a moment after the guard has started
	// it. Until it is announced, the load of the engine counts as the load of
	// another program.
	known := time.NewTimer(0)
	defer known.Stop()
	defer s.announce(0, 0)
	controls := time.NewTicker(ControlEvery)
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
				s.announce(pid, f.inv.Port)
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
			case err = <-f.logErrs: // an error that came together with the end
				err = s.logFailed(err)
			default:
			}
			return errors.Join(err, s.land(f, exit))
		}
		if err != nil {
			// Nothing more can be recorded. End the engine, then return.
			f.stop()
			<-ended
			return err
		}
	}
}

func (s *Scheduler) announce(pid, port int) {
	if s.OnEngine != nil {
		s.OnEngine(pid, port)
	}
}

// settleMail passes on what is in the mailbox. If more lines are likely to
// follow at once, it first waits a moment and then handles all of them
// together.
func (s *Scheduler) settleMail(f *flight) error {
	if !f.mail.settles() {
		return s.deliver(f)
	}
	timer := time.NewTimer(settleEvery)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-f.drained:
	}
	return s.deliver(f)
}

// linesAtOnce is how many lines are parsed between two calls of AtWork. On a
// busy machine, parsing this number of lines takes some milliseconds.
const linesAtOnce = 1000

// deliver parses the lines in the mailbox and records the facts.
func (s *Scheduler) deliver(f *flight) error {
	lines, dropped := f.mail.take()
	for i, l := range lines {
		if i%linesAtOnce == linesAtOnce-1 && s.AtWork != nil {
			s.AtWork()
		}
		for _, e := range f.inv.Parser.Line(l.stream, l.at, l.line, l.cut) {
			if err := s.record(e); err != nil {
				return err
			}
			if done, ok := e.Fact.(bench.TestFinished); ok && (s.replan || s.paused || s.overRound(done.Result.Round)) {
				// This test is finished and saved. The rest of the invocation
				// is no longer wanted.
				f.stop()
			}
		}
	}
	if dropped > 0 {
		return s.Emit("", bench.LineLogged{Stream: "dragstrip", Text: bench.Plural(dropped, "line") + " of the engine came too fast and can be seen only in its log"})
	}
	return nil
}

// land handles the end of an invocation: it delivers the last lines, and
// records how the invocation ended.
func (s *Scheduler) land(f *flight, exit engine.Exit) error {
	s.replan = false
	if err := s.deliver(f); err != nil {
		return err
	}
	exit.Stopped = exit.Stopped || f.stopped
	if exit.Signal != "" {
		// Somebody killed the guard, and the engine with it. The engine had started,
		// so this is no start error.
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
		// There is neither a result nor a failure. Trying again would never end.
		return s.failAll(left[:1], silentFailure(exit))
	}
	return nil
}

// unsettled lists the work that has neither a result nor a failure yet.
func (s *Scheduler) unsettled(work []engine.Work) []engine.Work {
	var left []engine.Work
	for _, w := range work {
		job := s.Session.Job(w.Job.ID)
		if job == nil || job.State == bench.StateFinished || w.Round == bench.SentinelRound {
			continue
		}
		if t := job.Test(w.Test); t != nil && !t.Settled(w.Round) {
			left = append(left, w)
		}
	}
	return left
}
