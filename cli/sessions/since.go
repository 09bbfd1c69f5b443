package sessions

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/bench/report"
)

// mostSteps is how many steps from one build to the next are judged, so that a
// list stays quick however many sessions there are.
const mostSteps = 100

// seat is a job with results in a session of the list.
type seat struct {
	line int // of the session in the list
	measuredJob
}

// step is one step from a build to the next newer one. It has a job that
// measured the same with each of the two builds.
type step struct{ older, newer seat }

// saySince adds to the lines what the step to a newer build did to the speed.
// If a step was judged before, saySince takes the remembered answer. It returns
// all answers, and whether they differ from those that are remembered.
func (s Shelf) saySince(ctx context.Context, folders []journal.Folder, lines []Line, now, known listMemory) (judged map[string][]report.Since, changed bool) {
	judged = map[string][]report.Since{}
	read := lastRead{ctx: ctx, folders: folders}
	for _, st := range s.steps(lines, now) {
		key := st.key(lines, now)
		said, was := known.Since[key]
		if !was {
			var err error
			if said, err = st.judge(&read); err != nil {
				continue // it may be readable the next time
			}
			changed = true
		}
		judged[key] = said
		line := &lines[st.newer.line]
		line.Since = append(line.Since, said...)
	}
	for _, l := range lines {
		slices.SortStableFunc(l.Since, slowerFirst)
	}
	return judged, changed || len(judged) != len(known.Since)
}

// slowerFirst puts what is slower before what is faster, because a screen may
// have room for only one of them.
func slowerFirst(a, b report.Since) int {
	rank := func(s report.Since) int {
		if s.Verdict == bench.Slower {
			return 0
		}
		return 1
	}
	return rank(a) - rank(b)
}

// steps finds the steps in a list of sessions, the newest first. If several
// sessions measured with one build, the newest session counts. But a session
// that measured with both builds is preferred, because its jobs took turns.
func (s Shelf) steps(lines []Line, now listMemory) (steps []step) {
	if s.Newer == nil {
		return nil
	}
	alike := map[string][]seat{}
	for i, l := range lines {
		if l.Live {
			continue // the results of a live session still change
		}
		for _, j := range now.Sessions[l.Name].Jobs {
			alike[j.What] = append(alike[j.What], seat{i, j})
		}
	}
	for _, seats := range alike {
		steps = append(steps, s.stepsOf(seats)...)
	}
	slices.SortFunc(steps, func(a, b step) int {
		if a.newer.line != b.newer.line {
			return a.newer.line - b.newer.line
		}
		return strings.Compare(a.newer.Job, b.newer.Job)
	})
	return steps[:min(len(steps), mostSteps)]
}

// stepsOf finds the steps among jobs that measured the same. The jobs are in
// the order of the list.
func (s Shelf) stepsOf(seats []seat) (steps []step) {
	var builds [][]seat // the jobs of each build, the oldest build first
	for _, one := range seats {
		at, found := slices.BinarySearchFunc(builds, one, func(have []seat, one seat) int {
			switch {
			case s.Newer(one.Build, have[0].Build):
				return -1
			case s.Newer(have[0].Build, one.Build):
				return 1
			}
			return 0
		})
		if !found {
			builds = slices.Insert(builds, at, nil)
		}
		builds[at] = append(builds[at], one)
	}
	for i := 1; i < len(builds); i++ {
		steps = append(steps, stepBetween(builds[i-1], builds[i]))
	}
	return steps
}

func stepBetween(older, newer []seat) step {
	for _, n := range newer {
		for _, o := range older {
			if o.line == n.line {
				return step{o, n}
			}
		}
	}
	return step{older[0], newer[0]}
}

// key is a text for a step and the state of its journals. It changes if one of
// these journals changes.
func (st step) key(lines []Line, now listMemory) string {
	var parts []string
	for _, one := range []seat{st.older, st.newer} {
		name := lines[one.line].Name
		is := now.Sessions[name]
		parts = append(parts, name, one.Job, strconv.FormatInt(is.Size, 36), strconv.FormatInt(is.Modified, 36))
	}
	return strings.Join(parts, " ")
}

// judge compares the two jobs of a step.
func (st step) judge(read *lastRead) ([]report.Since, error) {
	var sides []report.Done
	for _, one := range []seat{st.older, st.newer} {
		session, err := read.session(one.line)
		if err != nil {
			return nil, err // the session's line in the list says that it cannot be read
		}
		job := session.Job(one.Job)
		if job == nil {
			return nil, nil
		}
		sides = append(sides, report.Done{Session: session, Job: job})
	}
	return report.SinceBuild(sides[0], sides[1]), nil
}

// mostRead is how many whole sessions are kept at once. Neighbouring steps often
// need the same sessions. But the memory of a viewer that stays open must not
// grow with the list.
const mostRead = 3

// lastRead reads sessions of a list, and keeps the last few.
type lastRead struct {
	ctx     context.Context
	folders []journal.Folder
	kept    []keptSession // the one that was needed last comes last
}

type keptSession struct {
	line int // in the list
	*bench.Session
}

func (l *lastRead) session(line int) (*bench.Session, error) {
	if err := l.ctx.Err(); err != nil {
		return nil, err
	}
	at := slices.IndexFunc(l.kept, func(k keptSession) bool { return k.line == line })
	if at >= 0 {
		k := l.kept[at]
		l.kept = append(slices.Delete(l.kept, at, at+1), k)
		return k.Session, nil
	}
	if len(l.kept) == mostRead { // this comes before the next session is read, so that there are never more
		l.kept = slices.Delete(l.kept, 0, 1)
	}
	r, err := l.folders[line].ReadShown(l.ctx)
	if err != nil {
		return nil, err
	}
	l.kept = append(l.kept, keptSession{line, r.Session})
	return r.Session, nil
}
