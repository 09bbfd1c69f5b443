package bench

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Schema is the version of the plan and of the events. Changes are additive:
// a reader of an older schema ignores what it does not know.
const Schema = 1

// Plan is what was asked for. It is written once, before the bench process
// starts. Jobs that are added later arrive as events.
type Plan struct {
	Schema  int       `json:"schema"`
	Session string    `json:"session"`
	Asked   time.Time `json:"asked"`
	Jobs    []Job     `json:"jobs"`
	// Rounds is the number of passes over the jobs. The repetitions are spread
	// over them. 0 and 1 both mean one pass.
	Rounds int `json:"rounds,omitempty"`
	// Order is the order of the jobs within rounds. Seed is the seed for
	// OrderShuffle.
	Order Order  `json:"order,omitempty"`
	Seed  uint64 `json:"seed,omitempty"`
	// CoolDown is the longest wait, before each start of an engine, until the
	// machine is back in its state at the session's start; 0 means no wait.
	CoolDown time.Duration `json:"cool_down_ns,omitempty"`
	// Sentinel asks for the first test to be repeated at the session's end if
	// that is worth the time (see Session.SentinelDue).
	Sentinel bool `json:"sentinel,omitempty"`
	// Precision, if above 0, asks for repetitions until the half-width of each
	// median's interval is at most this fraction of the median.
	Precision float64 `json:"precision,omitempty"`
	// MaxTime limits the session's active time in a search for precision; 0
	// means no limit.
	MaxTime time.Duration `json:"max_time_ns,omitempty"`
	// Tuning, if set, asks for the best of the jobs instead of figures of all.
	Tuning *Tuning `json:"tuning,omitempty"`
	// Chain is the place among several sessions that were asked for together;
	// absent if the session was asked for alone.
	Chain *Chain `json:"chain,omitempty"`
	// RerunOf names the session whose plan is measured again.
	RerunOf string `json:"rerun_of,omitempty"`
	// Ticks asks engines for a sign of life per generated token, if they can
	// give one.
	Ticks bool `json:"ticks"`
	// Hash asks for the SHA-256 of each model file in the report.
	Hash bool `json:"hash,omitempty"`
	// Probe asks for the memory's bandwidth to be measured before and after the
	// session.
	Probe bool   `json:"probe,omitempty"`
	Note  string `json:"note,omitempty"`
}

// Job is one model on one engine build with one set of parameters.
type Job struct {
	ID     string      `json:"id"`
	Model  Model       `json:"model"`
	Build  EngineBuild `json:"build"`
	Params Params      `json:"params,omitempty"`
	// DraftModel is the model whose file the parameter Draft names.
	DraftModel *Model `json:"draft_model,omitempty"`
	// LeftOut are flags, as they were written, and tests that were asked for
	// but that the engine does not support.
	LeftOut []string `json:"left_out,omitempty"`
	// Stated is what the source of an imported result says about the job that no
	// other field has, as "NAME VALUE".
	Stated []string `json:"stated,omitempty"`
	Tests  []Test   `json:"tests"`
	// Repetitions is how often each test is measured over all rounds.
	Repetitions  int  `json:"repetitions"`
	NoWarmup     bool `json:"no_warmup,omitempty"`
	DelaySeconds int  `json:"delay_seconds,omitempty"`
}

// DefaultRepetitions is six: with five there is no 95 % interval for a median
// (golang.org/x/perf/benchmath).
const DefaultRepetitions = 6

// Limits of a plan protect from typing mistakes and hostile files. A report of
// a thousand jobs is still written in a moment.
const (
	MaxJobs        = 1_000
	MaxTests       = 10_000
	MaxRepetitions = 10_000
	MaxCoolDown    = time.Hour
	// MaxWarnings is how many warnings a session keeps.
	MaxWarnings = 10_000
	// MaxServedName limits a served model's name, in cells of a terminal.
	MaxServedName = 200
	// MinPrecision and MaxPrecision limit the requested half-width. No machine
	// that we saw reached less than a thousandth. More than a half needs no
	// search.
	MinPrecision = 0.001
	MaxPrecision = 0.5
)

