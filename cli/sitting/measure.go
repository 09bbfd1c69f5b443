package sitting

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/bench/regular"
	"dragstrip/bench/report"
	"dragstrip/bench/tuning"
	"dragstrip/hwinfo"
	"dragstrip/runner"
	"dragstrip/runner/engine"
)

// Open opens the journal and writes the first event.
func (s *Sitting) Open() error {
	if err := s.Folder.Ours(); err != nil {
		return err
	}
	plan, err := s.Folder.Plan()
	if err != nil {
		return err
	}
	s.journal, err = s.Folder.OpenWriter()
	if err != nil {
		return err
	}
	// The place in the line is taken before anybody starts the next session. So
	// sessions that are started one after another are measured in that order.
	s.machine = journal.NewMachineLock(s.MachineLock)
	s.machine.Enter(journal.Me(s.Folder.Name()))
	s.resumed = s.journal.Session.ID != ""
	s.still = newStandstill(s.Sensors)
	if s.resumed {
		return s.emit("", bench.SessionResumed{DragstripVersion: s.Version, Process: os.Getpid(), CutBytes: s.journal.CutBytes, RetryFailed: s.RetryFailed, Moved: s.moved()})
	}
	if err := plan.Validate(); err != nil {
		return fmt.Errorf("the plan: %w", err)
	}
	return s.emit("", bench.SessionStarted{
		Schema: bench.Schema, Session: s.Folder.Name(), DragstripVersion: s.Version, Process: os.Getpid(), Plan: *plan,
	})
}

// moved gives the folders that the jobs of a resumed session name by their
// former places.
func (s *Sitting) moved() []bench.MovedFolder {
	if s.Moved == nil {
		return nil
	}
	var jobs []*bench.Job
	for _, j := range s.journal.Session.Jobs {
		jobs = append(jobs, &j.Job)
	}
	return s.Moved(jobs...)
}

// Close closes the journal, and leaves the line of those who wait.
func (s *Sitting) Close() error {
	s.machine.Release()
	return s.journal.Close()
}

// Measure does everything that a bench process does after Open. If ctx ends,
// the engines are ended and the session is stopped.
func (s *Sitting) Measure(ctx context.Context) error {
	controls := s.Folder.OpenControls(s.resumed || s.GoesOn)
	stopped, err := s.waitForMachine(ctx, controls)
	if err != nil {
		return err
	}
	defer s.machine.Release()
	links, undo, err := runner.LinksIn(s.Folder.Path)
	if err != nil {
		return err
	}
	defer undo()
	outcome := bench.OutcomeStopped
	if !stopped {
		if err := s.checkModels(); err != nil {
			return err
		}
		if err := s.emit("", bench.MachineDescribed{Machine: s.Describe(ctx)}); err != nil {
			return err
		}
		s.learnAgain(ctx)
		for _, known := range s.Scatter {
			if err := s.emit(known.Job, known.ScatterLearned); err != nil {
				return err
			}
		}
		for _, known := range s.Expected {
			if err := s.emit(known.Job, known.SpeedExpected); err != nil {
				return err
			}
		}
		if outcome, err = s.walk(ctx, controls, links); err != nil {
			return err
		}
	}
	if outcome != bench.OutcomeStopped {
		s.closeModels(ctx)
	}
	if err := s.emit("", bench.SessionFinished{Outcome: outcome}); err != nil {
		return err
	}
	return s.writeReport()
}

// learnAgain asks again what earlier sessions show, if others were measured
// while this one waited. A resumed session keeps what its journal says.
func (s *Sitting) learnAgain(ctx context.Context) {
	if !s.waited || s.resumed || s.Learn == nil {
		return
	}
	var jobs []bench.Job
	for _, j := range s.journal.Session.Jobs {
		jobs = append(jobs, j.Job)
	}
	s.Scatter, s.Expected = s.Learn(ctx, jobs)
}

// walk measures everything, between two probes of the memory.
func (s *Sitting) walk(ctx context.Context, controls *journal.Controls, links string) (bench.Outcome, error) {
	if err := s.observe(ctx); err != nil {
		return "", err
	}
	if err := s.probeMemory(ctx, "before"); err != nil {
		return "", err
	}
	// Every wake-up costs tokens per second. While an engine works, one
	// processor is enough for this process. With more, further threads would
	// wake up to look for work. The probes need all processors.
	runtime.GOMAXPROCS(1)
	scheduler := s.scheduler(controls, links)
	stop := s.startReadings(ctx, scheduler)
	outcome, err := scheduler.Walk(ctx)
	stop()
	runtime.SetDefaultGOMAXPROCS()
	if err != nil {
		return "", err
	}
	if outcome == bench.OutcomeStopped {
		return outcome, nil
	}
	return outcome, s.probeMemory(ctx, "after")
}

func (s *Sitting) scheduler(controls *journal.Controls, links string) *runner.Scheduler {
	return &runner.Scheduler{
		Session:    s.journal.Session,
		Emit:       s.emit,
		Grants:     s.Grants,
		Adapter:    s.Adapter,
		Tuner:      tuning.Tuner{},
		Poll:       s.poll(controls),
		OnEngine:   s.engineIs,
		AtWork:     s.still.done,
		GivesWay:   s.GivesWay,
		EngineLog:  s.engineLog,
		LinkFolder: links,
		FileFolder: s.Folder.File("engine"),

		ProcessLimit: func() string { return hwinfo.ProcessLimit(s.Sensors) },
	}
}

// engineIs receives the engine's process number while the engine lives, and 0
// afterwards. If port is not 0, a server that listens there computes. It is no
// child of that process.
func (s *Sitting) engineIs(pid, port int) {
	s.still.engine(pid)
	if s.observer == nil {
		return
	}
	pids, hidden := []int{pid}, false
	if port != 0 {
		found := s.Sensors.Listening(port)
		pids, hidden = append(pids, found...), len(found) == 0
	}
	s.observer.sampler.Engine(hidden, pids...)
}

// poll reads controls about once a second, and looks for stops. If somebody has
// removed the session's folder, it stops the session, because later results
// could not be found again.
func (s *Sitting) poll(controls *journal.Controls) func() ([]bench.Control, error) {
	return func() ([]bench.Control, error) {
		if err := s.tellStops(s.still.look(s.journal.Session.Now)); err != nil {
			return nil, err
		}
		defer s.still.done()
		if !s.Folder.Exists() {
			return []bench.Control{{Time: time.Now().UTC(), Verb: bench.ControlStop}}, nil
		}
		return controls.Poll()
	}
}

func (s *Sitting) engineLog(name string, stream engine.Stream) (io.WriteCloser, error) {
	return regular.Append(s.Folder.EngineLog(name+"."+string(stream)), 0o600)
}

// writeReport writes the report and its pictures beside the journal. The journal
// says already that the session is finished, so an error here does not change the
// session's outcome.
func (s *Sitting) writeReport() error {
	post := report.NewPost(s.journal.Session, s.Report)
	if _, err := s.Folder.WriteReport(post.Text, post.Recipe, report.Pictures(s.journal.Session, s.Report)); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}
