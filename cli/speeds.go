package cli

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/bench/predict"
	"dragstrip/bench/predict/speed"
)

// speeds is what earlier sessions on this machine say. The screens may ask for
// it while it is still being read.
type speeds struct {
	mu   sync.Mutex
	past *predict.Past
	own  *speed.Here
	// alone says that no engine measures while this is read, although live
	// sessions exist: they all wait.
	alone  bool
	probes []bench.Bandwidth // of this machine, each with its time
	ready  chan struct{}     // closed when everything was read for the first time

	reading sync.Mutex // held while sessions are read
	seen    string     // the journals as they were when all that matters was last read
}

// whenRead gives a channel that is closed when everything was read for the
// first time.
func (s *speeds) whenRead() chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ready == nil {
		s.ready = make(chan struct{})
	}
	return s.ready
}

// probesRead gives the probes of the sessions that were read, newest first.
func (s *speeds) probesRead(ctx context.Context) []bench.Bandwidth {
	select {
	case <-s.whenRead():
	case <-ctx.Done():
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.probes)
}

// pace gives what is known so far.
func (s *speeds) pace() *predict.Past {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.past == nil {
		s.past = predict.NewPast(predict.Guess{})
	}
	return s.past
}

// here gives what is needed to predict speeds on this machine, as far as it is
// known now.
func (s *speeds) here() *speed.Here {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.own == nil {
		s.own = speed.OnMachine(bench.Machine{}, nil)
	}
	return s.own
}

// expect gives the speed to expect of a test. It gives the prediction that the
// journal will contain, or else what an earlier session measured of the same
// test.
func (s *speeds) expect(j *bench.Job, t bench.Test) bench.SpeedRange {
	if e, ok := s.here().Expect(j, t); ok {
		return e.SpeedRange
	}
	return s.pace().Expect(j, t)
}

func (e *env) readSpeeds(ctx context.Context) *speeds {
	known := &speeds{}
	known.read(ctx, e.places.store(), e.describe)
	return known
}

// Limits for reading earlier sessions. The newest sessions are read. An older
// session is read only if no newer one has the same model on the same engine
// build. The number of plans that are looked at is limited, too, and so is the
// time.
const (
	newestRead   = 12
	sessionsRead = 40
	plansRead    = 100
	readFor      = time.Second
	// besideFor replaces readFor while an engine measures.
	besideFor = 100 * time.Millisecond
)

// read reads the sessions of a store that were measured on this machine.
// describe describes this machine. If no session has changed since the last
// time, read keeps what it knows.
func (s *speeds) read(ctx context.Context, store journal.Store, describe func(context.Context) bench.Machine) {
	ready := s.whenRead()
	defer s.close(ready)
	all, err := store.List()
	if err != nil {
		return
	}
	all = all[:min(len(all), plansRead)]
	s.reading.Lock()
	defer s.reading.Unlock()
	now := standing(all)
	if now == s.seen {
		return
	}
	budget := readFor
	if !s.alone && slices.ContainsFunc(all[:min(len(all), newestRead)], journal.Folder.Live) {
		budget = besideFor
	}
	here := describe(ctx) // its programs may take seconds, and reading must not get less time for that
	until := time.Now().Add(budget)
	sessions := worthReading(ctx, all, here, until)
	if ctx.Err() != nil {
		return
	}
	here = orOf(sessions, here)
	guess, own := guessOf(here, sessions), hereOf(here, sessions)
	guess.Expect = own.Expect
	past := predict.NewPast(guess)
	for i, session := range sessions {
		if i > 0 && time.Now().After(until) {
			break
		}
		past.Learn(session)
	}
	if time.Now().After(until) { // something may have been left out
		now = ""
	}
	s.seen = now
	s.mu.Lock()
	defer s.mu.Unlock()
	s.past, s.own, s.probes = past, own, probesOf(sessions)
}

