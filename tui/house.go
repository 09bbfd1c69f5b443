package tui

import (
	"context"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/predict/whatif"
	"dragstrip/bench/report"
)

// House is what the screens need from the rest of dragstrip. Package cli fills
// it with the real functions. Tests and the demo fill it with recorded or
// made-up functions. Functions with a ctx may take time, so only commands call
// them, never update or view. All other functions answer at once.
type House struct {
	Machine  MachineRoom
	Engines  EngineRoom
	Models   ModelRoom
	Plans    PlanRoom
	Sessions SessionRoom
	WhatIf   WhatIfRoom
	// Now is the clock.
	Now func() time.Time
	// Quoted writes a name as one word for the shell of this system.
	Quoted func(name string) string
	// Demo says that a recording is replayed. The screens show this.
	Demo bool
}

// MachineRoom says what this machine is and what it is doing.
type MachineRoom struct {
	Describe func(ctx context.Context) bench.Machine
	// Measure measures the memory bandwidth. If fresh is set, or if no result is
	// remembered, it reads the memory for up to two seconds. Otherwise it returns
	// the remembered result. seen is the result that it measured or remembered.
	// best is the best known probe. Models are compared with best, because other
	// programs can make seen lower although the memory is as fast as before.
	Measure func(ctx context.Context, fresh bool) (seen, best bench.Bandwidth, err error)
	// Remembered returns the remembered result, if there is one, and measures
	// nothing.
	Remembered func(ctx context.Context) (bench.Bandwidth, bool)
	// Probes are the probes that earlier sessions took of this machine, the newest
	// first, each with its time. It is nil if the screens cannot ask for probes.
	Probes func(ctx context.Context) []bench.Bandwidth
	// MeasureGPU measures the GPU's bandwidth with the engine itself. It is nil if
	// that is not possible.
	MeasureGPU func(ctx context.Context, say func(string)) (string, error)
	// Watch tells how busy the machine is. It calls each with a new reading every
	// few seconds, until ctx ends.
	Watch func(ctx context.Context, each func(bench.Reading))
	// Fitness gives the reasons against measuring now, the worst first.
	Fitness func(ctx context.Context) []Finding
	// Doctor gives everything about the machine with the raw sources, for a bug
	// report.
	Doctor func(ctx context.Context) string
}

// Finding is a reason against measuring here or now.
type Finding struct {
	Severity     string // "note", "doubt", "unfit"; "waits" while dragstrip itself measures
	Text, Remedy string
	Effect       string // what it does to figures; "" if nothing
}

// EngineRoom finds engine builds and installs missing ones.
type EngineRoom struct {
	// Find lists the builds of this machine. The builds that are used if the user
	// ticks no others come first. When Find has returned, Models.Find knows what
	// speeds these builds will reach.
	Find func(ctx context.Context) (builds []bench.EngineBuild, problems []string)
	// Servers lists what serves models: what runs, what dragstrip can start, and
	// what lies beside builds. It is asked after Find. Then Models.Find knows what
	// the servers have. ok is false if it did not look, because something is being
	// measured. Servers is nil if there are none.
	Servers func(ctx context.Context, builds []bench.EngineBuild) (servers []Server, ok bool)
	// AskServer asks a server for its models, and whether it has copies of the
	// chosen ones. If it does not run, it is started for that, and ends again.
	AskServer func(ctx context.Context, b bench.EngineBuild, chosen []Model) Server
	// AddServer adds a server that the user names by its address, and remembers it. It
	// returns the server's name. ServerHelp says how servers are named. AddServer
	// is nil if none can be added.
	AddServer  func(ctx context.Context, named string) (name string, err error)
	ServerHelp string
	// Changed tells whether the builds that dragstrip installed may have changed
	// since the last Find. It costs little, but reads the disk. If Changed is nil,
	// builds never come or go.
	Changed func() bool
	// Offers lists what can be installed here: engines and a stand-in model.
	Offers func(ctx context.Context) []Offer
	// FreeBytes is the free space of the disk on which the offers would be
	// installed. If it is nil or gives 0, the space is not known.
	FreeBytes func(ctx context.Context) int64
}

