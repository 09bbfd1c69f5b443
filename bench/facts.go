package bench

import "time"

var _ = []struct{}{
	register[SessionStarted](), register[SessionResumed](), register[SessionFinished](),
	register[SessionPaused](), register[SessionContinued](), register[ControlTaken](),
	register[MachineDescribed](), register[BandwidthMeasured](), register[ReadingTaken](),
	register[JobAdded](), register[JobStarted](), register[JobRequeued](), register[JobMoved](), register[JobFinished](),
	register[EngineStarted](), register[EngineEnded](), register[MemoryAllocated](), register[ModelLoaded](), register[SettingsTold](),
	register[PhaseEntered](), register[Progressed](), register[SampleTaken](),
	register[TestFinished](), register[TestFailed](),
	register[LineLogged](), register[Warned](), register[ModelHashed](),
	register[BaselineTaken](), register[CooledDown](), register[RepetitionsAdded](), register[PrecisionJudged](), register[SentinelFinished](),
	register[ClockMoved](), register[StoodStill](), register[ScatterLearned](), register[SpeedExpected](),
	register[SessionImported](),
}

// SessionStarted is the first event of every journal and holds the plan.
type SessionStarted struct {
	Schema           int    `json:"schema"`
	Session          string `json:"session"`
	DragstripVersion string `json:"dragstrip_version"`
	Process          int    `json:"process"`
	Plan             Plan   `json:"plan"`
}

// SessionResumed says that a new bench process took over from a dead one. A
// test that was in flight is measured again.
type SessionResumed struct {
	DragstripVersion string `json:"dragstrip_version"`
	Process          int    `json:"process"`
	// CutBytes is the length of the incomplete last line that was cut off the
	// journal.
	CutBytes int64 `json:"cut_bytes,omitempty"`
	// RetryFailed says that failed tests are measured again.
	RetryFailed bool `json:"retry_failed,omitempty"`
	// Moved are folders that were renamed after the plan was written.
	Moved []MovedFolder `json:"moved,omitempty"`
}

// SessionFinished is the last event, unless the session is resumed.
type SessionFinished struct {
	Outcome Outcome `json:"outcome"`
	// Reason explains the outcome in a sentence, if it needs one.
	Reason string `json:"reason,omitempty"`
}

// SessionPaused says that nothing new starts until SessionContinued.
type SessionPaused struct{}

// SessionContinued ends a pause.
type SessionContinued struct{}

// ControlTaken says that the bench process acted on a line of control.jsonl,
// or why it did not.
type ControlTaken struct {
	Control Control `json:"control"`
	Refused string  `json:"refused,omitempty"`
}

// MachineDescribed describes this machine.
type MachineDescribed struct {
	Machine Machine `json:"machine"`
}

// BandwidthMeasured is one probe of the memory's bandwidth, by reading only.
type BandwidthMeasured struct {
	When string `json:"when"` // "before" or "after" the session, or "earlier": the best one remembered
	Bandwidth
}

// ProbedEarlier is the When of a remembered probe. It is the best probe since
// this machine was started, and is used if it is better than the probe before
// the session.
const ProbedEarlier = "earlier"

// ReadingTaken is one hardware sample.
type ReadingTaken struct {
	Reading
}

// JobAdded says that a job was added to the plan while the session was live.
type JobAdded struct {
	Job Job `json:"job"`
	// Values make the job a configuration of a search: its value on each axis.
	Values []string `json:"values,omitempty"`
	// Server are the words with which the engine's own server takes its settings
	// (Tuning.Servers).
	Server string `json:"server,omitempty"`
}

// JobStarted says that a job's first test of a round is about to begin.
type JobStarted struct {
	Round int `json:"round,omitempty"`
}

// JobRequeued says that a job that had ended runs again; its earlier results
// stay.
type JobRequeued struct{}

// JobMoved says that a job was moved in the queue. It is now before job Before,
// or last if Before is "".
type JobMoved struct {
	Before string `json:"before,omitempty"`
}

// JobFinished says how a job ended.
type JobFinished struct {
	Outcome Outcome `json:"outcome"`
	Reason  string  `json:"reason,omitempty"`
}

// EngineStarted gives the exact command line of an invocation. It belongs to
// the job named by the event and to those in Jobs.
type EngineStarted struct {
	Invocation int      `json:"invocation"`
	Argv       []string `json:"argv" border:"place"`
	// Env holds only the changes to the environment: variables that were added
	// ("KEY=VALUE") or removed ("KEY").
	Env []string `json:"env,omitempty" border:"place"`
	// Jobs that share the invocation, in order.
	Jobs []string `json:"jobs,omitempty"`
	// Build is what the engine said about itself just before the start.
	Build EngineBuild `json:"build"`
	// Ticks tells whether the engine was asked for a sign of life per token.
	Ticks bool `json:"ticks"`
	// Log is the name of the files in the session folder that hold the engine's
	// own output, without ".out" or ".err".
	Log string `json:"log,omitempty"`
	// GivesWay is how the bench process keeps from interrupting the engine:
	// "batch" if its threads never take a processor from the engine when they
	// wake up (Linux), "" if the system cannot do that.
	GivesWay string `json:"gives_way,omitempty"`
}

