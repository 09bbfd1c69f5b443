package tui

import (
	"cmp"
	"strings"

	"dragstrip/bench"
)

// make turns the form into a plan, or says why that is not possible.
func (s *planScreen) make() {
	s.plan, s.problem, s.beyond = nil, "", nil
	s.estimate = Estimate{}
	clear(s.hindrances)
	c := s.choice()
	if s.problem = s.missing(c); s.problem != "" {
		return
	}
	plan, err := s.Plans.Make(c)
	if err != nil {
		s.problem = bench.Clean(err.Error())
		s.beyond = s.refusedIn(s.problem)
		return
	}
	if s.beyond = plan.BeyondContext(contextsOf(c.Models)); len(s.beyond) > 0 {
		s.problem = s.fault()
		return
	}
	s.plan, s.estimate, s.fit = plan, s.Plans.Estimate(plan), plan.TightestFit(s.machine)
	s.shown = plannedJobsOf(plan, s.Sessions.Expect)
	s.ask++
}

// refusedIn finds the field that an error is about: the error begins with its
// flag. It gives what the field then shows, by the flag.
func (s *planScreen) refusedIn(problem string) map[string]string {
	for _, f := range s.fields() {
		if why, ok := strings.CutPrefix(problem, f.dashed()+" "); ok && f.isText() {
			return map[string]string{f.flag: why}
		}
	}
	return nil
}

// contextsOf gives, by the model's path, how many tokens each model was trained
// for.
func contextsOf(chosen []Model) map[string]int64 {
	most := map[string]int64{}
	for _, m := range chosen {
		most[m.Path] = m.ContextTokens
	}
	return most
}

// missing says what a choice lacks to become a plan. It gives "" if nothing is
// missing.
func (s *planScreen) missing(c Choice) string {
	switch lacking := s.lacking(); {
	case lacking != "":
		return lacking
	case len(c.Builds) == 0:
		return s.onlyServed()
	}
	return cmp.Or(s.stillAsking(), s.fault())
}

// stillAsking says which server is asked, also if it is no longer ticked. It gives
// "" if none is.
func (s *planScreen) stillAsking() string {
	for _, b := range s.engineBuilds() {
		if s.asking[b.ID] != nil {
			return "asking " + buildName(b) + " for its models"
		}
	}
	return ""
}

// lacking says what must be there before anything can be ticked: a marked model
// and an engine. It gives "" if both are there.
func (s *planScreen) lacking() string {
	switch {
	case len(s.chosen()) == 0:
		return "no model is marked; key 2 lists the models"
	case s.seeking():
		return "still looking for engines"
	case len(s.engineBuilds()) == 0:
		return "no engine was found; to install one, press 1 (Machine), then s"
	}
	return ""
}

// seeking tells whether the search for engines continues and has found no engine
// yet.
func (s *planScreen) seeking() bool { return !s.buildsKnown && len(s.engineBuilds()) == 0 }

// fault names the first field whose value is refused, and says why. It gives ""
// if no value is refused.
func (s *planScreen) fault() string {
	for _, f := range s.fields() {
		if why := s.refusal(f.flag); why != "" {
			return f.dashed() + ": " + why
		}
	}
	return ""
}

// refusal says why a field's value is not possible. It gives "" if the value is
// possible.
func (s *planScreen) refusal(flag string) string { return cmp.Or(s.wrong[flag], s.beyond[flag]) }

// onlyServed says that nothing is ticked. If only a server has a marked model, it
// names the server.
func (s *planScreen) onlyServed() string {
	for _, m := range s.chosen() {
		for _, b := range s.engineBuilds() {
			if _, has := m.servedBy(b); has && m.Served != "" {
				return bench.Clean(m.Label()) + " is only on " + bench.Clean(buildName(b)) + "; to measure it there, tick that engine (space)"
			}
		}
	}
	return "no engine build is ticked"
}