// Offer is something that dragstrip can install.
type Offer struct {
	Name    string // an engine's title, or "a model"
	Title   string // one line: what, from where, how large
	Explain []string
	Bytes   int64 // on the disk, approximately
	// Recommended offers are ticked if an engine is missing. Better offers are
	// ticked even if there is an engine, because that engine cannot use the
	// machine's GPU.
	Recommended, Better bool
	// Upgrade says that the offer is a newer version beside a build that is here.
	// If such an offer is refused, Refused says why there is no newer version.
	Upgrade bool
	// Refused says why the offer cannot be installed. In this case Do is nil.
	Refused string
	// Do installs what is offered. It calls say with the lines of a log.
	Do func(ctx context.Context, say func(string)) error
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
	// Next waits for new events. If ctx ends first, it returns ctx's error.
	Next(ctx context.Context) (Batch, error)
	Close()
}

// SessionRoom keeps sessions.
type SessionRoom struct {
	Start  func(p *bench.Plan) (name string, err error)
	Resume func(name string) error
	// Live gives the session that is being measured on this machine now, if the
	// screens can show it.
	Live func() (name string, since time.Time, ok bool)
	// Others calls each whenever another measurement begins on this machine. When
	// the machine has become free, it calls each with an empty Other. It ends with
	// ctx. Others is nil if the screens cannot learn about other measurements.
	Others func(ctx context.Context, each func(Other))
	Follow func(name string) Feed
	// Continued waits until the journal of a session grows that nobody measures
	// now. It gives false if ctx ends first, or if there is no such session. It is
	// nil if the screens cannot wait for that.
	Continued func(ctx context.Context, name string) bool
	// Behind names the sessions that were asked for together with a session and
	// wait behind it, the next one first. It reads the disk.
	Behind func(name string) []string
	Ask    func(name string, c bench.Control) error
	// Widen gives the controls that let a search also try values around the best
	// configuration so far, or says why that is not possible.
	Widen func(s *bench.Session) ([]bench.Control, error)
	List  func(ctx context.Context) ([]Past, error)
	Open  func(ctx context.Context, name string) (*bench.Session, error)
	// OpenFile reads a report that dragstrip wrote, or a session's folder in
	// another place.
	OpenFile func(ctx context.Context, path string) (*bench.Session, error)
	// Article gives the tables of the blog post that the preset article repeats,
	// with figures of this machine. The result lays them out for a width. Article is
	// nil if the screens have no such tables.
	Article func(own []report.Row) (func(width int) []string, error)
	// Import imports results of others that were pasted.
	Import func(ctx context.Context, p Pasted) (Import, error)
	Delete func(name string) error
	Note   func(name, text string) error
	// Expect gives how fast a job's test should be, in tokens per second. For
	// generation, this is the predicted speed. For other tests, it is what
	// earlier sessions of this machine measured. It is zero if nothing is known.
	Expect func(j *bench.Job, t bench.Test) bench.SpeedRange
	// Left says how much longer a live session takes, counted from now. known is
	// false if that cannot be said.
	Left func(s *bench.Session, now time.Time) (left time.Duration, known bool)
	// Formats are the formats in which a session can be written.
	Formats []ExportFormat
	// Export writes a session, or a report that was opened by its path, in one of
	// these formats. It returns the paths of the files.
	Export func(ctx context.Context, name, format string) (paths []string, err error)
	// ExportSheet writes the comparison that Results shows if it has columns
	// from several sessions. The file is beside the report of the first session,
	// or beside the file name if none of the sessions has a folder of its own.
	ExportSheet func(ctx context.Context, name string, s report.Sheet) (path string, err error)
}

// AnsweringChip is a chip with published results for Tests of somebody's tests.
// Newest says when and with which build the newest of them was measured.
type AnsweringChip struct {
	Chip, Newest string
	Tests        int
}

// Pasted is a text with results of others, and what somebody said about it
// because the text does not say it.
type Pasted struct {
	Text    string
	Model   string            // the model of all figures
	Columns map[string]string // what columns mean, by their headings
	Machine string            // the machine that measured, if the text does not name it
	// MachineAsked says that somebody was asked for the machine already.
	MachineAsked bool
}

