package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"os/user"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/bench/report"
	"dragstrip/runner"
	"dragstrip/runner/engine"
	"dragstrip/runner/guard"
)

// benchVerb is the hidden verb of the bench process:
// dragstrip bench-process FOLDER [retry-failed].
const (
	benchVerb = "bench-process"
	retryFlag = "retry-failed"
)

// The files the bench process writes beside the journal.
const (
	benchLog   = "bench.log"
	reportFile = "report.md"
)

// startBench starts the bench process of a session in a session of its own,
// so that nothing that happens to this terminal touches it. It returns when
// the bench process has the journal in its hands.
func (e *env) startBench(f journal.Folder, retryFailed bool) error {
	self, err := selfProgram(f)
	if err != nil {
		return fmt.Errorf("start the bench process: %w", err)
	}
	log, err := os.OpenFile(f.File(benchLog), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("start the bench process: %w", err)
	}
	defer log.Close()
	argv := []string{self, benchVerb, f.Path}
	if retryFailed {
		argv = append(argv, retryFlag)
	}
	_, err = guard.StartDetached(argv, os.Environ(), f.Path, log)
	if err != nil {
		return fmt.Errorf("start the bench process: %w", err)
	}
	return nil
}

// selfProgram is how this program can be started again, also after `go run`
// has removed it.
func selfProgram(f journal.Folder) (string, error) {
	self, err := os.Executable()
	// Linux still reaches a removed program, see package guard.
	if err != nil || runtime.GOOS == "linux" || !strings.Contains(self, "go-build") {
		return self, err
	}
	copied := f.File("dragstrip" + filepath.Ext(self))
	return copied, copyProgram(self, copied)
}

func copyProgram(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o700)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// benchProcessVerb is the bench process.
func benchProcessVerb(e *env, args []string) error {
	if len(args) == 0 {
		return usagef("%s takes the session folder", benchVerb)
	}
	guard.IgnoreHangup()
	b := &benchProcess{env: e, folder: journal.Folder{Path: args[0]}, retryFailed: slices.Contains(args, retryFlag)}
	err := b.open()
	guard.Ready(err)
	if err != nil {
		return err
	}
	ctx, cancel := signal.NotifyContext(context.Background(), stopSignals...)
	defer cancel()
	return errors.Join(b.measure(ctx), b.journal.Close())
}

type benchProcess struct {
	*env
	folder  journal.Folder
	journal *journal.Writer
	machine *journal.MachineLock
	resumed bool
	// retryFailed says that a resumed session tries again what failed.
	retryFailed bool
	// observer watches the hardware; nil before and after the walk, and where
	// the plan asks for no probing.
	observer *observer
}

// open takes the journal and writes the first event.
func (b *benchProcess) open() error {
	plan, err := b.folder.Plan()
	if err != nil {
		return err
	}
	b.journal, err = b.folder.OpenWriter()
	if err != nil {
		return err
	}
	b.resumed = b.journal.Session.ID != ""
	if b.resumed {
		return b.emit("", bench.SessionResumed{DragstripVersion: Version, Process: os.Getpid(), CutBytes: b.journal.CutBytes, RetryFailed: b.retryFailed})
	}
	if err := plan.Validate(); err != nil {
		return fmt.Errorf("the plan: %w", err)
	}
	return b.emit("", bench.SessionStarted{
		Schema: bench.Schema, Session: b.folder.Name(), DragstripVersion: Version, Process: os.Getpid(), Plan: *plan,
	})
}

func (b *benchProcess) emit(job string, fact bench.Fact) error {
	if _, err := b.journal.Append(job, fact); err != nil {
		return err
	}
	if started, ok := fact.(bench.EngineStarted); ok {
		return b.cold(started)
	}
	if b.observer == nil {
		return nil
	}
	warned := bench.Warned{}
	if done, ok := fact.(bench.TestFinished); ok {
		warned.Test, warned.Round = done.Result.Test, done.Result.Round
	}
	for _, warned.Warning = range b.observer.note(b.journal.Session.Machine, fact) {
		if _, err := b.journal.Append(job, warned); err != nil {
			return err
		}
	}
	return nil
}

// measure is the life of the bench process after the journal is open.
func (b *benchProcess) measure(ctx context.Context) error {
	controls := b.folder.OpenControls(b.resumed)
	stopped, err := b.waitForMachine(ctx, controls)
	if err != nil {
		return err
	}
	defer b.machine.Release()
	links, undo, err := linkFolder(b.folder)
	if err != nil {
		return err
	}
	defer undo()
	outcome := bench.OutcomeStopped
	if !stopped {
		if err := b.checkModels(); err != nil {
			return err
		}
		if err := b.emit("", bench.MachineDescribed{Machine: b.describe(ctx)}); err != nil {
			return err
		}
		if outcome, err = b.walk(ctx, controls, links); err != nil {
			return err
		}
	}
	if outcome != bench.OutcomeStopped {
		b.closeModels(ctx)
	}
	if err := b.emit("", bench.SessionFinished{Outcome: outcome}); err != nil {
		return err
	}
	return b.writeReport()
}

// walk measures everything, between two probes of the memory.
func (b *benchProcess) walk(ctx context.Context, controls *journal.Controls, links string) (bench.Outcome, error) {
	if err := b.observe(ctx); err != nil {
		return "", err
	}
	if err := b.measureBandwidth(ctx, "before"); err != nil {
		return "", err
	}
	// Tokens per second suffer from every wake-up: two threads are plenty
	// while an engine works. The probes need all of them.
	runtime.GOMAXPROCS(min(2, runtime.GOMAXPROCS(0)))
	scheduler := b.scheduler(controls, links)
	stop := b.startReadings(ctx, scheduler)
	outcome, err := scheduler.Walk(ctx)
	stop()
	runtime.SetDefaultGOMAXPROCS()
	if err != nil {
		return "", err
	}
	if outcome == bench.OutcomeStopped {
		return outcome, nil
	}
	return outcome, b.measureBandwidth(ctx, "after")
}

