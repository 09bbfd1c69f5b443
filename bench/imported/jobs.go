package imported

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
)

// The limits of one session's plan. Its text must stay below bench.MaxPlanBytes,
// and a job with its build takes less than jobBytes.
const (
	jobBytes  = 3 << 10
	testBytes = 40
)

// deal sorts the figures of one machine into jobs, and jobs into sessions. If
// the same was measured twice, and there are samples, the second measurement
// becomes a further start. Without samples it becomes a job of its own, because
// two means cannot be joined.
type deal struct {
	sessions []*Session
	threads  bool // the numbers of threads differ, so they are a parameter
	open     map[string]*dealt
	key      []byte // of the figure that is dealt at present
	tests    int
	bytes    int
}

// dealt is a job that takes further figures.
type dealt struct {
	session *Session
	at      int // position of the job in the session's plan
	rounds  map[bench.Test]int
	again   *dealt // the next job with the same key, for a mean that cannot be joined
}

// sessionsOf makes the sessions of the figures of one machine.
func sessionsOf(figures []*Figure) []*Session {
	d := deal{open: map[string]*dealt{}}
	for _, f := range figures {
		d.threads = d.threads || f.Threads != figures[0].Threads
	}
	for _, f := range figures {
		d.take(f)
	}
	return d.sessions
}

func (d *deal) take(f *Figure) {
	d.key = f.appendKey(d.key[:0], d.threads)
	one := d.open[string(d.key)]
	if one == nil {
		one = d.begin(f)
		d.open[string(d.key)] = one
	}
	for !one.takes(f) {
		if one.again == nil {
			one.again = d.begin(f)
		}
		one = one.again
	}
	one.add(d, f)
}

// takes tells whether a job has room for a figure.
func (o *dealt) takes(f *Figure) bool {
	round, has := o.rounds[f.Test]
	return !has || len(f.SamplesNS) > 0 && round >= 0 && round+1 < bench.MaxRepetitions
}

func (o *dealt) add(d *deal, f *Figure) {
	job := &o.session.Plan.Jobs[o.at]
	round, has := o.rounds[f.Test]
	if has {
		round++
	} else {
		job.Tests = append(job.Tests, f.Test)
		d.tests, d.bytes = d.tests+1, d.bytes+testBytes
	}
	n := len(f.SamplesNS)
	if o.rounds[f.Test] = round; n == 0 {
		o.rounds[f.Test], n = -1, f.N // a mean is never joined
	}
	job.Repetitions = max(job.Repetitions, n, 1)
	o.session.Plan.Rounds = max(o.session.Plan.Rounds, round+1)
	o.session.results = append(o.session.results, result{job.ID, f, round})
	o.session.span(f.When)
}

// begin opens a job for the figure that is dealt at present, in a new session if
// the last one is full.
func (d *deal) begin(f *Figure) *dealt {
	full := len(d.sessions) == 0
	if !full {
		jobs := len(d.sessions[len(d.sessions)-1].Plan.Jobs)
		full = jobs >= bench.MaxJobs || d.tests >= bench.MaxPlanTests/2 || d.bytes+jobBytes > bench.MaxPlanBytes
	}
	if full {
		d.sessions = append(d.sessions, &Session{Plan: bench.Plan{Schema: bench.Schema}})
		d.tests, d.bytes, d.open = 0, 0, map[string]*dealt{}
	}
	s := d.sessions[len(d.sessions)-1]
	job := f.job(d.threads)
	job.ID = "j" + strconv.Itoa(len(s.Plan.Jobs)+1)
	s.Plan.Jobs = append(s.Plan.Jobs, job)
	d.bytes += len(d.key) + 600
	return &dealt{session: s, at: len(s.Plan.Jobs) - 1, rounds: map[bench.Test]int{}}
}

// unslashed makes any text a file name.
var unslashed = strings.NewReplacer("/", "_", `\`, "_")

// job is the job that a figure belongs to, without tests.
func (f *Figure) job(threads bool) bench.Job {
	params := maps.Clone(f.Params)
	if params == nil {
		params = bench.Params{}
	}
	if threads && f.Threads > 0 {
		params["n_threads"] = strconv.Itoa(f.Threads)
	}
	build := bench.EngineBuild{Engine: f.Engine, Version: f.Version, Number: f.Number, Commit: f.Commit}
	if f.Backend != "" {
		build.Backends = strings.Split(f.Backend, ",")
	}
	return bench.Job{
		Model: bench.Model{Name: f.Model, Path: f.path(), Format: f.Format, Quant: f.Quant, SizeBytes: f.SizeBytes, ParamCount: f.ParamCount},
		Build: build, Params: params, Stated: slices.Clone(f.Stated),
	}
}

// path is the name of the model's file, or else a name that a file could have.
func (f *Figure) path() string {
	if f.File != "" {
		return f.File
	}
	return unslashed.Replace(strings.TrimSpace(f.Model + " " + f.Quant))
}

// appendKey appends a text that is the same for all figures of one job: all that
// the method job uses. The bytes 0 and 1 stand between its parts, because no
// clean text has them.
func (f *Figure) appendKey(key []byte, threads bool) []byte {
	for _, text := range [...]string{f.Model, f.File, f.Quant, f.Format, f.Engine, f.Version, f.Commit, f.Backend} {
		key = append(append(key, text...), 0)
	}
	for _, n := range [...]int64{f.SizeBytes, f.ParamCount, int64(f.Number)} {
		key = append(strconv.AppendInt(key, n, 10), 0)
	}
	if threads {
		key = append(strconv.AppendInt(key, int64(f.Threads), 10), 0)
	}
	for _, name := range slices.Sorted(maps.Keys(f.Params)) {
		key = append(append(append(append(key, name...), 1), f.Params[name]...), 0)
	}
	for _, text := range f.Stated {
		key = append(append(key, text...), 0)
	}
	return key
}
