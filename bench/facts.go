package bench

import "time"

var _ = []struct{}{
	register[SessionStarted](), register[SessionResumed](), register[SessionFinished](),
	register[SessionPaused](), register[SessionContinued](), register[ControlTaken](),
	register[MachineDescribed](), register[BandwidthMeasured](), register[ReadingTaken](),
	register[JobAdded](), register[JobStarted](), register[JobRequeued](), register[JobMoved](), register[JobFinished](),
	register[EngineStarted](), register[EngineEnded](), register[MemoryAllocated](),
	register[PhaseEntered](), register[Progressed](), register[SampleTaken](),
	register[TestFinished](), register[TestFailed](),
	register[LineLogged](), register[Warned](), register[ModelHashed](),
	register[BaselineTaken](), register[CooledDown](), register[RepetitionsAdded](), register[PrecisionJudged](), register[SentinelFinished](),
	register[ClockMoved](), register[StoodStill](), register[ScatterLearned](),
}

// SessionStarted is the first event of every journal and holds the plan.
type SessionStarted struct {
	Schema           int    `json:"schema"`
	Session          string `json:"session"`
	DragstripVersion string `json:"dragstrip_version"`
	Process          int    `json:"process"`
	Plan             Plan   `json:"plan"`
}

// SessionResumed says that a new bench process took over from a dead one.
// Whatever was in flight then is lost and is done again.
type SessionResumed struct {
	DragstripVersion string `json:"dragstrip_version"`
	Process          int    `json:"process"`
	// CutBytes is the length of the torn tail that was cut off the journal.
	CutBytes int64 `json:"cut_bytes,omitempty"`
	// RetryFailed says that failed tests are measured again.
	RetryFailed bool `json:"retry_failed,omitempty"`
	// Moved are folders that were renamed after the plan was written.
	Moved []MovedFolder `json:"moved,omitempty"`
}

// SessionFinished is the last event, unless the session is resumed.
type SessionFinished struct {
	Outcome Outcome `json:"outcome"`
	// Reason is a sentence where the outcome needs one.
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

// MachineDescribed says what this machine is.
type MachineDescribed struct {
	Machine Machine `json:"machine"`
}

// BandwidthMeasured is one probe of the memory, read only.
type BandwidthMeasured struct {
	When string `json:"when"` // "before" or "after" the session, or "earlier": the best one remembered
	Bandwidth
}

// ProbedEarlier is the When of a probe that was remembered: the best of this
// machine since it was started, where it is better than the one before the
// session.
const ProbedEarlier = "earlier"

// ReadingTaken is one hardware sample.
type ReadingTaken struct {
	Reading
}

// JobAdded says that a job joined the plan while the session was live.
type JobAdded struct {
	Job Job `json:"job"`
}

// JobStarted says that a job's first test of a round is about to begin.
type JobStarted struct {
	Round int `json:"round,omitempty"`
}

// JobRequeued says that a job that had ended runs again; its earlier results
// stay.
type JobRequeued struct{}

// JobMoved says that a job changed its place in the queue: it now stands
// before job Before, or last when Before is "".
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
	// Env holds only what was added to ("KEY=VALUE") or removed ("KEY") from
	// the environment.
	Env []string `json:"env,omitempty" border:"place"`
	// Jobs that share the invocation, in order.
	Jobs []string `json:"jobs,omitempty"`
	// Build is what the engine said of itself just before the start.
	Build EngineBuild `json:"build"`
	// Ticks tells whether the engine was asked for a sign of life per token.
	Ticks bool `json:"ticks"`
	// Log is the name, inside the session folder and without ".out" or
	// ".err", under which the engine's own words are kept.
	Log string `json:"log,omitempty"`
	// GivesWay is how the bench process stays off the engine's processors:
	// "batch" if its threads never take one when they wake up (Linux), "" if
	// the system cannot do that.
	GivesWay string `json:"gives_way,omitempty"`
}

// EngineEnded says how the process of an invocation went.
type EngineEnded struct {
	Invocation int    `json:"invocation"`
	ExitCode   int    `json:"exit_code"`
	Signal     string `json:"signal,omitempty"`
	// Stopped is set when dragstrip ended it.
	Stopped bool `json:"stopped,omitempty"`
	// LeftBehind counts processes the engine had started that the guard had
	// to end.
	LeftBehind int `json:"left_behind,omitempty"`
}

// MemoryAllocated is a buffer the engine says it took on a device.
type MemoryAllocated struct {
	Device string `json:"device"`
	Use    string `json:"use"` // "model", "kv", "compute", "output", "recurrent"
	Bytes  int64  `json:"bytes"`
	// Repacked is how much of the weights lies in a layout of the engine's own,
	// which may take more than the file's.
	Repacked int64 `json:"repacked,omitempty"`
	// Doubled says that the table of token embeddings is in memory twice: as it
	// is in the file, and repacked, because it also serves as the weights of the
	// output.
	Doubled bool `json:"doubled,omitempty"`
}

// Phase is what an engine is busy with.
type Phase string

// The phases, in the order a test meets them.
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

// Progressed is a sign of life within a phase. What is not known is zero.
type Progressed struct {
	// Fraction of the phase that is done, 0 to 1.
	Fraction float64 `json:"fraction,omitempty"`
	// Tokens done of Of in the repetition.
	Tokens int `json:"tokens,omitempty"`
	Of     int `json:"of,omitempty"`
	// TokensPerSecond over the last moments.
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

// LineLogged is a line of the engine worth showing, cleaned.
type LineLogged struct {
	Stream string `json:"stream"` // "out", "err" or "dragstrip"
	Text   string `json:"text"`
	// Cut is the number of bytes left out at the end of the line.
	Cut int `json:"cut,omitempty"`
}

// Warned attaches a doubt to a job, to a test of it, or to the session.
type Warned struct {
	Warning Warning `json:"warning"`
	Test    Test    `json:"test,omitzero"`
	Round   int     `json:"round,omitempty"`
}

// ModelHashed lists a job's model files. It has their digests if it is written at
// the session's end, and none if the files changed before their turn.
type ModelHashed struct {
	Files   []ModelFile   `json:"files"`
	Elapsed time.Duration `json:"elapsed_ns,omitempty"`
}
