package imported

import (
	"cmp"
	"fmt"
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
	job := f.job(d.threads)
	key := keyOf(&job)
	one := d.open[key]
	if one == nil {
		one = d.begin(job)
		d.open[key] = one
	}
	for !one.takes(f) {
		if one.again == nil {
			one.again = d.begin(job)
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

// begin opens a job, in a new session if the present one is full.
func (d *deal) begin(job bench.Job) *dealt {
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
	job.ID = "j" + strconv.Itoa(len(s.Plan.Jobs)+1)
	s.Plan.Jobs = append(s.Plan.Jobs, job)
	d.bytes += len(keyOf(&job)) + 600
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
		Model: bench.Model{Name: f.Model, Path: cmp.Or(f.File, unslashed.Replace(strings.TrimSpace(f.Model+" "+f.Quant))), Format: f.Format, Quant: f.Quant, SizeBytes: f.SizeBytes, ParamCount: f.ParamCount},
		Build: build, Params: params, Stated: slices.Clone(f.Stated),
	}
}

// keyOf gives a text that is the same for all figures of one job.
func keyOf(j *bench.Job) string {
	m, b := j.Model, j.Build
	return strings.Join([]string{
		m.Name, m.Path, m.Quant, m.Format, fmt.Sprint(m.SizeBytes, m.ParamCount), b.Engine, b.Version, fmt.Sprint(b.Number), b.Commit,
		strings.Join(b.Backends, ","), j.Params.String(), strings.Join(j.Stated, "\x01"),
	}, "\x00")
}
