package tui

import (
	"context"
	"time"

	"dragstrip/bench"
)

// Choice is what a plan is made from. Fields holds the values of flags, written
// as on the command line. Its keys are the flags without the dash.
type Choice struct {
	Models []Model
	Builds []bench.EngineBuild
	// Unticked are the other builds of this machine. Errors name them.
	Unticked []bench.EngineBuild
	Fields   map[string]string
}

// PlanRoom turns choices into plans.
type PlanRoom struct {
	// Make gives the plan for a choice, or says what is wrong with the choice.
	Make func(c Choice) (*bench.Plan, error)
	// Check says what is wrong with one field. It gives nil if nothing is wrong.
	Check func(flag, value string) error
	// Estimate says how long a plan will take on this machine.
	Estimate func(p *bench.Plan) Estimate
	// Hinders says why a build cannot measure a model. It is nil if nothing is known
	// about that.
	Hinders func(b bench.EngineBuild, m Model) Hindrance
	// Command gives dragstrip's command line for a choice.
	Command func(c Choice) string
	// EngineCommand gives the first command line of a job's engine, shortened for
	// people. To find it, EngineCommand may ask the engine which flags it has.
	EngineCommand func(p *bench.Plan, job *bench.Job) string
	// Search says what a search for the best configuration would try. It may read
	// earlier sessions.
	Search     func(ctx context.Context, ask SearchAsk) (Search, error)
	Presets    func() []Preset      // reads the settings
	SavePreset func(p Preset) error // writes the settings
}

// SearchAsk is what a search for the best configuration is made from. The keys
// of Fields are flags of dragstrip tune, without the dash.
type SearchAsk struct {
	Choice
	// Kept names the axes of which only the default is tried.
	Kept []string
	// Variants are the environments in which each build is also tried: names, or
	// KEY=VALUE.
	Variants []string
}

// Search is what a search for the best configuration would try.
type Search struct {
	Plans []*bench.Plan // one for each model
	// Axes are what can differ. Those on which nothing differs here come last and
	// have no values.
	Axes []SearchAxis
	// Variants are the environments that fit the builds and this machine.
	Variants []SearchVariant
	// StandsIn says what the others are compared with, if the default is not tried.
	StandsIn []string
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
