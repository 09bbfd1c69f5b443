package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/bench/regular"
	"dragstrip/bench/report"
)

// followOptions say how a session is shown.
type followOptions struct {
	json     bool // print the events
	quiet    bool // print only the results and what went wrong
	hostName bool // print the host's name in the report
	// started says that this command started the session. Then an interrupt may
	// stop the session. If another terminal or script started the session, an
	// interrupt ends only the viewer.
	started bool
	// chain is set if other sessions wait behind this one, for the next models.
	chain *chainShown
	// known is what earlier sessions say, if it was read already. It should be
	// read before an engine measures, because reading many files disturbs the
	// engine.
	known *speeds
}

// showsTimeLeft tells whether the viewer needs what earlier sessions say. It
// does if it shows how long the session still takes, in the line at the bottom
// of a terminal.
func (e *env) showsTimeLeft(o followOptions) bool { return e.tty && !o.json && !o.quiet }

// follow shows a session until it ends and turns its outcome into an exit
// code.
func (e *env) follow(f journal.Folder, o followOptions) error {
	(&processors{}).one()
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, watchedSignals...)
	defer signal.Stop(signals)

	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	batches := make(chan journal.Batch)
	failed := make(chan error, 1)
	follower := f.Follow()
	follower.Every, follower.KeepLines = linesEvery, o.json
	go pump(ctx, follower, batches, failed)

	view := newLines(e)
	view.quiet = o.quiet
	if e.showsTimeLeft(o) {
		if o.known == nil {
			o.known = &speeds{}
			go o.known.read(ctx, e.places.store(), e.describe)
		}
		view.left = o.known.left()
	}
	for {
		select {
		case sig := <-signals:
			view.wipe()
			if err := e.interrupted(f, sig, signals, o.started, o.chain); err != nil {
				return err
			}
		case err := <-failed:
			view.wipe()
			return fmt.Errorf("follow session %s: %w", e.called(f), err)
		case b := <-batches:
			if o.json {
				for _, line := range b.Lines {
					if _, err := fmt.Fprintf(e.out, "%s\n", bench.CleanJSON(line)); err != nil {
						return exitError(exitInterrupted) // the program that reads our output has ended
					}
				}
				for _, ev := range b.Events {
					view.session.Apply(ev)
				}
			} else {
				view.take(b.Events)
			}
			if b.Ended {
				view.wipe()
				return e.ended(f, view.session, b.Died, o)
			}
		}
	}
}

func pump(ctx context.Context, follower *journal.Follower, batches chan<- journal.Batch, failed chan<- error) {
	defer follower.Close()
	for {
		b, err := follower.Next(ctx)
		if err != nil {
			if ctx.Err() == nil {
				failed <- err
			}
			return
		}
		select {
		case batches <- b:
		case <-ctx.Done():
			return
		}
		if b.Ended {
			return
		}
	}
}

// ended prints the report and returns the exit code.
func (e *env) ended(f journal.Folder, s *bench.Session, died bool, o followOptions) error {
	if died && !f.Exists() {
		return fmt.Errorf("the folder of session %s was removed; the benchmark stops by itself, and its results are lost", e.called(f))
	}
	if died {
		if err := f.CanWrite(); err != nil {
			fmt.Fprintf(e.err, "dragstrip: the session folder cannot be written: %s%s\n", bench.Clean(err.Error()), advice(err))
		}
		fmt.Fprintf(e.err, "dragstrip: the bench process of session %s died before the session was finished.\n%s", e.called(f), tailOf(f.File(journal.BenchLog)))
		fmt.Fprintf(e.err, "Finished tests are safe; `dragstrip run --resume %s` measures the rest.\n", e.called(f))
		return exitError(exitFailed)
	}
	waitGone(f)
	if !o.json {
		if err := e.sayResults(f, s, o); err != nil {
			return err
		}
	}
	return e.outcomeError(s)
}

// sayResults prints the result table of a session and where its report is.
func (e *env) sayResults(f journal.Folder, s *bench.Session, o followOptions) error {
	options := e.reportOptions(o.hostName)
	options.Brief = o.quiet
	if o.quiet {
		return report.Plain(e.out, s, options)
	}
	fmt.Fprintln(e.out)
	if err := report.Plain(e.out, s, options); err != nil {
		return err
	}
	e.sayReport(f)
	return nil
}

// waitGone gives the bench process a moment to write the report and end.
func waitGone(f journal.Folder) {
	for deadline := time.Now().Add(3 * time.Second); f.Live() && time.Now().Before(deadline); {
		time.Sleep(20 * time.Millisecond)
	}
}

func (e *env) sayReport(f journal.Folder) {
	path := f.File(journal.ReportFile)
	if exists(path) {
		fmt.Fprintf(e.told(), "\nreport: %s\n", path)
		if beside := f.File(journal.RecipeFile); exists(beside) {
			fmt.Fprintf(e.told(), "plan and samples for `dragstrip rerun`: %s\n", beside)
		}
		return
	}
	fmt.Fprintf(e.told(), "\n`dragstrip report %s` writes the report\n", e.called(f))
}

// outcomeError gives the exit code of a session. A finished session counts as
// failed if an engine gave fewer or more repetitions than were asked for.
// Otherwise a script that reads the figures could take five or seven repetitions
// for six.
func (e *env) outcomeError(s *bench.Session) error {
	switch s.Outcome {
	case bench.OutcomeDone, bench.OutcomeSkipped, bench.OutcomePartlySkipped:
		if asked := s.Asked(); !asked.Exactly() {
			fmt.Fprintf(e.err, "dragstrip: %s (exit code %d); measure again; if it happens again, check the engine's own log and try another engine build\n", asked, exitFailed)
			return exitError(exitFailed)
		}
		return nil
	case bench.OutcomeStopped:
		return exitError(exitInterrupted)
	}
	return exitError(exitFailed)
}

// Limits for the part of a log that is shown.
const (
	tailBytes = 16 << 10
	tailLines = 8
	tailWidth = 300
)

// tailOf gives the last lines of a log, indented, or nothing. If a program of
// dragstrip crashed, it gives the lines that say why. Those stand far above the
// last lines.
func tailOf(path string) string {
	text, err := regular.Tail(path, tailBytes)
	if err != nil || len(text) == 0 {
		return ""
	}
	all := strings.Split(strings.TrimSpace(string(text)), "\n")
	last := all[max(0, len(all)-tailLines):]
	if why := crash(all); len(why) > 0 {
		last = why
	}
	var b strings.Builder
	for _, line := range last {
		fmt.Fprintf(&b, "  %s\n", bench.CleanLine(line, tailWidth))
	}
	return b.String()
}

// crash finds the lines in which Go's runtime says why a program died. These
// lines stand before the runtime's list of goroutines and registers.
func crash(lines []string) []string {
	begins := func(line string) bool {
		return strings.HasPrefix(line, "runtime: ") || strings.HasPrefix(line, "fatal error: ") || strings.HasPrefix(line, "panic: ")
	}
	at := slices.IndexFunc(lines, begins)
	if at < 0 {
		return nil
	}
	why := lines[at:min(at+tailLines, len(lines))]
	if end := slices.Index(why, ""); end >= 0 {
		why = why[:end]
	}
	return why
}
