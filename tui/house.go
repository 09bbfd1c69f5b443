package tui

import (
	"context"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/report"
)

// House is what the screens need from the rest of dragstrip. cli fills it with
// the real functions; tests and the demo fill it with recorded or made-up ones.
// Functions with a ctx may take time: they are called from commands, never from
// update or view. The others answer at once.
type House struct {
	Machine  MachineRoom
	Engines  EngineRoom
	Models   ModelRoom
	Plans    PlanRoom
	Sessions SessionRoom
	// Now is the clock.
	Now func() time.Time
	// Demo is set when a recording is replayed; the screens say so.
	Demo bool
}

// MachineRoom says what this machine is and what it is doing.
type MachineRoom struct {
	Describe func(ctx context.Context) bench.Machine
	// Measure measures the memory bandwidth. It returns a remembered result, or
	// reads the memory for up to two seconds if none is remembered or fresh is
	// set. seen is this result. best is the best known probe: models are
	// compared with it, because other programs can make seen lower although the
	// memory is as fast as before.
	Measure func(ctx context.Context, fresh bool) (seen, best bench.Bandwidth, err error)
	// Probes are the probes that earlier sessions took of this machine, the
	// newest first, each with its time; nil if there are none.
	Probes func(ctx context.Context) []bench.Bandwidth
	// MeasureGPU measures with the engine itself; nil if that is not possible.
	MeasureGPU func(ctx context.Context, say func(string)) (string, error)
	// Watch tells every few seconds how busy the machine is, until ctx ends.
	Watch func(ctx context.Context, each func(bench.Reading))
	// Fitness gives the reasons against measuring now, the worst first.
	Fitness func(ctx context.Context) []Finding
	// Doctor tells everything with its raw sources, for a bug report.
	Doctor func(ctx context.Context) string
}

// Finding is a reason against measuring here or now.
type Finding struct {
	Severity     string // "note", "doubt", "unfit"; "waits" while dragstrip itself measures
	Text, Remedy string
}

// EngineRoom finds engine builds and installs missing ones.
type EngineRoom struct {
	// Find lists the builds of this machine. Those to use unless the user ticks
	// others come first.
	Find func(ctx context.Context) (builds []bench.EngineBuild, problems []string)
	// Offers lists what can be installed here: engines and a stand-in model.
	Offers func(ctx context.Context) []Offer
	// FreeBytes is the free space of the disk that they would be installed on.
	// nil and 0 mean not known.
	FreeBytes func(ctx context.Context) int64
}

// Offer is something that dragstrip can install.
type Offer struct {
	Name    string // an engine's title, or "a model"
	Title   string // one line: what, from where, how large
	Explain []string
	Bytes   int64 // on the disk, approximately
	// Recommended offers are ticked if an engine is missing. Better ones are
	// ticked although there is one: it cannot use the machine's GPU.
	Recommended, Better bool
	// Upgrade: a newer version beside one that is here.
	Upgrade bool
	// Refused says why it cannot be installed; Do is nil then.
	Refused string
	// Do installs it. say is called with lines of a log.
	Do func(ctx context.Context, say func(string)) error
}

// Model is a model on the disk, with how it fits this machine.
type Model struct {
	bench.Model
	Engine        string   // title of the engine that reads it
	Place         string   // the store it was found in
	OtherNames    []string // what that store calls it, too
	BitsPerWeight float64
	ContextTokens int64 // the largest context it was made for; 0 means not known
	// Fit is "fits", "tight", "spills", "does not fit" or "" (not known), and
	// FitText says it with figures.
	Fit, FitText string
	// CeilingSpecified and CeilingMeasured are the most tokens per second that
	// the memory allows; 0 means not known.
	CeilingSpecified, CeilingMeasured float64
	NeedBytes                         int64
	// Facts is everything known about the model, as name and value.
	Facts [][2]string
	// Refused says why it cannot be measured here; "" if it can.
	Refused string
	// Unread says why it cannot be measured if no build found reads it. It is
	// "" for the first engine, because that engine is offered and installed in
	// seconds.
	Unread string
}

// ModelRoom finds models and makes stand-ins.
type ModelRoom struct {
	// Stores are the programs whose stores are searched for models, the best
	// known first.
	Stores []string
	// Find calls each with every model found, and returns what was left out and
	// why. best is the probe that models are compared with.
	Find func(ctx context.Context, m bench.Machine, best bench.Bandwidth, each func(Model)) (problems []string)
	// Changed tells whether Find may give something else than it did last, and
	// takes far less time. If it is nil, models never come or go.
	Changed   func(ctx context.Context) bool
	AddFolder func(path string) error // writes the settings
	// Shapes calls each with every stand-in as soon as its size is computed,
	// which takes time. best is the probe that models are compared with.
	Shapes func(ctx context.Context, m bench.Machine, best bench.Bandwidth, each func(Shape))
	// SameModel gives the paths of the same model for the other engine, among
	// those that Find found; nil if none is known. It does not wait.
	SameModel func(path string) []string
	// WriteStandIn writes a stand-in into dragstrip's own folder.
	WriteStandIn func(ctx context.Context, s Shape, done func(done, total int64)) error
}