// EngineEnded says how the process of an invocation ended.
type EngineEnded struct {
	Invocation int    `json:"invocation"`
	ExitCode   int    `json:"exit_code"`
	Signal     string `json:"signal,omitempty"`
	// Stopped is set when dragstrip ended it.
	Stopped bool `json:"stopped,omitempty"`
	// LeftBehind counts the processes that the engine had started and that the
	// guard had to end.
	LeftBehind int `json:"left_behind,omitempty"`
}

// MemoryAllocated is a buffer that the engine says it allocated on a device.
type MemoryAllocated struct {
	Device string `json:"device"`
	Use    string `json:"use"` // "model", "kv", "compute", "output", "recurrent"
	Bytes  int64  `json:"bytes"`
	// Repacked is how many bytes the weights in the engine's own layout take.
	// That layout may be larger than the layout of the file.
	Repacked int64 `json:"repacked,omitempty"`
	// Doubled says that the table of token embeddings is in memory twice: as it
	// is in the file, and repacked, because it also serves as the weights of the
	// output.
	Doubled bool `json:"doubled,omitempty"`
}

// ModelLoaded says how long the engine took to load the model, from the start
// of its program. Only drivers of dragstrip tell it.
type ModelLoaded struct {
	// NS is the time in nanoseconds.
	NS int64 `json:"ns"`
}

// SettingsTold lists settings that a server told after it had loaded the model.
type SettingsTold struct {
	// Settings are those that it told, with the names of parameters where they
	// are such.
	Settings []Told `json:"settings"`
}

// Phase is what an engine is busy with.
type Phase string

// The phases, in the order in which a test goes through them.
const (
	PhaseWaiting    Phase = "waiting"
	PhaseInstalling Phase = "installing"
	PhaseHashing    Phase = "hashing"
	PhaseProbing    Phase = "measuring the memory"
	PhaseLoading    Phase = "loading"
	PhaseWarmup     Phase = "warm-up"
	PhaseFilling    Phase = "filling context"
	PhaseMeasuring  Phase = "measuring"
	PhaseCooling    Phase = "cooling"
)

// PhaseEntered says what is being done now. Test is the zero Test when the
// phase belongs to no test.
type PhaseEntered struct {
	Phase Phase `json:"phase"`
	Test  Test  `json:"test,omitzero"`
	Round int   `json:"round,omitempty"`
	// Repetition counts from 1 up to Of within the round, in PhaseMeasuring
	// and PhaseFilling.
	Repetition int `json:"repetition,omitempty"`
	Of         int `json:"of,omitempty"`
	// Detail says what the phase waits for: "for session 20261123-…".
	Detail string `json:"detail,omitempty"`
}

// Progressed is a sign of life within a phase. Unknown figures are zero.
type Progressed struct {
	// Fraction is how much of the phase is done, 0 to 1.
	Fraction float64 `json:"fraction,omitempty"`
	// Tokens is how many of the repetition's Of tokens are done.
	Tokens int `json:"tokens,omitempty"`
	Of     int `json:"of,omitempty"`
	// TokensPerSecond is the speed over the last moments.
	TokensPerSecond float64 `json:"tokens_per_second,omitempty"`
	// Merged counts the signs that were folded into this one.
	Merged int `json:"merged,omitempty"`
}

// SampleTaken is written when a repetition ends. It is timed by dragstrip; the
// engine's own figure in TestFinished replaces it.
type SampleTaken struct {
	Test            Test    `json:"test"`
	Round           int     `json:"round,omitempty"`
	Repetition      int     `json:"repetition"`
	Of              int     `json:"of,omitempty"`
	Nanoseconds     int64   `json:"ns"`
	TokensPerSecond float64 `json:"tokens_per_second"`
}

// TestFinished carries what was measured.
type TestFinished struct {
	Result Result `json:"result"`
}

// TestFailed says why a test has no result.
type TestFailed struct {
	Test    Test    `json:"test"`
	Round   int     `json:"round,omitempty"`
	Failure Failure `json:"failure"`
}

// LineLogged is a line that is worth showing, cleaned.
type LineLogged struct {
	Stream string `json:"stream"` // "out", "err" or "dragstrip"
	Text   string `json:"text"`
	// Cut is the number of bytes left out at the end of the line.
	Cut int `json:"cut,omitempty"`
}

// Warned attaches a doubt to a job, to one of its tests, or to the session.
type Warned struct {
	Warning Warning `json:"warning"`
	Test    Test    `json:"test,omitzero"`
	Round   int     `json:"round,omitempty"`
}

// ModelHashed lists a job's model files. At the session's end it has their
// digests. It has no digests if it was written because the files changed before
// the job had any result.
type ModelHashed struct {
	Files []ModelFile `json:"files"`
	// Draft are the files of the draft model, if the job has one.
	Draft   []ModelFile   `json:"draft,omitempty"`
	Elapsed time.Duration `json:"elapsed_ns,omitempty"`
}
