package report

import (
	"slices"
	"time"

	"dragstrip/bench"
)

// Retold gives the events that make a session which was read back from a report.
// They can be stored as the journal of an imported session.
func Retold(s *bench.Session) []bench.Event {
	var events []bench.Event
	NewRecipe(s, Options{}).retell(func(e bench.Event) { events = append(events, e) })
	return events
}

// session makes a session from the recipe.
func (c Recipe) session() *bench.Session { return c.retell(func(bench.Event) {}) }

// retell makes the same session as the method session, and passes each event to
// the caller.
func (c Recipe) retell(also func(bench.Event)) *bench.Session {
	r := retelling{bench.NewSession(), c, also}
	r.facts()
	r.results()
	for _, w := range c.Noted {
		test, _ := bench.ParseTest(w.Test) // empty if the warning belongs to no test
		r.tell(w.Job, c.Finished, bench.Warned{Warning: w.Warning, Test: test})
	}
	r.tell("", c.Finished, bench.SessionFinished{Outcome: c.Outcome})
	r.unexplained()
	r.lastEvent()
	return r.Session
}

// retelling builds a session by applying the facts of a recipe to it.
type retelling struct {
	*bench.Session
	of   Recipe
	also func(bench.Event)
}

func (r retelling) tell(job string, at time.Time, fact bench.Fact) {
	e := bench.Event{Seq: r.LastSeq + 1, Time: at, Job: job, Fact: fact}
	r.Apply(e)
	r.also(e)
}

// facts applies what must be known before the first result.
func (r retelling) facts() {
	c := r.of
	r.tell("", c.Started, bench.SessionStarted{Schema: bench.Schema, Session: c.Session, DragstripVersion: c.Version, Plan: c.Plan})
	if c.Imported != nil {
		r.tell("", c.Started, *c.Imported)
	}
	r.clock()
	r.tell("", c.Started, bench.MachineDescribed{Machine: c.machine()})
	for _, probe := range c.Bandwidth {
		r.tell("", c.Started, probe)
	}
	for _, known := range c.Scatter {
		r.tell(known.Job, c.Started, known.ScatterLearned)
	}
	for _, known := range c.Expected {
		r.tell(known.Job, c.Started, known.SpeedExpected)
	}
	for _, m := range c.Memory {
		r.tell(m.Job, c.Started, m.MemoryAllocated)
	}
	for _, load := range c.Loads {
		r.tell(load.Job, c.Started, load.ModelLoaded)
	}
	for _, told := range c.Told {
		r.tell(told.Job, c.Started, told.SettingsTold)
	}
	for _, added := range c.Added {
		r.tell("", c.Started, added)
	}
	for _, still := range c.Still {
		r.tell(still.Job, c.Started, still.StoodStill)
	}
}

// clock moves the clock and makes the session wait, as long as the report says.
func (r retelling) clock() {
	c := r.of
	if c.Clock != nil {
		r.tell("", c.Started, *c.Clock)
	}
	end := c.Finished
	if end.IsZero() {
		end = c.LastEvent
	}
	if c.Away > 0 && c.Away <= end.Sub(c.Started) {
		r.tell("", c.Started, bench.PhaseEntered{Phase: bench.PhaseWaiting})
		r.tell("", c.Started.Add(c.Away), bench.PhaseEntered{})
	}
}

// lastEvent tells when the newest event of an unfinished session was. Nothing else
// follows from the event.
func (r retelling) lastEvent() {
	if r.of.Finished.IsZero() && !r.of.LastEvent.IsZero() {
		r.tell("", r.of.LastEvent, bench.ClockMoved{})
	}
}

// results applies the results. If a round occurs twice, its job was queued again.
func (r retelling) results() {
	var again []RecipeResult
	for _, result := range r.of.Results {
		if j := r.Job(result.Job); j != nil && j.Test(result.Test).Settled(result.Round) {
			again = append(again, result)
			continue
		}
		r.result(result)
	}
	for _, result := range again {
		if j := r.Job(result.Job); j.Test(result.Test).Settled(result.Round) {
			r.tell(result.Job, r.of.Finished, bench.JobRequeued{})
		}
		r.result(result)
	}
}

func (r retelling) result(was RecipeResult) {
	result := bench.Result{
		Test: was.Test, Round: was.Round, SamplesNS: was.SamplesNS, Exchanges: was.Exchanges, Published: was.Published, Backend: was.Backend, GPU: was.GPU, BuildNumber: was.BuildNumber,
		BuildCommit: was.BuildCommit, Threads: was.Threads, ModelSizeBytes: was.ModelSizeBytes,
		ModelType: was.ModelType, ModelParams: was.ModelParams,
	}
	if r.of.Hardware == nil && r.of.Imported == nil && result.GPU == "" && !slices.Contains(was.Warnings, "cpu_fallback") {
		// Reports of earlier versions do not name the GPU. The version that wrote this
		// report knew the GPU, and did not warn of a fallback to the CPU. So a GPU
		// computed, but its name is not known here.
		result.GPU = bench.NotKnown
	}
	r.tell(was.Job, r.of.Finished, bench.TestFinished{Result: result})
}

// unexplained adds the warnings that the report names but that do not follow
// from the facts in it. An earlier version wrote fewer facts, and another
// version may have other rules. Each test is judged once, because a judgement
// looks at all rounds of the test.
func (r retelling) unexplained() {
	for _, of := range r.named() {
		j := r.Job(of.job)
		if j == nil {
			continue
		}
		found := r.DoubtsOf(j, j.Test(of.test))
		for _, code := range of.codes {
			if !slices.ContainsFunc(found, func(w bench.Warning) bool { return w.Code == code }) {
				r.tell(of.job, r.of.Finished, bench.Warned{Warning: bench.Warning{Code: code}, Test: of.test})
			}
		}
	}
}

// namedWarnings are the codes of the warnings that a report names on a test,
// each once.
type namedWarnings struct {
	job   string
	test  bench.Test
	codes []string
}

// named lists the tests on which the report names warnings. All rounds of a
// test usually share one list of codes. It is read only once, because there may
// be many rounds and many codes.
func (r retelling) named() []*namedWarnings {
	type place struct {
		job  string
		test bench.Test
	}
	var order []*namedWarnings
	at, seen, read := map[place]*namedWarnings{}, map[place]map[string]bool{}, map[*string]place{}
	for _, result := range r.of.Results {
		here := place{result.Job, result.Test}
		if len(result.Warnings) == 0 || read[&result.Warnings[0]] == here {
			continue
		}
		read[&result.Warnings[0]] = here
		if at[here] == nil {
			at[here], seen[here] = &namedWarnings{job: here.job, test: here.test}, map[string]bool{}
			order = append(order, at[here])
		}
		for _, code := range result.Warnings {
			if !seen[here][code] {
				seen[here][code] = true
				at[here].codes = append(at[here].codes, code)
			}
		}
	}
	return order
}

// machine is the machine as the recipe describes it.
func (h recipeHead) machine() bench.Machine {
	var m bench.Machine
	if h.Hardware != nil {
		m = *h.Hardware
	}
	m.Line = h.Machine
	return m
}
