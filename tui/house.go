package tui

import (
	"context"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/report"
)

// House is what the screens ask of the rest of dragstrip. cli fills it with what is
// real; tests and the demo fill it with what is recorded or made up. Functions with
// a ctx may take their time: they are called from commands, never from update or
// view. The others answer at once.
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
	// Measure says what the memory moves. It answers from what is remembered, or
	// reads the memory for up to two seconds where nothing is remembered or fresh
	// is asked for. seen is that answer. best is the best known probe: models are
	// held against it, because a busy moment changes seen and not the memory.
	Measure func(ctx context.Context, fresh bool) (seen, best bench.Bandwidth, err error)
	// Probes are those that earlier sessions took of this machine, newest first,
	// each with its time; nil where there are none.
	Probes func(ctx context.Context) []bench.Bandwidth
	// MeasureGPU measures with the engine itself; nil where that cannot be
	// done.
	MeasureGPU func(ctx context.Context, say func(string)) (string, error)
	// Watch tells how busy the machine is, every few seconds until ctx ends.
	Watch func(ctx context.Context, each func(bench.Reading))
	// Fitness says what speaks against measuring now, the worst first.
	Fitness func(ctx context.Context) []Finding
	// Doctor is everything with its raw sources, for a bug report.
	Doctor func(ctx context.Context) string
}

// Finding is something that speaks against measuring here or now.
type Finding struct {
	Severity     string // "note", "doubt", "unfit"
	Text, Remedy string
}

// EngineRoom finds engine builds and gets missing ones.
type EngineRoom struct {
	Find func(ctx context.Context) (builds []bench.EngineBuild, problems []string)
	// Offers says what can be got here: engines and a stand-in model.
	Offers func(ctx context.Context) []Offer
	// FreeBytes is the free room of the disk they would be put on. nil and 0 mean
	// not known.
	FreeBytes func(ctx context.Context) int64
}

// Offer is something dragstrip can get.
type Offer struct {
	Name    string // an engine's title, or "a model"
	Title   string // one line: what, from where, how large
	Explain []string
	Bytes   int64 // on the disk, about
	// Recommended offers are ticked.
	Recommended bool
	// Refused says why it cannot be had; Do is nil then.
	Refused string
	// Do gets it. say is called with lines of a log.
	Do func(ctx context.Context, say func(string)) error
}

// Model is a model on the disk with its outlook on this machine.
type Model struct {
	bench.Model
	Engine        string // that reads it, by its title
	Place         string // the store it was found in
	BitsPerWeight float64
	ContextTokens int64 // the most it was made for; 0 is not known
	// Fit is "fits", "tight", "spills", "does not fit" or "" (not known), and
	// FitText says it with figures.
	Fit, FitText string
	// The most tokens per second the memory allows; 0 is not known.
	CeilingSpecified, CeilingMeasured float64
	NeedBytes                         int64
	// Facts is everything known of it, name and value.
	Facts [][2]string
	// Refused says why it cannot be measured here; "" when it can.
	Refused string
	// Unread says why it cannot be measured where no build that was found reads
	// it. It is "" for the first engine, which is offered and installed in seconds.
	Unread string
}

// ModelRoom finds models and makes stand-ins.
type ModelRoom struct {
	// Stores are the programs in whose stores models are looked for, the best
	// known first.
	Stores []string
	// Find calls each with a model as it comes and returns what was left out
	// and why. best is the probe that models are held against.
	Find      func(ctx context.Context, m bench.Machine, best bench.Bandwidth, each func(Model)) (problems []string)
	AddFolder func(path string) error // writes the settings
	// Shapes calls each with a stand-in as soon as its size is worked out, which
	// takes time. best is the probe that models are held against.
	Shapes func(ctx context.Context, m bench.Machine, best bench.Bandwidth, each func(Shape))
	// SameModel gives the paths of the same model for the other engine, among
	// those that Find found. nil where that is not known. It does not wait.
	SameModel func(path string) []string
	// WriteStandIn writes one into dragstrip's own folder.
	WriteStandIn func(ctx context.Context, s Shape, done func(done, total int64)) error
}