// Model is what a job runs. Counts that are not known are zero and are shown
// as unknown.
type Model struct {
	Name string `json:"name"`
	Path string `json:"path" border:"place"`
	// Served is the name under which a server offers the model. Such a model
	// has no file here, and Path is empty.
	Served string `json:"served,omitempty"`
	// AlsoServed are further names of these weights on the same servers. They were
	// asked for, too, and the model is measured once.
	AlsoServed []string `json:"also_served,omitempty"`
	Format     string   `json:"format"` // a format of package models
	Arch       string   `json:"arch,omitempty"`
	Quant      string   `json:"quant,omitempty"`
	// Origin is what the model was converted from, if the plan has the same
	// model for two engines. Both models then have the same text.
	Origin string `json:"origin,omitempty"`
	// SizeBytes is the size of the tensors, not of the file.
	SizeBytes  int64 `json:"size_bytes,omitempty"`
	ParamCount int64 `json:"params,omitempty"`
	// ActiveParamCount is how many parameters one token passes through: in a
	// mixture of experts, only the used experts count.
	ActiveParamCount int64 `json:"active_params,omitempty"`
	// LayerCount is how many layers a token passes through.
	LayerCount int `json:"layer_count,omitempty"`
	// ReadBytesPerToken is how many bytes decoding one token at depth 0 reads.
	ReadBytesPerToken int64 `json:"read_bytes_per_token,omitempty"`
	// KV is what the model stores about the tokens it has read.
	KV KV `json:"kv,omitzero"`
	// RowBytes is how much room for intermediate results one token of a batch
	// takes, besides its row of the attention mask; 0 means not known.
	RowBytes int64 `json:"row_bytes,omitempty"`
	StandIn  bool  `json:"stand_in,omitempty"`
	// StandInFault is why a stand-in's figures are better than the real
	// model's.
	StandInFault StandInFault `json:"stand_in_fault,omitempty"`
	Files        []ModelFile  `json:"files,omitempty"`
}

// Key tells models apart within a session: the path of the files, or the name
// under which a server offers it.
func (m Model) Key() string {
	if m.Served != "" {
		return "served " + m.Served
	}
	return m.Path
}

// Address names the model to an engine: it is the path, or the served name.
func (m Model) Address() string {
	if m.Served != "" {
		return m.Served
	}
	return m.Path
}

// WeightsPerToken is how many weights one token passes through; 0 means not
// known.
func (m Model) WeightsPerToken() int64 {
	if m.ActiveParamCount > 0 {
		return m.ActiveParamCount
	}
	return m.ParamCount
}

// IsMixture tells whether the model is surely a mixture of experts: a token passes
// through far fewer parameters than there are. In other models it passes through all
// but most of the token embeddings.
func (m Model) IsMixture() bool {
	return m.ActiveParamCount > 0 && m.ActiveParamCount < m.ParamCount*9/10
}

// StandInMark stands behind the name of a stand-in.
const StandInMark = " (stand-in)"

// Label names the model for people: name, quantization, and "(stand-in)" if it
// is one.
func (m Model) Label() string {
	label := m.Name
	if label == "" {
		label = "?"
	}
	if m.Quant != "" {
		label += " " + m.Quant
	}
	if m.StandIn {
		label += StandInMark
	}
	return label
}

// ModelFile is one file of a model. Name contains no folder, so a report may
// show it.
type ModelFile struct {
	Name      string `json:"name"`
	SizeBytes int64  `json:"size_bytes"`
	SHA256    string `json:"sha256,omitempty"`
	// Modified is when the file was last changed, as seen while planning.
	Modified time.Time `json:"modified,omitzero"`
}

// EngineBuild is one installed copy of an engine with its environment.
type EngineBuild struct {
	// ID is stable over sessions on one machine: it names prefix and
	// environment, not a version.
	ID     string `json:"id"`
	Engine string `json:"engine"` // the name of its kind, see package runner/engine
	// Prefix is the argv to which the engine's own flags are appended:
	// {"llama-bench"}, {"llama", "bench"}, or a loader and its flags.
	Prefix []string `json:"prefix" border:"place"`
	// Added are the words of the command around its program (see AddedWords).
	// Only reports have them, because reports leave Prefix out. An empty list
	// means that there are none; absent means that they were not recorded.
	Added []string `json:"added_words,omitzero"`
	// Env is added to the environment, as KEY=VALUE.
	Env []string `json:"env,omitempty" border:"place"`
	// Inherited are the variables of the surrounding environment, as KEY=VALUE,
	// that change how or on what the engine computes. Secrets are never among
	// them. An empty list means that there are none; absent means that they
	// were not recorded.
	Inherited []string `json:"inherited,omitzero" border:"place"`
	Version   string   `json:"version,omitempty"`
	// Library is the version of the library that the engine uses, if the
	// library has its own releases: the version of MLX, if Version is that of
	// mlx-lm.
	Library string `json:"library,omitempty"`
	// VersionText is how its versions are written, if Version alone is not
	// enough: it also contains the version of the library.
	VersionText string   `json:"version_text,omitempty"`
	Number      int      `json:"number,omitempty"`
	Commit      string   `json:"commit,omitempty"`
	Backends    []string `json:"backends,omitempty"`
	Devices     []Device `json:"devices,omitempty"`
	// Unloaded are the files of its backends for GPUs, if the build loaded none of
	// them when it was asked for its devices. It is not saved.
	Unloaded []string `json:"-"`
	// Remote says that the build can also compute on other machines, if it is
	// given their addresses.
	Remote bool `json:"remote,omitempty"`
	// Origin is where the build was found: "PATH", "dragstrip", "homebrew", a
	// folder.
	Origin string `json:"origin,omitempty"`
	// Traits are what is known about its engine.
	Traits Traits `json:"traits,omitzero"`
}

