package report

import (
	"cmp"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/tuning"
)

// Found is what a search for the best configuration of a model found.
type Found struct {
	// Session is the session that searched.
	Session string `json:"session"`
	// Model is the model whose best configuration was searched for.
	Model string `json:"model"`
	// Over is true once the search and its final have ended.
	Over bool `json:"over"`
	// OutOfTime is true if the search ended because its time was over, before it had
	// its answer.
	OutOfTime bool `json:"out_of_time,omitempty"`
	// Default are the values of the default configuration.
	Default []string `json:"default"`
	// Goals are what the best was searched for, each with its winner.
	Goals []FoundGoal `json:"goals"`
	// Configurations are all of them, the fastest for the first goal first.
	Configurations []FoundConfiguration `json:"configurations"`
	// StandsIn says which values stand for the default, if the default is not among
	// the values to try or cannot be measured.
	StandsIn []string `json:"stands_in,omitempty"`
	// LeftOut are combinations that cannot be measured, with the reason.
	LeftOut []string `json:"left_out,omitempty"`
}

// FoundGoal is what was found for one goal.
type FoundGoal struct {
	bench.TuningGoal
	// Name names the goal: prefill, generation.
	Name string `json:"name"`
	// Headline says in a sentence what was found.
	Headline string `json:"headline"`
	// Standing says how the search stands; absent when it is over.
	Standing string `json:"standing,omitempty"`
	// Best is the job of the configuration to use.
	Best string `json:"best,omitempty"`
	// Ahead is the job of the configuration that led the search. It is not Best
	// if the final did not show that it is faster than the default.
	Ahead string `json:"ahead,omitempty"`
	// Shown is true if fresh pairs show that Best is faster than the default.
	Shown bool `json:"shown"`
	// DefaultLoses is the share of the speed that the default loses against
	// Ahead, from the pairs of the final.
	DefaultLoses float64 `json:"default_loses,omitempty"`
	// Low is the lower end of the 95 % interval of DefaultLoses.
	Low float64 `json:"low,omitempty"`
	// High is its upper end.
	High float64 `json:"high,omitempty"`
	// Pairs is how many pairs the final had.
	Pairs int `json:"pairs,omitempty"`
	// Depths compare Ahead with the default at the other depths that were asked for,
	// in the same pairs.
	Depths []FoundDepth `json:"depths,omitempty"`
	// Commands measure Best again.
	Commands []string `json:"commands,omitempty"`
	// Server starts the engine's own server with the settings of Best.
	Server string `json:"server,omitempty"`
	// Map shows how the speed depends on the two axes that matter most; absent if
	// fewer than two axes have several values.
	Map *HeatMap `json:"map,omitempty"`
}

// FoundDepth compares a configuration with the default at a depth.
type FoundDepth struct {
	// Depth is how many tokens were already in the context.
	Depth int `json:"depth"`
	// Gain is how much faster the configuration is than the default, as a fraction;
	// below 0 it is slower.
	Gain float64 `json:"gain"`
	// Low is the lower end of the 95 % interval of Gain.
	Low float64 `json:"low"`
	// High is its upper end.
	High float64 `json:"high"`
	// Shown is true if the pairs show a difference, in either direction.
	Shown bool `json:"shown"`
	// Pairs is how many pairs measured both.
	Pairs int `json:"pairs"`
}

// FoundConfiguration is what became of a configuration.
type FoundConfiguration struct {
	// Job is its job.
	Job string `json:"job"`
	// Name says how it differs from the default.
	Name string `json:"name"`
	// Speeds are tokens per second for each goal; 0 if not measured.
	Speeds []float64 `json:"speeds_tps"`
	// Looks counts the measurements of the search.
	Looks int `json:"looks"`
	// MemoryBytes is the memory that the engine says it took.
	MemoryBytes int64 `json:"memory_bytes,omitempty"`
	// ProcessBytes is the most that the engine's processes had in memory, as
	// readings saw it, about once a second.
	ProcessBytes int64 `json:"process_bytes,omitempty"`
	// GPUBytes is the most that was in use on the GPUs meanwhile, by all programs.
	GPUBytes int64 `json:"gpu_bytes,omitempty"`
	// State is winner, tied, slower, measured, failed, skipped or not tried.
	State tuning.ConfigurationState `json:"state"`
	// Became says in words what became of it, and why.
	Became string `json:"became"`

	grades []bench.Grade // of Speeds
}