// Shape is a stand-in that can be written.
type Shape struct {
	Name      string // in the catalogue
	Model     Model  // what it will be, with its outlook on this machine
	DiskBytes int64
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
	// Make says what is wrong with a choice, or gives its plan.
	Make func(c Choice) (*bench.Plan, error)
	// Check says what is wrong with one field, or nil.
	Check func(flag, value string) error
	// Estimate says what a plan will take here.
	Estimate func(p *bench.Plan) Estimate
	// Command is the command line of dragstrip that does the same.
	Command func(c Choice) string
	// EngineCommand is the first command line of a job's engine, short enough to
	// read. Finding it may ask the engine what it can do.
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

// Estimate is what a plan will take. Zero is not known.
type Estimate struct {
	Jobs        []time.Duration // without loading, in the plan's order
	Load        time.Duration
	Around      time.Duration // before the first start and after the last
	Precision   time.Duration // what reaching it will add
	Total       time.Duration // with all of these, without CoolDown
	Sentinel    time.Duration // the first test's repetition at the end
	CoolDown    time.Duration // the most that cooling down may add
	Rounds      []RoundCost   // what other numbers of rounds would take
	MemoryBytes int64         // the most any job needs
	// Rough is set when nothing measured on this machine backs it.
	Rough bool
}

// RoundCost is what a plan takes with a number of rounds.
type RoundCost struct {
	Rounds int
	Total  time.Duration
}

// Batch is what a feed read since the last one.
type Batch struct {
	Events []bench.Event
	More   bool // further events are there already
	Ended  bool // the session is over, or its bench process gone
	Died   bool // it went without finishing
}

// Feed reads a session's events.
type Feed interface {
	// Next waits for news; it returns ctx's error when that ends first.
	Next(ctx context.Context) (Batch, error)
	Close()
}

// SessionRoom keeps sessions.
type SessionRoom struct {
	Start  func(p *bench.Plan) (name string, err error)
	Resume func(name string) error
	// Live is the session being measured on this machine now.
	Live func() (name string, since time.Time, ok bool)
	// Others calls each whenever another session begins to be measured on this
	// machine, until ctx ends. It is nil where nobody looks.
	Others func(ctx context.Context, each func(Other))
	Follow func(name string) Feed
	Ask    func(name string, c bench.Control) error
	List   func(ctx context.Context) ([]Past, error)
	Open   func(ctx context.Context, name string) (*bench.Session, error)
	// OpenFile reads a report that dragstrip wrote, or the folder of a session
	// that lies elsewhere.
	OpenFile func(ctx context.Context, path string) (*bench.Session, error)
	Delete   func(name string) error
	Note     func(name, text string) error
	// Expect is what earlier sessions of this machine measured of a job's
	// test, tokens per second; zero where none did.
	Expect func(j *bench.Job, t bench.Test) (low, high float64)
	// Left is how long a live session still takes at a moment; false where
	// nothing can be said.
	Left func(s *bench.Session, now time.Time) (left time.Duration, known bool)
	// Formats are the forms in which a session can be written.
	Formats []ExportFormat
	// Export writes a session in one of them and says where.
	Export func(ctx context.Context, name, format string) (path string, err error)
	// ExportSheet writes what Results shows where it has columns of several
	// sessions, beside the report of the first.
	ExportSheet func(ctx context.Context, s report.Sheet) (path string, err error)
}

// Other is a session that somebody else started.
type Other struct {
	Name string
	User string // "" for the user of this program
}

// Past is one session in a list.
type Past struct {
	Name    string
	Started time.Time
	State   string // "measuring", "done", "unfinished", …
	Machine string // its line
	// What are the models with the backends and flags they were measured with.
	What string
	// BestTest was the fastest, at so many tokens per second.
	BestTest string
	BestTPS  float64
	Done     int // tests with a result
	Tests    int
	Note     string
	Problem  string
}

// ExportFormat is a form in which a session can be written. Help says what it is
// where its name does not.
type ExportFormat struct{ Name, Help string }