// Versions gives the versions of the build as people see them; "" if it has
// none.
func (b EngineBuild) Versions() string { return cmp.Or(b.VersionText, b.Version) }

// Validate returns an error if a plan is not possible. Jobs need unique names,
// and tests inside a job must differ.
func (p *Plan) Validate() error {
	if len(p.Jobs) == 0 {
		return fmt.Errorf("the plan has no jobs: name at least one model")
	}
	if err := p.withinLimits(); err != nil {
		return err
	}
	if err := p.validateRounds(); err != nil {
		return err
	}
	seen := map[string]bool{}
	for i := range p.Jobs {
		job := &p.Jobs[i]
		if seen[job.ID] {
			return fmt.Errorf("two jobs are called %q", job.ID)
		}
		seen[job.ID] = true
		if err := job.Validate(); err != nil {
			return fmt.Errorf("job %s: %w", job.ID, err)
		}
	}
	if err := p.Chain.validate(); err != nil {
		return err
	}
	if p.Tuning != nil {
		return p.Tuning.Validate(p.Jobs)
	}
	return nil
}

func (p *Plan) validateRounds() error {
	switch {
	case p.Seed >= MaxSeed:
		return fmt.Errorf("the seed must be below %d, not %d", uint64(MaxSeed), p.Seed)
	case p.CoolDown < 0 || p.CoolDown > MaxCoolDown:
		return fmt.Errorf("the limit of a cool-down must be 0 to %s, not %s", FormatDuration(MaxCoolDown), p.CoolDown)
	case p.Precision != 0 && !(p.Precision >= MinPrecision && p.Precision <= MaxPrecision):
		return fmt.Errorf("the precision must be %s to %s, not %s", FormatPercent(MinPrecision), FormatPercent(MaxPrecision), FormatPercent(p.Precision))
	case p.MaxTime < 0:
		return fmt.Errorf("the time limit must not be negative")
	}
	return p.Order.Validate()
}

// Validate returns an error if a job is not possible.
func (j *Job) Validate() error {
	if err := j.withinLimits(); err != nil {
		return err
	}
	switch {
	case j.ID == "":
		return fmt.Errorf("a job needs a name")
	case len(j.Build.Prefix) == 0:
		return fmt.Errorf("no engine build is chosen")
	case j.Model.Path == "" && j.Model.Served == "":
		return fmt.Errorf("no model is chosen")
	case j.Model.Path != "" && j.Model.Served != "":
		return fmt.Errorf("the model %s is named twice: as a file and as a served model", j.Model.Label())
	case j.Model.Served != "" && CleanLine(j.Model.Served, MaxServedName) != j.Model.Served:
		return fmt.Errorf("the served model's name must be one line of at most %d printable characters", MaxServedName)
	case len(j.Tests) == 0:
		return fmt.Errorf("no tests: give -p, -n or -pg")
	case j.Repetitions < 1:
		return fmt.Errorf("repetitions (-r) must be 1 to %d, not %d", MaxRepetitions, j.Repetitions)
	case j.DelaySeconds < 0:
		return fmt.Errorf("delay must not be negative")
	}
	for i, t := range j.Tests {
		if err := t.Validate(); err != nil {
			return err
		}
		if slices.Contains(j.Tests[:i], t) {
			return fmt.Errorf("test %s is asked for twice; use -r for more repetitions", t)
		}
	}
	return j.Params.Validate()
}

// validID accepts names that are safe as part of a file name.
func validID(s string) bool {
	if s == "" || len(s) > 64 {
		return false
	}
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' {
			return false
		}
	}
	return true
}

// RepetitionsIn is how many of a job's repetitions round r (from 0) takes. They
// are spread evenly over the plan's rounds. If there is a remainder, the
// earlier rounds take one more.
func (p *Plan) RepetitionsIn(job *Job, r int) int {
	rounds := max(p.Rounds, 1)
	n := job.Repetitions / rounds
	if r < job.Repetitions%rounds {
		n++
	}
	return n
}