// FoundIn says what the search of a session has found so far; false if the
// session searches for nothing.
func FoundIn(s *bench.Session, o Options) (Found, bool) {
	if s.Plan.Tuning == nil {
		return Found{}, false
	}
	search, err := tuning.Of(s)
	if err != nil {
		return Found{}, false
	}
	if s.State == bench.StateFinished {
		search.Next() // a search that has its answer notices it here
	}
	best, _ := search.Result() // if nothing could be measured, every row says why
	r := newRedactor(s, o)
	f := Found{
		Session: bench.Clean(s.ID), Model: r.text(s.Plan.Jobs[0].Model.Label()), Over: search.Ended(), OutOfTime: search.OutOfTime(),
		Default: r.each(search.Default(), r.text), LeftOut: r.each(s.Plan.Tuning.LeftOut, r.text),
		StandsIn: r.each(s.Plan.Tuning.StandsIn, r.text),
	}
	for i, b := range best {
		g := r.foundGoal(s, search, b, s.Plan.Tuning.Goals[i])
		if !f.Over {
			g.Standing = r.text(Standing(search, i))
		}
		g.Map = r.heatMap(s, search, b)
		f.Goals = append(f.Goals, g)
	}
	for i := range s.Plan.Jobs {
		f.Configurations = append(f.Configurations, r.foundConfiguration(s, search, best, i))
	}
	slices.SortStableFunc(f.Configurations, func(a, b FoundConfiguration) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), slices.CompareFunc(a.Speeds, b.Speeds, func(x, y float64) int { return cmp.Compare(y, x) }))
	})
	return f, true
}

// place sorts measured configurations before those that failed, and those before
// the ones that were never tried.
func place(c FoundConfiguration) int {
	switch {
	case c.Looks > 0 && c.State != tuning.StateFailed:
		return 0
	case c.State == tuning.StateFailed:
		return 1
	case c.State == tuning.StateSkipped:
		return 2
	}
	return 3
}

func (r *redactor) foundGoal(s *bench.Session, search *tuning.Search, b tuning.Best, goal bench.TuningGoal) FoundGoal {
	out := FoundGoal{TuningGoal: goal, Name: search.GoalName(b.Goal), Headline: r.text(search.Headline(b)), Shown: b.Shown, Pairs: b.Pairs}
	if b.Pairs > 1 { // one pair has no interval, and JSON has no infinite numbers
		lost := func(gain float64) float64 { return gain / (1 + gain) }
		out.DefaultLoses, out.Low, out.High = lost(b.Gain), lost(b.Low), lost(b.High)
	}
	if b.Leader >= 0 {
		out.Ahead = s.Plan.Jobs[b.Leader].ID
	}
	for _, d := range b.Deeper {
		if d.Pairs > 1 {
			out.Depths = append(out.Depths, FoundDepth{d.Depth, d.Gain, d.Low, d.High, d.Shown, d.Pairs})
		}
	}
	if b.Winner < 0 {
		return out
	}
	out.Best = s.Plan.Jobs[b.Winner].ID
	if j := s.Job(out.Best); j != nil {
		out.Commands = append([]string{r.runCommand(j)}, r.shortCommands(j)...)
		if words := s.Plan.Tuning.Servers; b.Winner < len(words) && words[b.Winner] != "" {
			out.Server = r.text(words[b.Winner]) + " -m " + shellWord(r.fileApart(j.Model))
		}
	}
	return out
}