// Shape is a stand-in that can be written.
type Shape struct {
	Name  string // in the catalogue
	Model Model  // what it will be, with how it fits this machine
}

// Choice is what a plan is made from. Fields holds values by flag, without the
// dash, as they would be written on the command line.
type Choice struct {
	Models []Model
	Builds []bench.EngineBuild
	Fields map[string]string
}

// PlanRoom turns choices into plans.
type PlanRoom struct {
	// Make gives the plan for a choice, or says what is wrong with the choice.
	Make func(c Choice) (*bench.Plan, error)
	// Check says what is wrong with one field; nil if it is right.
	Check func(flag, value string) error
	// Estimate says what a plan will take on this machine.
	Estimate func(p *bench.Plan) Estimate
	// Command is dragstrip's command line that does the same.
	Command func(c Choice) string
	// EngineCommand is the first command line of a job's engine, short enough
	// to read. To find it, it may ask the engine what it can do.
	EngineCommand func(p *bench.Plan, job *bench.Job) string
	Presets       func() []Preset      // reads the settings
	SavePreset    func(p Preset) error // writes the settings
}

// Preset is a named set of fields.
type Preset struct {
	Name, Help string
	Fields     map[string]string
	Own        bool // saved by the user
}

// Estimate is what a plan will take. Zero means not known.
type Estimate struct {
	Jobs      []time.Duration // without loading, in the plan's order
	Load      time.Duration
	Around    time.Duration // before the first start and after the last
	Precision time.Duration // what will be added to reach it
	Total     time.Duration // with all of these, without CoolDown
	Sentinel  time.Duration // the first test's repetition at the end
	CoolDown  time.Duration // the most that cooling down may add
	Rounds    []RoundCost   // what other numbers of rounds would take
	// Rough is set if some of the tests were never measured on this machine.
	Rough bool
}

// RoundCost is the time a plan takes with a number of rounds.
type RoundCost struct {
	Rounds int
	Total  time.Duration
}

// Batch is what a feed has read since its last batch.
type Batch struct {
	Events []bench.Event
	More   bool // more events are already there
	Ended  bool // the session has ended, or its bench process is gone
	Died   bool // the bench process went away without finishing
}

// Feed reads a session's events.
type Feed interface {
	// Next waits for new events; it returns ctx's error if ctx ends first.
	Next(ctx context.Context) (Batch, error)
	Close()
}

// SessionRoom keeps sessions.
type SessionRoom struct {
	Start  func(p *bench.Plan) (name string, err error)
	Resume func(name string) error
	// Live is the session that is being measured on this machine now.
	Live func() (name string, since time.Time, ok bool)
	// Others calls each whenever the measurement of another session begins on
	// this machine, until ctx ends. It is nil if nothing can look for that.
	Others func(ctx context.Context, each func(Other))
	Follow func(name string) Feed
	Ask    func(name string, c bench.Control) error
	List   func(ctx context.Context) ([]Past, error)
	Open   func(ctx context.Context, name string) (*bench.Session, error)
	// OpenFile reads a report that dragstrip wrote, or a session's folder in
	// another place.
	OpenFile func(ctx context.Context, path string) (*bench.Session, error)
	Delete   func(name string) error
	Note     func(name, text string) error
	// Expect is what earlier sessions of this machine measured for a job's
	// test, in tokens per second; zero if there are none.
	Expect func(j *bench.Job, t bench.Test) (low, high float64)
	// Left is how much longer a live session takes, counted from now; false if
	// that is not known.
	Left func(s *bench.Session, now time.Time) (left time.Duration, known bool)
	// Formats are the formats in which a session can be written.
	Formats []ExportFormat
	// Export writes a session in one of them and returns the paths of the files.
	Export func(ctx context.Context, name, format string) (paths []string, err error)
	// ExportSheet writes the comparison that Results shows if it has columns
	// from several sessions. The file is beside the report of the first
	// session.
	ExportSheet func(ctx context.Context, s report.Sheet) (path string, err error)
}

// Other is a session that another viewer or user started.
type Other struct {
	Name string
	User string // "" for the user of this program
}

// Past is one session in a list.
type Past struct {
	Name    string
	Started time.Time
	State   string // "measuring", "done", "unfinished", …
	Live    bool   // a bench process works on it
	Machine string // the line that describes it
	// What names the models, with the backends and flags they were measured
	// with.
	What string
	// BestTest is the fastest generation, or the fastest test if there is
	// none. BestTPS is its tokens per second.
	BestTest string
	BestTPS  float64
	Done     int // tests with a result
	Tests    int
	Note     string
	// Since says what is slower, or faster, since an engine build that the
	// session measured with.
	Since   []report.Since
	Problem string
}

// ExportFormat is a format in which a session can be written. Help says what it
// is if its name does not.
type ExportFormat struct{ Name, Help string }
