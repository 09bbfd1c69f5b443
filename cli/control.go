package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/models"
)

const controlAbout = `pause (when the current test is finished), resume, stop and go (do not wait for the machine to
cool down) apply to the whole session. skip, requeue (measure again) and move apply to one JOB (j1, j2 …).`

func controlVerb(e *env, args []string) error {
	f := newFlags("control", "pause|resume|stop|go|skip|requeue|move [JOB]", controlAbout)
	f.under("Which session, and which position")
	session := f.String("session", "", "the `SESSION`; the default is the one being measured")
	before := f.String("before", "", "with move: put the job before this `JOB`; the default is the end")
	rest, err := f.parse(e, args)
	if err != nil {
		return err
	}
	if len(rest) < 1 || len(rest) > 2 {
		return usagef("control takes one verb and at most one job; `dragstrip help control` lists the verbs")
	}
	c := bench.Control{Verb: bench.ControlVerb(strings.ToLower(rest[0])), Before: *before}
	if len(rest) == 2 {
		c.Job = rest[1]
	}
	if err := c.Validate(); err != nil {
		return usagef("%w; `dragstrip help control` lists the verbs", err)
	}
	switch c.Verb {
	case bench.ControlPause, bench.ControlResume, bench.ControlStop:
		if c.Job != "" {
			return usagef("%s applies to the whole session; to leave out %s use skip", c.Verb, bench.Clean(c.Job))
		}
	case bench.ControlMove:
		if c.Job == c.Before {
			return usagef("%s cannot be moved before itself", bench.Clean(c.Job))
		}
	}
	folder, err := e.liveOne(*session, string(c.Verb))
	if err != nil {
		return err
	}
	return e.askAndTell(folder, c)
}

// answerTime is how long to wait for an answer. The bench process looks for
// controls once a second.
const answerTime = 4 * time.Second

// askAndTell sends a control to a session, waits for the answer and prints it.
func (e *env) askAndTell(folder journal.Folder, c bench.Control) error {
	c.Time = time.Now().UTC()
	if err := folder.Ask(c); err != nil {
		return err
	}
	what := strings.TrimSpace(string(c.Verb) + " " + c.Job)
	ctx, cancel := context.WithTimeout(context.Background(), answerTime)
	defer cancel()
	follower := folder.Follow()
	defer follower.Close()
	for {
		batch, err := follower.Next(ctx)
		for _, ev := range batch.Events {
			taken, ok := ev.Fact.(bench.ControlTaken)
			if !ok || !taken.Control.Time.Equal(c.Time) {
				continue
			}
			if taken.Refused != "" {
				return fmt.Errorf("session %s refused %s: %s", e.called(folder), what, bench.Clean(taken.Refused))
			}
			fmt.Fprintf(e.told(), "session %s: %s%s\n", e.called(folder), what, afterWhat(c.Verb))
			return nil
		}
		if err != nil || batch.Ended {
			fmt.Fprintf(e.told(), "session %s has not answered yet: %s\n", e.called(folder), what)
			return nil
		}
	}
}

func afterWhat(v bench.ControlVerb) string {
	if v == bench.ControlPause {
		return " when the current test has all its repetitions"
	}
	return ""
}

// liveOne finds the live session with this name. Without a name, it finds the
// one that is being measured.
func (e *env) liveOne(name, verb string) (journal.Folder, error) {
	folder, live := e.sessions().Live()
	if name != "" {
		var err error
		if folder, err = e.places.store().Find(name); err != nil {
			return folder, err
		}
		live = folder.Live()
	}
	if !live {
		return folder, fmt.Errorf("no session is being measured now, so `%s` is not possible", bench.Clean(verb))
	}
	return folder, nil
}

// controlAddVerb appends jobs to a live session. They are planned as `dragstrip
// run` plans.
func controlAddVerb(e *env, args []string) error {
	f, r := e.runFlags("control add", "Adds jobs to the session that is being measured. The flags mean the same as those of `dragstrip run`. MODEL is "+models.Named+".")
	f.under("Which session")
	session := f.String("session", "", "the `SESSION`; the default is the one being measured")
	paths, err := f.parse(e, args)
	if err != nil {
		return err
	}
	if r.dryRun {
		return usagef("--dry-run works only with `dragstrip run`; leave it out")
	}
	if len(paths)+len(r.plan.models) == 0 {
		return usagef("control add needs a MODEL")
	}
	folder, err := e.liveOne(*session, "control add")
	if err != nil {
		return err
	}
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt)
	defer cancel()
	plan, _, err := e.makePlan(ctx, paths, r)
	if err != nil {
		return err
	}
	now, err := folder.Read()
	if err != nil {
		return err
	}
	taken := len(now.Session.Jobs)
	for i := range plan.Jobs {
		job := plan.Jobs[i]
		for n := taken + i + 1; ; n++ {
			if job.ID = "j" + strconv.Itoa(n); now.Session.Job(job.ID) == nil {
				break
			}
		}
		if err := e.askAndTell(folder, bench.Control{Verb: bench.ControlAdd, Job: job.ID, Add: &job}); err != nil {
			return err
		}
	}
	return nil
}
