package planning

import (
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/naming"
	"dragstrip/bench/tuning"
)

// Tune makes the plan of a search: a job for each configuration that can be
// tried. Combinations that cannot be measured are named in it, with the reason.
func (w TuneWishes) Tune(g TuneGiven) (*bench.Plan, error) {
	t := tuned{w: w, g: g}
	left := t.chooseBuilds()
	if len(t.g.Builds) == 0 {
		return nil, mistake("no engine build can measure the goals%s", leftText(left))
	}
	if err := t.makeAxes(); err != nil {
		return nil, err
	}
	space, err := tuning.NewSpace(t.axes, tuning.Rules{Same: t.same, Refuse: t.refuse})
	if err != nil {
		return nil, Mistake{err}
	}
	plan := &bench.Plan{Ticks: w.Ticks, Hash: w.Hash, Probe: w.Probe, Note: bench.Clean(w.Note), MaxTime: w.MaxTime, Tuning: &bench.Tuning{
		Exhaustive: w.Exhaustive, MemoryLimitBytes: w.MemoryLimit, LeftOut: append(left, t.refusals(space)...), StandsIn: t.stands,
	}}
	if why := space.DefaultRefused; why != "" {
		plan.Tuning.StandsIn = append(plan.Tuning.StandsIn, "compared with "+t.name(space.Configurations[0])+" in place of the default, which cannot be measured: "+why)
	}
	t.prune(space)
	for _, a := range t.axes {
		plan.Tuning.Axes = append(plan.Tuning.Axes, bench.TuningAxis(a))
	}
	for _, goal := range w.Goals {
		plan.Tuning.Goals = append(plan.Tuning.Goals, bench.TuningGoal(goal))
	}
	for i, c := range space.Configurations {
		job := t.job(c)
		job.ID = "j" + strconv.Itoa(i+1)
		plan.Jobs = append(plan.Jobs, job)
		plan.Tuning.Choices = append(plan.Tuning.Choices, c)
		if g.Server != nil {
			plan.Tuning.Servers = append(plan.Tuning.Servers, g.Server(&job))
		}
	}
	if err := plan.Validate(); err != nil {
		return nil, Mistake{err}
	}
	return plan, nil
}

// prune leaves out the values that no configuration has.
func (t *tuned) prune(space *tuning.Space) {
	for at := range t.axes {
		a := &t.axes[at]
		var values []string
		var builds []bench.EngineBuild
		place := map[int]int{} // the new index of each value
		for v, value := range a.Values {
			if slices.ContainsFunc(space.Configurations, func(c tuning.Configuration) bool { return c[at] == v }) {
				place[v] = len(values)
				values = append(values, value)
				if a.Name == tuning.AxisBuild {
					builds = append(builds, t.g.Builds[v])
				}
			}
		}
		if a.Name == tuning.AxisBuild {
			t.g.Builds = builds
		}
		a.Values, a.Default = values, place[space.Configurations[0][at]]
		for _, c := range space.Configurations {
			c[at] = place[c[at]]
		}
	}
}

func leftText(left []string) string {
	if len(left) == 0 {
		return ""
	}
	return ": " + left[0]
}

// chooseBuilds keeps the builds that can measure all tests, and names the
// others.
func (t *tuned) chooseBuilds() (left []string) {
	var builds []bench.EngineBuild
	names := naming.Builds(t.g.Builds).Full
	for i, b := range t.g.Builds {
		if _, not := testsFor(b, t.w.tests()); len(not) > 0 {
			left = append(left, names[i]+": cannot measure "+not[0])
			continue
		}
		if asked := t.w.Values["devices"]; len(asked) > 0 && !hasOneOf(b, asked) && slices.ContainsFunc(t.g.Builds, func(o bench.EngineBuild) bool { return hasOneOf(o, asked) }) {
			left = append(left, names[i]+": has no device that was asked for (-dev)")
			continue
		}
		builds = append(builds, b)
	}
	t.g.Builds = builds
	return left
}

// hasOneOf tells whether a build has one of the devices that were asked for.
func hasOneOf(b bench.EngineBuild, asked []string) bool {
	for value := range strings.SplitSeq(strings.Join(asked, ","), ",") {
		if value = strings.TrimSpace(value); value != "" && offers(b, bench.NormalValue("devices", value)) {
			return true
		}
	}
	return false
}