// Import is what was imported from a pasted text, or a question that must be
// answered before anything is imported.
type Import struct {
	Sessions []string // their names
	Lines    []string // what was read, assumed and left out
	Question *ImportQuestion
}

// ImportQuestion asks what a column of a table means. Column and Word give the
// text with the answer: the number of a column, or a typed word.
type ImportQuestion struct {
	Text    string
	Columns []string // each column's heading with an example
	Typed   string   // what can be typed instead; "" if nothing can
	Column  func(at int) (Pasted, error)
	Word    func(text string) (Pasted, error)
}

// WhatIfRoom says how fast models would be on other machines, and what others
// published.
type WhatIfRoom struct {
	// On says how fast a model is on this machine and on every known chip.
	On func(ctx context.Context, m bench.Model) (whatif.Machines, error)
	// Fitting gives every model and every known shape that fits a machine.
	// machine is the name of a chip, or whatif.ThisMachine.
	Fitting func(ctx context.Context, machine string) []whatif.Answer
	// Published gives what others published for a chip: the newest figure for each
	// test of each job, if there is one. Each source is a session.
	Published func(ctx context.Context, chip string, jobs []bench.Job) ([]*bench.Session, error)
	// Answering lists the chips for which others published some of the tests of
	// some jobs, those with the newest results first. tests is how many different
	// tests the jobs have. Answering is nil if the screens cannot offer chips.
	Answering func(ctx context.Context, jobs []bench.Job) (chips []AnsweringChip, tests int)
	// Sources says in lines what everybody published for a chip about one test of
	// a model, and how far the figures are apart.
	Sources func(ctx context.Context, chip string, m bench.Model, t bench.Test) []string
}

// Other is what another viewer or user measures. It is empty if nothing is being
// measured any more.
type Other struct {
	// What names it, such as "session X of ann", or "the memory bandwidth of a
	// device".
	What string
	// Watchable tells that it is a session that the screens can show.
	Watchable bool
}

// Past is one session in a list.
type Past struct {
	Name string
	// When is when the session was measured or, if somebody else measured it,
	// imported. The list is in this order.
	When time.Time
	// Measured is when imported results were measured, as far as that is known:
	// "2025-08-06", "2025-08" or "2025". It is "" for other sessions.
	Measured string

	State   string // "measuring", "done", "unfinished", "imported", …
	Live    bool   // a bench process works on the session
	Machine string // the line that describes the machine
	// What names the models, with the backends and flags that they were measured
	// with.
	What string
	// Source is where an imported session comes from; "" for one that was measured
	// here. What ends with it.
	Source string
	// Found says what a search for the best configuration found; other sessions
	// have none.
	Found []string
	// Text is the text in which the filter looks. It also has the engine builds and
	// the day.
	Text string
	// BestTest is the fastest generation or, if there is no generation, the
	// fastest test. BestTPS is the speed of that test in tokens per second.
	BestTest string
	BestTPS  float64
	// BestGrade says whether that figure is doubtful.
	BestGrade bench.Grade
	// Done counts the tests that were measured in full. Partly counts those with
	// a figure of some of their repetitions only.
	Done, Partly int
	Tests        int
	// Configurations counts those of a search; Tried counts those of them that
	// were tried.
	Configurations, Tried int
	Note                  string
	// Since says what is slower or faster with an engine build of this session
	// than with the next older build. What is slower comes first.
	Since   []report.Since
	Problem string
	// Figures are the results, test by test in the order of the plan.
	Figures []PastFigure
}

// PastFigure is a test's result in tokens per second. Job names the job by what
// distinguishes it from the other jobs of the session. Low and High are the ends
// of the 95 % interval. Both are zero if there is no interval.
type PastFigure struct {
	Job, Test      string
	TPS, Low, High float64
	Grade          bench.Grade // says whether the figure is doubtful
}

// ExportFormat is a format in which a session can be written. Help explains the
// format if the name alone does not. OnlySessions is set for a format that is made
// from what only a session holds, and no report.
type ExportFormat struct {
	Name, Help   string
	OnlySessions bool
}
