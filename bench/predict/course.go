package predict

import "dragstrip/bench"

// Learn learns from one more session. The newest session must come first.
func (p *Past) Learn(s *bench.Session) {
	p.learnTests(s)
	newCourse(p, s).learn()
}

// course learns from one session. From a live session it can learn more with
// each call.
type course struct {
	past    *Past
	session *bench.Session
	turns   int // how many of the session's turns were learned
	lessons map[lessonOf]*lesson
	// open is the lesson of a turn that is not finished. It is started again
	// with each repetition, and with the finished turn. It is nil if every turn
	// is finished.
	open *lesson
}

type lessonOf struct {
	job    string
	test   bench.Test
	filled bool
}

func newCourse(p *Past, s *bench.Session) *course {
	return &course{past: p, session: s, lessons: map[lessonOf]*lesson{}}
}

// learn learns from what is new since its last call.
func (c *course) learn() {
	all := c.session.Spent.Turns
	for _, t := range all[c.turns:] {
		c.learnTurn(t)
	}
	c.turns = len(all)
	c.learnOpen()
	c.past.learnAround(c.session)
}

// learnOpen learns from the finished repetitions of the present turn, if its
// test was not measured before. They correct the guesses for the other rounds
// and jobs, long before a turn with many repetitions is finished.
func (c *course) learnOpen() {
	t, ok := c.session.TurnSoFar()
	if !ok {
		return
	}
	of := lessonOf{t.Job, t.Test, t.Filled}
	if c.lessons[of] == nil || c.lessons[of] == c.open {
		c.learnTurn(t)
		c.open = c.lessons[of]
	}
}

func (c *course) learnTurn(t bench.TurnSpent) {
	of := lessonOf{t.Job, t.Test, t.Filled}
	l := c.lessons[of]
	switch {
	case l == nil:
		j := c.session.Job(t.Job)
		if j == nil {
			return
		}
		l = &lesson{opened: t}
		l.below, _ = c.past.below.Turn(&j.Job, t.Test, t.Filled)
		c.lessons[of] = l
		c.past.keep(&j.Job, t, l)
	case l == c.open:
		*l = lesson{opened: t, below: l.below}
		c.open = nil
	}
	l.take(t)
}

// keep stores a lesson under every key for which it is useful.
func (p *Past) keep(j *bench.Job, t bench.TurnSpent, l *lesson) {
	for _, key := range sameTurn(j, t.Test) {
		keepNewest(p.turns, key, l)
		keepNewest(p.onces, key.leftFilled(t.Filled), l)
	}
	for _, key := range nearTurn(j, t.Test) {
		if len(p.near[key]) < nearKept {
			p.near[key] = append(p.near[key], l)
		}
	}
	if t.First {
		keepNewest(p.firsts, startKey(j), l)
	}
}
