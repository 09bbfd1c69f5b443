package report

import (
	"io"
	"time"

	"dragstrip/bench"
)

// JSONSchema is the version of the format that JSON writes. A change of the
// format only adds fields.
const JSONSchema = 1

// Document is what JSON writes. What is not known is absent.
type Document struct {
	Schema           int    `json:"schema"`
	DragstripVersion string `json:"dragstrip_version"`
	Session          struct {
		ID       string        `json:"id"`
		State    bench.State   `json:"state"`
		Outcome  bench.Outcome `json:"outcome,omitempty"`
		Reason   string        `json:"reason,omitempty"`
		Note     string        `json:"note,omitempty"`
		Started  time.Time     `json:"started,omitzero"`
		Finished time.Time     `json:"finished,omitzero"`
		DocumentTimes
		Rounds int `json:"rounds"`
		DocumentRounds
	} `json:"session"`
	// Imported is present if somebody else measured the session.
	Imported *bench.SessionImported `json:"imported,omitempty"`
	Machine  bench.Machine          `json:"machine"`
	// Bandwidth holds each probe, in order.
	Bandwidth []bench.BandwidthMeasured `json:"bandwidth,omitempty"`
	Jobs      []DocumentJob             `json:"jobs"`
	// Search is present if the session searched for the best configuration of its
	// model.
	Search *Found `json:"search,omitempty"`
	// Plan is what was asked for. Its models and engine builds have no paths.
	Plan     *bench.Plan       `json:"plan,omitempty"`
	Warnings []DocumentWarning `json:"warnings"`
}

// DocumentJob is one job of a [Document].
type DocumentJob struct {
	ID      string        `json:"id"`
	State   bench.State   `json:"state"`
	Outcome bench.Outcome `json:"outcome,omitempty"`
	Reason  string        `json:"reason,omitempty"`
	Model   bench.Model   `json:"model"` // path: the file's name only
	Build   DocumentBuild `json:"build"`
	Params  bench.Params  `json:"params"`
	// DraftModel is the model that proposed tokens.
	DraftModel  *bench.Model `json:"draft_model,omitempty"`
	Repetitions int          `json:"repetitions"`
	// Commands are the engine's starts, as argv.
	Commands [][]string              `json:"commands"`
	Memory   []bench.MemoryAllocated `json:"memory,omitempty"`
	// LoadsNS are the times that the engine took to load the model, one for each
	// start, in nanoseconds.
	LoadsNS []int64 `json:"loads_ns,omitempty"`
	// Told are the settings that a server told.
	Told  []bench.Told   `json:"told,omitempty"`
	Tests []DocumentTest `json:"tests"`
}

// DocumentBuild is an engine build of a [Document].
type DocumentBuild struct {
	Engine  string `json:"engine"`
	Version string `json:"version,omitempty"`
	// Library is the version of the library that the engine uses, as in
	// [bench.EngineBuild].
	Library  string         `json:"library,omitempty"`
	Number   int            `json:"number,omitempty"`
	Commit   string         `json:"commit,omitempty"`
	Backends []string       `json:"backends,omitempty"`
	Devices  []bench.Device `json:"devices,omitempty"`
	Env      []string       `json:"env,omitempty"`
	// Inherited are the variables that the build inherited from the surrounding
	// environment. If it is absent, they were not recorded.
	Inherited []string `json:"inherited,omitzero"`
	Origin    string   `json:"origin,omitempty"`
}

// DocumentTest is one test of a [DocumentJob]. Summary is absent without
// samples.
type DocumentTest struct {
	Name string `json:"name"`
	bench.Test
	// Standing is the outcome, or "not yet", "running", "not all rounds".
	Standing string `json:"standing"`
	// Started is when an engine first began the test.
	Started time.Time       `json:"started,omitzero"`
	Rounds  []DocumentRound `json:"rounds"`
	// Verdict is clean, too few, noisy, throttled or suspect; published, if somebody
	// else measured it.
	Verdict bench.Grade    `json:"verdict,omitempty"`
	Summary *bench.Summary `json:"summary,omitempty"`
	// Scatter is how far apart earlier sessions of the machine lie, if that was
	// known. The interval of the summary includes this scatter.
	Scatter *bench.Scatter `json:"scatter,omitempty"`
	// Expected is the speed that was expected before it was measured.
	Expected    *bench.Expected `json:"expected,omitempty"`
	MovedGBps   float64         `json:"moved_gbps,omitempty"`
	OfSpecified float64         `json:"of_specified,omitempty"`
	OfMeasured  float64         `json:"of_measured,omitempty"`
	// OfMeasuredDoubtful says that the measured bandwidth is uncertain, because it
	// does not come from an undisturbed measurement.
	OfMeasuredDoubtful bool `json:"of_measured_doubtful,omitempty"`
	// Energy is present for every measured test. If the energy is not known, it
	// says why.
	Energy *bench.Energy `json:"energy,omitempty"`
	// Precision is present if repetitions were added to reach a precision.
	Precision *DocumentPrecision `json:"precision,omitempty"`
	// Still are the standstills while the test was measured.
	Still    []bench.StoodStill `json:"stood_still,omitempty"`
	Failure  *bench.Failure     `json:"failure,omitempty"`
	Warnings []bench.Warning    `json:"warnings,omitempty"`
}