// runCommand measures a configuration again with dragstrip.
func (r *redactor) runCommand(j *bench.JobState) string {
	words := []string{"dragstrip run", shellWord(r.fileApart(j.Model))}
	if j.Build.ID != "" {
		words = append(words, "--engine", shellWord(strings.Join(append(r.environment(j.Build.Env), bench.Clean(j.Build.ID)), " ")))
	}
	for _, def := range bench.Parameters {
		if value, set := j.Params[def.Key]; set {
			words = append(words, "-"+def.Flag, shellWord(r.path(bench.ShownValue(def.Key, value))))
		}
	}
	return strings.Join(words, " ")
}

func (r *redactor) foundConfiguration(s *bench.Session, search *tuning.Search, best []tuning.Best, i int) FoundConfiguration {
	c := FoundConfiguration{Job: s.Plan.Jobs[i].ID, Name: r.text(search.Name(i)), Speeds: []float64{}}
	for _, b := range best {
		row := b.Rows[i]
		c.Speeds = append(c.Speeds, row.Speed)
		c.Looks, c.MemoryBytes = max(c.Looks, row.Looks), max(c.MemoryBytes, row.MemoryBytes)
	}
	if j := s.Job(c.Job); j != nil {
		c.grades = gradesFor(s, j)
		c.ProcessBytes, c.GPUBytes = j.Peak.ProcessBytes, j.Peak.GPUBytes
	}
	state, became := becameOf(search, best, i)
	c.State, c.Became = state, r.text(became)
	return c
}

// gradesFor are the grades of what a job measured for each goal of a search.
func gradesFor(s *bench.Session, j *bench.JobState) []bench.Grade {
	grades := make([]bench.Grade, len(s.Plan.Tuning.Goals))
	for i, g := range s.Plan.Tuning.Goals {
		if at := slices.IndexFunc(j.Tests, func(t *bench.TestState) bool { return t.Test == bench.Test(g) }); at >= 0 {
			if r := rowOf(s, j, j.Tests[at]); r.Measured() {
				grades[i] = r.Grade
			}
		}
	}
	return grades
}

// becameOf says what became of a configuration for all goals together. Before
// the end, no configuration is the best or tied yet.
func becameOf(search *tuning.Search, best []tuning.Best, i int) (tuning.ConfigurationState, string) {
	over, goals := search.Ended(), map[tuning.ConfigurationState][]string{}
	for _, b := range best {
		state := b.Rows[i].State
		goals[state] = append(goals[state], search.GoalName(b.Goal))
	}
	if over && best[0].Rows[i].Looks > 0 && best[0].Alone() {
		return best[0].Rows[i].State, "the only one that was measured"
	}
	var parts []string
	words := []struct {
		state tuning.ConfigurationState
		word  string
	}{{tuning.StateWinner, "best for "}, {tuning.StateTied, "tied for "}}
	if !over {
		words[0].word, words[1].word = "ahead for ", "close for "
	}
	for _, said := range words {
		if names := goals[said.state]; len(names) > 0 {
			parts = append(parts, said.word+bench.Joined(names))
		}
	}
	if len(parts) > 0 {
		state := tuning.StateTied
		if len(goals[tuning.StateWinner]) > 0 {
			state = tuning.StateWinner
		}
		return state, strings.Join(parts, "; ")
	}
	row := best[0].Rows[i]
	if !over && (row.State == tuning.StateNotTried || row.State == tuning.StateMeasured) {
		return row.State, ""
	}
	if row.State == tuning.StateMeasured {
		if search.OutOfTime() {
			return row.State, "behind when the time was over"
		}
		return row.State, "behind when the search had its answer"
	}
	if row.Reason == "" {
		return row.State, string(row.State)
	}
	return row.State, string(row.State) + ": " + row.Reason
}