// observe looks whether the machine is fit to be measured on.
func (b *benchProcess) observe(ctx context.Context) error {
	if !b.journal.Session.Plan.Probe {
		return nil
	}
	watching := newObserver(ctx)
	for _, w := range watching.before(b.journal.Session.Machine) {
		if err := b.emit("", bench.Warned{Warning: w}); err != nil {
			return err
		}
	}
	b.observer = watching
	if p := &b.journal.Session.Plan; p.CoolDown > 0 && b.journal.Session.Baseline == nil {
		// Before the probe of the memory, which heats the machine up.
		return b.emit("", bench.BaselineTaken{Reading: watching.first})
	}
	return nil
}

// startReadings lets the observer's readings flow into the scheduler until
// stop is called.
func (b *benchProcess) startReadings(ctx context.Context, s *runner.Scheduler) (stop func()) {
	if b.observer == nil {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	s.Inbox, s.OnEngine = b.observer.facts, b.observer.sampler.Engine
	go b.observer.watch(ctx)
	return func() { cancel(); b.observer = nil }
}

func (b *benchProcess) scheduler(controls *journal.Controls, links string) *runner.Scheduler {
	return &runner.Scheduler{
		Session:    b.journal.Session,
		Emit:       b.emit,
		Adapter:    b.adapters(),
		Poll:       b.pollUnlessGone(controls),
		EngineLog:  b.engineLog,
		LinkFolder: links,
		FileFolder: b.folder.File("engine"),
	}
}

// pollUnlessGone stops the session when somebody has removed its folder:
// nothing measured from then on could be found again.
func (b *benchProcess) pollUnlessGone(controls *journal.Controls) func() ([]bench.Control, error) {
	return func() ([]bench.Control, error) {
		if !b.folder.Exists() {
			return []bench.Control{{Time: time.Now().UTC(), Verb: bench.ControlStop}}, nil
		}
		return controls.Poll()
	}
}

// linkFolder is where links to oddly named models go. Its own path must be one
// that every engine build takes: without commas, and without the space that
// macOS has in its usual place.
func linkFolder(f journal.Folder) (path string, undo func(), err error) {
	path = f.File("links")
	if !strings.ContainsFunc(path, func(r rune) bool { return r == ',' || r == ' ' || r == '"' || r < ' ' || r > '~' }) {
		return path, func() { os.Remove(path) }, nil
	}
	path, err = os.MkdirTemp("", "dragstrip-links-")
	if err != nil {
		return "", func() {}, fmt.Errorf("make a folder for links: %w", err)
	}
	return path, func() { os.RemoveAll(path) }, nil
}

func (b *benchProcess) engineLog(name string, stream engine.Stream) (io.WriteCloser, error) {
	return os.OpenFile(b.folder.EngineLog(name+"."+string(stream)), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
}

// waitForMachine takes the machine-wide lock: one machine measures one thing
// at a time. While it waits it says for whom, and still obeys a stop.
func (b *benchProcess) waitForMachine(ctx context.Context, controls *journal.Controls) (stopped bool, err error) {
	b.machine = journal.NewMachineLock(b.getenv("DRAGSTRIP_MACHINE_LOCK"))
	me := journal.Holder{Session: b.folder.Name(), Process: os.Getpid(), Since: time.Now().UTC()}
	if u, err := user.Current(); err == nil {
		me.User = u.Username
	}
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for said := ""; ; {
		ok, holder, err := b.machine.Try(me)
		if err != nil || ok {
			return false, err
		}
		if detail := waitingFor(holder, me); detail != said {
			said = detail
			if err := b.emit("", bench.PhaseEntered{Phase: bench.PhaseWaiting, Detail: detail}); err != nil {
				return false, err
			}
		}
		select {
		case <-ctx.Done():
			return true, nil
		case <-tick.C:
		}
		if stop, err := b.stopAsked(controls); stop || err != nil {
			return stop, err
		}
	}
}

// stopAsked looks for a stop while nothing is measured yet.
func (b *benchProcess) stopAsked(controls *journal.Controls) (bool, error) {
	asked, err := controls.Poll()
	for _, c := range asked {
		refused := "the session waits for the machine; only stop is possible now"
		if c.Verb == bench.ControlStop {
			refused = ""
		}
		if err := b.emit("", bench.ControlTaken{Control: bench.Control{Time: c.Time, Verb: c.Verb}, Refused: refused}); err != nil {
			return false, err
		}
		if refused == "" {
			return true, nil
		}
	}
	return false, err
}

func waitingFor(h, me journal.Holder) string {
	if h.Session == "" {
		return "for another session on this machine"
	}
	text := "for session " + bench.Clean(h.Session)
	if h.User != "" && h.User != me.User {
		text += " of " + bench.Clean(h.User)
	}
	return text
}

// writeReport leaves report.md beside the journal. The session is finished by
// now; a report that cannot be written is no failure of it.
func (b *benchProcess) writeReport() error {
	var text strings.Builder
	if err := report.Markdown(&text, b.journal.Session, b.reportOptions(false)); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	if err := journal.WriteFile(b.folder.File(reportFile), []byte(text.String())); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}