// DocumentRound is what one round of a test gave.
type DocumentRound struct {
	Round      int       `json:"round"`
	Started    time.Time `json:"started,omitzero"`
	SamplesNS  []int64   `json:"samples_ns"`
	SamplesTPS []float64 `json:"samples_tps"`
	// Exchanges are the requests to a server, one for each sample.
	Exchanges []bench.Exchange `json:"exchanges,omitempty"`
	// Published is the figure of an imported result without samples.
	Published *bench.Published `json:"published,omitempty"`
	MeasuredWith
}

// JSON writes the session as one [Document].
func JSON(w io.Writer, s *bench.Session, o Options) error {
	return WriteJSON(w, NewDocument(s, o))
}

// NewDocument makes the document that JSON writes.
func NewDocument(s *bench.Session, o Options) Document {
	r := newRedactor(s, o)
	d := Document{Schema: JSONSchema, DragstripVersion: bench.Clean(s.Version), Machine: r.machine(s.Machine, o)}
	d.Session.ID, d.Session.State, d.Session.Outcome = bench.Clean(s.ID), s.State, s.Outcome
	d.Session.Reason, d.Session.Note = r.text(s.Reason), r.text(s.Plan.Note)
	d.Session.Started, d.Session.Finished = s.Started.UTC(), s.Finished.UTC()
	d.Session.DocumentTimes = timesOf(s)
	d.Session.Rounds, d.Session.DocumentRounds = max(s.Plan.Rounds, 1), r.rounds(s)
	d.Imported = r.importedFact(s)
	if len(s.Jobs) > 0 {
		plan := r.plan(s)
		d.Plan = &plan
	}
	if found, ok := FoundIn(s, o); ok {
		d.Search = &found
	}
	d.Bandwidth = eachText(s.Bandwidth, r.text)
	rows := Rows(s)
	d.Jobs, d.Warnings = []DocumentJob{}, []DocumentWarning{}
	for _, j := range s.Jobs {
		job := r.job(j)
		for _, row := range rows {
			if row.Job == j {
				job.Tests = append(job.Tests, r.test(row))
			}
		}
		d.Jobs = append(d.Jobs, job)
	}
	for _, w := range s.AllWarnings() {
		d.Warnings = append(d.Warnings, r.documentWarning(w))
	}
	return d
}

func (r *redactor) job(j *bench.JobState) DocumentJob {
	b := j.BuildUsed()
	out := DocumentJob{
		ID: j.ID, State: j.State, Outcome: j.Outcome, Reason: r.text(j.Reason), Model: r.model(j.Model),
		Build: DocumentBuild{
			Engine: r.path(b.Engine), Version: r.path(b.Version), Library: r.path(b.Library), Number: b.Number, Commit: r.path(b.Commit),
			Backends: r.each(b.Backends, r.path), Env: r.environment(b.Env), Inherited: r.environment(b.Inherited), Origin: r.path(b.Origin),
		},
		Params: bench.Params{}, Repetitions: j.Repetitions, Commands: [][]string{}, Tests: []DocumentTest{},
	}
	if j.DraftModel != nil {
		draft := r.model(*j.DraftModel)
		out.DraftModel = &draft
	}
	for key, value := range j.Params {
		out.Params[bench.Clean(key)] = r.path(bench.ShownValue(key, value))
	}
	out.Build.Devices = eachText(b.Devices, r.hardware)
	for _, e := range j.Engines {
		out.Commands = append(out.Commands, r.each(e.Argv, r.argument))
	}
	out.LoadsNS, out.Told = j.Loads, r.told(j.Told)
	for _, m := range j.Memory {
		m.Device, m.Use = r.path(m.Device), r.path(m.Use)
		out.Memory = append(out.Memory, m)
	}
	return out
}

func (r *redactor) test(row Row) DocumentTest {
	t := row.Test
	out := DocumentTest{
		Name: t.Test.String(), Test: t.Test, Standing: row.Standing(), Started: t.Started().UTC(), Rounds: []DocumentRound{},
		MovedGBps: row.MovedGBps, OfSpecified: row.OfSpecified(), OfMeasured: row.OfMeasured(), OfMeasuredDoubtful: row.Ceiling.Doubtful && row.OfMeasured() > 0,
	}
	if row.Measured() {
		out.Summary = &row.Summary
		energy := row.Energy
		energy.Of, energy.Absent = r.text(energy.Of), r.text(energy.Absent)
		out.Energy = &energy
	}
	if t.Scatter.Known() {
		out.Scatter = &t.Scatter
	}
	if t.Expected.Known() {
		expected := eachText(t.Expected, r.text)
		out.Expected = &expected
	}
	out.Precision, out.Still = documentPrecision(t), t.Still
	for _, result := range t.Results {
		out.Rounds = append(out.Rounds, DocumentRound{
			Round: result.Round, Started: result.Started.UTC(),
			SamplesNS: orEmpty(result.SamplesNS), SamplesTPS: result.SamplesTPS(), Exchanges: result.Exchanges, Published: result.Published,
			MeasuredWith: r.measuredWith(result),
		})
	}
	if t.Failure != nil {
		f := *t.Failure
		f.Reason, f.Remedy, f.Signal = r.text(f.Reason), r.text(f.Remedy), bench.Clean(f.Signal)
		f.Tail = r.each(f.Tail, r.text)
		out.Failure = &f
	}
	for _, w := range row.Doubts {
		out.Warnings = append(out.Warnings, r.warning(w))
	}
	if row.Measured() {
		out.Verdict = row.Grade
	}
	return out
}

func orEmpty(list []int64) []int64 {
	if list == nil {
		return []int64{}
	}
	return list
}