// standing says how many journals there are, how long they are, and when they
// were changed.
func standing(all []journal.Folder) string {
	var b strings.Builder
	fmt.Fprintln(&b, len(all))
	for _, f := range all {
		if st, err := os.Stat(f.File(journal.EventsFile)); err == nil {
			fmt.Fprintln(&b, f.Path, st.Size(), st.ModTime().UnixNano())
		}
	}
	return b.String()
}

func (s *speeds) close(ready chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-ready:
	default:
		close(ready)
	}
}

// probesOf gives the probes that sessions took, newest first. The time of a
// probe is not exact, because the start or the end of the session is taken.
func probesOf(sessions []*bench.Session) []bench.Bandwidth {
	var out []bench.Bandwidth
	for _, session := range sessions {
		for _, b := range session.Bandwidth {
			if b.When == bench.ProbedEarlier || b.PeakGBps <= 0 {
				continue
			}
			b.Measured = session.Started
			if b.When == "after" && !session.Finished.IsZero() {
				b.Measured = session.Finished
			}
			out = append(out, b.Bandwidth)
		}
	}
	slices.SortStableFunc(out, func(a, b bench.Bandwidth) int { return b.Measured.Compare(a.Measured) })
	return out
}

// orOf gives this machine. If it could not be described, orOf gives it as the
// newest of its sessions describes it.
func orOf(sessions []*bench.Session, here bench.Machine) bench.Machine {
	at := slices.IndexFunc(sessions, func(s *bench.Session) bool { return s.Machine.Line != "" })
	if here.Line == "" && at >= 0 {
		return sessions[at].Machine
	}
	return here
}

// guessOf gives what is expected without earlier measurements. The expectation
// is computed from the best probe of the memory.
func guessOf(here bench.Machine, sessions []*bench.Session) predict.Guess {
	guess := predict.Guess{Machine: here}
	var best bench.Bandwidth
	for _, session := range sessions {
		if probe, ok := session.BestProbe(); ok && probe.Better(best) {
			best = probe
		}
	}
	guess.GBps = best.PeakGBps
	return guess
}

// hereOf gives what is needed to predict speeds on a machine. It uses the
// results of the machine's finished sessions. The first rounds of a session that
// still measures may differ much from what it will say in the end.
func hereOf(here bench.Machine, sessions []*bench.Session) *speed.Here {
	var results []speed.Measured
	for _, session := range sessions {
		if session.State != bench.StateFinished {
			continue
		}
		results = append(results, speed.MeasuredIn(session)...)
	}
	return speed.OnMachine(here, results)
}

// worthReading gives the sessions that were measured on this machine, newest
// first. If a home folder is shared or was moved, it holds sessions of other
// machines as well, and what was imported. At least one session is read, even if
// the time is over.
func worthReading(ctx context.Context, all []journal.Folder, here bench.Machine, until time.Time) []*bench.Session {
	var out []*bench.Session
	seen := map[string]bool{} // keys of the models and builds that have results
	begun := false
	for _, f := range all {
		if ctx.Err() != nil || len(out) == sessionsRead || begun && time.Now().After(until) {
			break
		}
		plan, err := f.Plan()
		if err != nil || publishedOnly(plan) || len(out) >= newestRead && allSeen(seen, plan) {
			continue
		}
		begun = true
		r, err := f.ReadShown(ctx)
		if err != nil || r.Session.Imported != nil || !r.Session.Machine.SameAs(here) {
			continue
		}
		out = append(out, r.Session)
		for _, j := range r.Session.Jobs {
			if j.HasResults() {
				seen[j.LoadKey()] = true
			}
		}
	}
	return out
}

// publishedOnly tells whether a plan was made from imported figures, so that no
// engine can measure its jobs.
func publishedOnly(plan *bench.Plan) bool {
	return !slices.ContainsFunc(plan.Jobs, func(j bench.Job) bool { return len(j.Build.Prefix) > 0 })
}

func allSeen(seen map[string]bool, plan *bench.Plan) bool {
	for i := range plan.Jobs {
		if !seen[plan.Jobs[i].LoadKey()] {
			return false
		}
	}
	return true
}
