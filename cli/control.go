package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
)

const controlAbout = `pause (when the current test is finished), resume, stop and go (do not wait for the machine to
cool down) apply to the whole session. skip, requeue (measure again) and move apply to one JOB (j1, j2 …).
With --all, stop also ends the models that wait behind the one being measured.
widen lets a search (dragstrip tune) also try values around the best configuration so far.`

func controlVerb(e *env, args []string) error {
	f := newFlags("control", "pause|resume|stop|go|widen|skip|requeue|move [JOB]", controlAbout)
	f.under("Which session, and which position")
	session := f.String("session", "", "the `SESSION`; the default is the one being measured")
	before := f.String("before", "", "with move: put the job before this `JOB`; the default is the end")
	all := f.Bool("all", false, "with stop: also end the models that wait behind this one (dragstrip tune A B)")
	rest, err := f.parse(e, args)
	if err != nil {
		return err
	}
	if len(rest) < 1 || len(rest) > 2 {
		return usagef("control takes one verb and at most one job; `dragstrip help control` lists the verbs")
	}
	if strings.EqualFold(rest[0], widenWord) {
		if len(rest) == 2 || *before != "" {
			return usagef("widen applies to the whole search; leave out the job and --before")
		}
		return e.widen(*session)
	}
	c := bench.Control{Verb: bench.ControlVerb(strings.ToLower(rest[0])), Before: *before}
	if len(rest) == 2 {
		c.Job = rest[1]
		if f, err := e.places.store().Find(c.Job); err == nil && *session == "" {
			return usagef("%s is a session; a session is named by --session: dragstrip control %s --session %s", bench.Clean(c.Job), c.Verb, bench.Clean(f.Name()))
		}
	}
	if c.Job == "" && slices.Contains([]bench.ControlVerb{bench.ControlSkip, bench.ControlRequeue, bench.ControlMove}, c.Verb) {
		return usagef("%s needs a job: %s", c.Verb, e.jobsToName(*session, string(c.Verb)))
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
	if *all && c.Verb != bench.ControlStop {
		return usagef("--all is for stop only; leave it out with %s", c.Verb)
	}
	folder, err := e.liveOne(*session, string(c.Verb))
	if err != nil {
		return err
	}
	if !*all {
		return e.askAndTell(folder, c)
	}
	var failed []error // one that does not answer keeps none from being stopped
	for _, f := range e.withBehind(folder) {
		failed = append(failed, e.askAndTell(f, c))
	}
	return errors.Join(failed...)
}

// widen adds values around the best configuration to the search that is being
// measured.
func (e *env) widen(session string) error {
	folder, err := e.liveOne(session, widenWord)
	if err != nil {
		return err
	}
	read, err := folder.Read()
	if err != nil {
		return err
	}
	controls, err := e.widenControls(read.Session)
	if err != nil {
		return err
	}
	for _, c := range controls {
		if err := e.askAndTell(folder, c); err != nil {
			return err
		}
	}
	return nil
}

// widenWord is the word of `dragstrip control` that widens a search.
const widenWord = "widen"

// jobsToName lists the jobs of a live session. If there is none, it says how jobs
// are named.
func (e *env) jobsToName(session, verb string) string {
	folder, err := e.liveOne(session, verb)
	if err != nil {
		return "j1, j2 …"
	}
	read, err := folder.ReadStanding()
	if err != nil {
		return "j1, j2 …"
	}
	names := make([]string, len(read.Session.Jobs))
	for i, j := range read.Session.Jobs {
		names[i] = fmt.Sprintf("%s (%s)", bench.Clean(j.ID), bench.Clean(j.Model.Label()))
	}
	return strings.Join(names, ", ")
}

// answerTime is how long to wait for an answer. The bench process looks for
// controls once a second, but it may be slow on a busy machine.
const answerTime = 20 * time.Second

// askAndTell sends a control to a session, waits for the answer and prints it.
func (e *env) askAndTell(folder journal.Folder, c bench.Control) error {
	return e.askWithin(answerTime, folder, c)
}

// askWithin is askAndTell with a limit for the wait. No answer is an error,
// because nobody knows then whether the session does what was asked.
func (e *env) askWithin(wait time.Duration, folder journal.Folder, c bench.Control) error {
	c.Time = time.Now().UTC()
	if err := folder.Ask(c); err != nil {
		return err
	}
	what := strings.TrimSpace(string(c.Verb) + " " + c.Job)
	if c.Add != nil {
		what += " (" + addedText(c.Add) + ")"
	}
	ctx, cancel := context.WithTimeout(context.Background(), wait)
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
		switch {
		case batch.Ended:
			return fmt.Errorf("session %s ended before it answered; %s was not carried out", e.called(folder), what)
		case ctx.Err() != nil:
			return fmt.Errorf("session %s has not answered for %v: %s; it answers when it can, and `dragstrip attach` shows it", e.called(folder), wait, what)
		case err != nil:
			return err
		}
	}
}

// addedText describes an added job: its model, engine build, parameters, tests
// and repetitions.
func addedText(job *bench.Job) string {
	var tests []string
	for _, t := range job.Tests {
		tests = append(tests, t.String())
	}
	state := bench.JobState{Job: *job}
	return bench.Clean(dotted(job.Model.Label(), state.BuildLabel(), job.Params.String(), strings.Join(tests, ", "), bench.Plural(job.Repetitions, "repetition")))
}

func afterWhat(v bench.ControlVerb) string {
	if v == bench.ControlPause {
		return " when the current test has all its repetitions"
	}
	return ""
}

// liveOne finds the live session with this name. Without a name, it finds the
// session that is being measured.
func (e *env) liveOne(name, verb string) (journal.Folder, error) {
	folder, live := e.sessions().Live()
	if name != "" {
		var err error
		if folder, err = e.places.store().Find(name); err != nil {
			return folder, err
		}
		live = folder.Live()
	}
	if !live && name != "" {
		return folder, fmt.Errorf("session %s is not being measured now, so `%s` is not possible", bench.Clean(folder.Name()), bench.Clean(verb))
	}
	if !live {
		return folder, fmt.Errorf("no session is being measured now, so `%s` is not possible", bench.Clean(verb))
	}
	return folder, nil
}
