package tui

import (
	"time"

	"dragstrip/bench"
)

// Search is what a search for the best configuration would try.
type Search struct {
	Plans []*bench.Plan // one for each model
	// Axes are what can differ. Those on which nothing differs here come last and
	// have no values.
	Axes []SearchAxis
	// Variants are the environments that fit the builds and this machine.
	Variants []SearchVariant
	// LeftOut names what cannot be tried, with the reason.
	LeftOut []string
	// Listed are the configurations, as `dragstrip tune --dry-run` lists them.
	Listed []string
	// Total is how long all searches take at most. Rough is set if some of the
	// tests were never measured on this machine.
	Total time.Duration
	Rough bool
	// Command does the same on the command line.
	Command string
}

// SearchVariant is an environment in which builds may compute differently. Env has
// its variables as KEY=VALUE.
type SearchVariant struct {
	Name string
	Env  []string
}

// SearchAxis is one thing in which configurations differ. Flag is "" for engine
// builds.
type SearchAxis struct {
	Name, Flag, Label, Help string
	Values                  []string
	Default                 int // an index in Values
}

// Preset is a named set of fields.
type Preset struct {
	Name, Help string
	Fields     map[string]string
	Own        bool // saved by the user
}

// Estimate says how long a plan will take. Zero means not known.
type Estimate struct {
	Jobs      []time.Duration // time of each job without loading, in the plan's order
	Load      time.Duration
	Around    time.Duration // before the first start and after the last
	Precision time.Duration // what will be added to reach the precision
	Total     time.Duration // with everything above, without CoolDown
	Sentinel  time.Duration // the drift check at the end
	CoolDown  time.Duration // the most that cooling down may add
	Rounds    []RoundCost   // what other numbers of rounds would take
	// Rough is set if some of the tests were never measured on this machine.
	Rough bool
}

// RoundCost is the time that a plan takes with a certain number of rounds.
type RoundCost struct {
	Rounds int
	Total  time.Duration
}
