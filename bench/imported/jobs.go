package imported

import (
	"iter"
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

// deal sorts the figures of one machine into the jobs of a session. If the same
// was measured twice, and there are samples, the second measurement becomes a
// further start. Without samples it becomes a job of its own, because two means
// cannot be joined.
type deal struct {
	session *Session
	threads bool             // the numbers of threads differ, so they are a parameter
	jobs    map[string][]int // positions of the jobs with the same key in the session's plan
	rounds  map[dealt]int    // the last round of a test, or onlyMean
	// closed is how many of the jobs with the same key take no further figure of a
	// test, named by the first of these jobs. They are not looked at again.
	closed map[closedTo]int
	key    []byte // of the figure that is dealt at present
	tests  int
	bytes  int
}

// dealt is a test of the job at a position.
type dealt struct {
	at   int
	test bench.Test
}

// closedTo is a kind of figure that jobs may not take any more.
type closedTo struct {
	dealt
	samples bool
}

// onlyMean stands for the round of a mean, which is never joined.
const onlyMean = -1

// sessionsOf makes the sessions of the figures of one machine. There must be at
// least one figure.
func sessionsOf(figures []*Figure) iter.Seq[*Session] {
	return func(yield func(*Session) bool) {
		d := beginDeal(false, 0)
		for _, f := range figures {
			d.threads = d.threads || f.Threads != figures[0].Threads
		}
		for _, f := range figures {
			if d.take(f) {
				continue
			}
			if !yield(d.session) {
				return
			}
			d = beginDeal(d.threads, len(d.session.Plan.Jobs))
			d.take(f)
		}
		yield(d.session)
	}
}

// beginDeal begins a session that will have about so many jobs.
func beginDeal(threads bool, jobs int) *deal {
	s := &Session{Plan: bench.Plan{Schema: bench.Schema, Jobs: make([]bench.Job, 0, jobs)}, results: make([]result, 0, jobs)}
	return &deal{session: s, threads: threads, jobs: make(map[string][]int, jobs), rounds: make(map[dealt]int, jobs), closed: map[closedTo]int{}}
}

// take puts a figure into its job. It gives false if that would be a new job,
// and the session is full.
func (d *deal) take(f *Figure) bool {
	d.key = f.appendKey(d.key[:0], d.threads)
	jobs := d.jobs[string(d.key)]
	i := 0
	if len(jobs) > 0 {
		of := closedTo{dealt{jobs[0], f.Test}, len(f.SamplesNS) > 0}
		for i = d.closed[of]; i < len(jobs) && !d.takes(jobs[i], f); {
			i++
			d.closed[of] = i
		}
	}
	if i == len(jobs) {
		if d.full() {
			return false
		}
		jobs = append(jobs, d.begin(f))
		d.jobs[string(d.key)] = jobs
	}
	d.add(jobs[i], f)
	return true
}

// full tells whether the session has no room for a further job.
func (d *deal) full() bool {
	return len(d.session.Plan.Jobs) >= bench.MaxJobs || d.tests >= bench.MaxPlanTests/2 || d.bytes+jobBytes > bench.MaxPlanBytes
}

// takes tells whether the job at a position has room for a figure.
func (d *deal) takes(at int, f *Figure) bool {
	round, has := d.rounds[dealt{at, f.Test}]
	return !has || len(f.SamplesNS) > 0 && round != onlyMean && round+1 < bench.MaxRepetitions
}

func (d *deal) add(at int, f *Figure) {
	job := &d.session.Plan.Jobs[at]
	of := dealt{at, f.Test}
	round, has := d.rounds[of]
	if has {
		round++
	} else {
		job.Tests = append(job.Tests, f.Test)
		d.tests, d.bytes = d.tests+1, d.bytes+testBytes
	}
	n := len(f.SamplesNS)
	if d.rounds[of] = round; n == 0 {
		d.rounds[of], n = onlyMean, f.N
	}
	job.Repetitions = max(job.Repetitions, n, 1)
	d.session.Plan.Rounds = max(d.session.Plan.Rounds, round+1)
	d.session.results = append(d.session.results, result{job.ID, f, round})
	d.session.span(f.When)
}

// begin opens a job for the figure that is dealt at present, and gives its
// position.
func (d *deal) begin(f *Figure) (at int) {
	jobs := &d.session.Plan.Jobs
	job := f.job(d.threads)
	job.ID = "j" + strconv.Itoa(len(*jobs)+1)
	*jobs = append(*jobs, job)
	d.bytes += len(d.key) + 600
	return len(*jobs) - 1
}

// unslashed makes any text a file name.
var unslashed = strings.NewReplacer("/", "_", `\`, "_")

// job is the job that a figure belongs to, without tests.
func (f *Figure) job(threads bool) bench.Job {
	params := f.Params
	if threads && f.Threads > 0 {
		if params = maps.Clone(params); params == nil {
			params = bench.Params{}
		}
		params["n_threads"] = strconv.Itoa(f.Threads)
	}
	build := bench.EngineBuild{Engine: f.Engine, Version: f.Version, Number: f.Number, Commit: f.Commit}
	if f.Backend != "" {
		build.Backends = strings.Split(f.Backend, ",")
	}
	return bench.Job{
		Model: bench.Model{Name: f.Model, Path: f.path(), Format: f.Format, Quant: f.Quant, SizeBytes: f.SizeBytes, ParamCount: f.ParamCount, StandIn: f.StandIn},
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
// the method job uses, and the job that the source names. The bytes 0 and 1 stand
// between its parts, because no clean text has them.
func (f *Figure) appendKey(key []byte, threads bool) []byte {
	for _, text := range [...]string{f.Model, f.File, f.Quant, f.Format, f.Engine, f.Version, f.Commit, f.Backend, f.Job} {
		key = append(append(key, text...), 0)
	}
	for _, n := range [...]int64{f.SizeBytes, f.ParamCount, int64(f.Number)} {
		key = append(strconv.AppendInt(key, n, 10), 0)
	}
	key = strconv.AppendBool(key, f.StandIn)
	if threads {
		key = append(strconv.AppendInt(key, int64(f.Threads), 10), 0)
	}
	key = appendParams(key, f.Params)
	for _, text := range f.Stated {
		key = append(append(key, text...), 0)
	}
	return key
}
