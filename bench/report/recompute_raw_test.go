package report

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
)

// rawTest is a test as it is written in the lines of a journal.
type rawTest struct {
	P int `json:"p"`
	N int `json:"n"`
	D int `json:"d"`
}

// rawModel has the fields of a job's model with which bytes are counted.
type rawModel struct {
	Size int64 `json:"size_bytes"`
	Read int64 `json:"read_bytes_per_token"`
}

// rawFact has the fields of all facts from which figures are computed.
type rawFact struct {
	Plan struct {
		Jobs []rawJob `json:"jobs"`
	} `json:"plan"`
	Job    rawJob `json:"job"`
	Result struct {
		Test    rawTest `json:"test"`
		Samples []int64 `json:"samples_ns"`
		Backend string  `json:"backend"`
	} `json:"result"`
	Peak     float64 `json:"peak_gbps"`
	Clean    bool    `json:"clean"`
	Use      string  `json:"use"`
	Device   string  `json:"device"`
	Bytes    int64   `json:"bytes"`
	Repacked int64   `json:"repacked"`
	Doubled  bool    `json:"doubled"`

	Machine struct {
		Line string `json:"line"`
	} `json:"machine"`
	Test rawTest `json:"test"`
	rawScatter
}

// rawScatter is how far earlier sessions lie apart.
type rawScatter struct {
	Sessions      int     `json:"sessions"`
	Alike         bool    `json:"alike"`
	Between       float64 `json:"between"`
	Freedom       float64 `json:"freedom"`
	Within        float64 `json:"within"`
	WithinFreedom float64 `json:"within_freedom"`
}

// rawJob is a job with its measurements.
type rawJob struct {
	ID    string   `json:"id"`
	Model rawModel `json:"model"`

	starts  map[rawTest][][]float64 // tokens per second
	backend string
	weights map[string]rawFact // by device, the largest
	scatter map[rawTest]rawScatter
}

// scatterOf is the scatter of this test, or otherwise that of all tests.
func (s *rawSession) scatterOf(job string, test rawTest) rawScatter {
	if own, ok := s.jobs[job].scatter[test]; ok {
		return own
	}
	return s.scatter
}

// rawSession is a journal summed up without the reducer.
type rawSession struct {
	jobs    map[string]*rawJob
	probes  []rawFact
	scatter rawScatter
	machine string
}

// readRaw reads a journal line by line, and ignores torn lines.
func readRaw(t testing.TB, path string) *rawSession {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	s := &rawSession{jobs: map[string]*rawJob{}}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var e struct {
			Job  string          `json:"job"`
			Kind string          `json:"kind"`
			Fact json.RawMessage `json:"fact"`
		}
		var f rawFact
		if json.Unmarshal(lines.Bytes(), &e) == nil && strings.Contains(" SessionStarted JobAdded TestFinished BandwidthMeasured MemoryAllocated ScatterLearned MachineDescribed ", " "+e.Kind+" ") {
			if err := json.Unmarshal(e.Fact, &f); err != nil {
				t.Fatalf("%s: %s: %v", path, e.Kind, err)
			}
			s.add(e.Kind, e.Job, f)
		}
	}
	return s
}

func (s *rawSession) add(kind, job string, f rawFact) {
	switch j := s.jobs[job]; kind {
	case "SessionStarted":
		for _, j := range f.Plan.Jobs {
			s.addJob(j)
		}
	case "JobAdded":
		s.addJob(f.Job)
	case "BandwidthMeasured":
		s.probes = append(s.probes, f)
	case "TestFinished":
		var tps []float64
		for _, ns := range f.Result.Samples {
			tps = append(tps, float64(f.Result.Test.P+f.Result.Test.N)/(float64(ns)/1e9))
		}
		j.starts[f.Result.Test] = append(j.starts[f.Result.Test], tps)
		j.backend = f.Result.Backend
	case "MachineDescribed":
		s.machine = f.Machine.Line
	case "ScatterLearned":
		if job == "" {
			s.scatter = f.rawScatter
		} else {
			j.scatter[f.Test] = f.rawScatter
		}
	case "MemoryAllocated":
		if f.Use == "model" && f.Bytes >= j.weights[f.Device].Bytes {
			j.weights[f.Device] = f
		}
	}
}

func (s *rawSession) addJob(j rawJob) {
	j.starts, j.weights, j.scatter = map[rawTest][][]float64{}, map[string]rawFact{}, map[rawTest]rawScatter{}
	s.jobs[j.ID] = &j
}

// bytesRead is how many bytes a token reads at no depth: those of the file, and
// what the engine's own layout adds.
func (j *rawJob) bytesRead() float64 {
	read := float64(j.Model.Read)
	if len(j.weights) != 1 {
		return read
	}
	for _, w := range j.weights {
		size, own, asInFile := float64(j.Model.Size), float64(w.Repacked), float64(w.Bytes-w.Repacked)
		if w.Doubled {
			asInFile = 0
		}
		ofFile := size - asInFile
		more := own - ofFile
		if own <= 0 || ofFile <= 0 || more <= 0 || more > 0.15*ofFile {
			return read
		}
		unread := max(0, size-read-asInFile)
		read += more * max(0, 1-unread/ofFile)
	}
	return read
}

// measured is the bandwidth from the probes: the highest of the clean ones, or
// of all if none is clean.
func (s *rawSession) measured() float64 {
	best := map[bool]float64{}
	for _, p := range s.probes {
		best[p.Clean] = max(best[p.Clean], p.Peak)
	}
	if best[true] > 0 {
		return best[true]
	}
	return best[false]
}

func (t rawTest) String() string { return fmt.Sprintf("p%d n%d d%d", t.P, t.N, t.D) }

// madeUpJournal writes a session of five jobs in six rounds: one equal to the
// first, one quicker, one slower and noisy, one with slow first repetitions,
// and one that drifts in one direction.
func madeUpJournal(t testing.TB) string {
	t.Helper()
	random := rand.New(rand.NewPCG(59, 60))
	plan := bench.Plan{Rounds: 6}
	tests := []bench.Test{{Prompt: 64}, {Generation: 32}}
	for i := range 5 {
		model := bench.Model{Name: "m", Path: "/m.gguf", SizeBytes: 1e9, ReadBytesPerToken: 9e8}
		plan.Jobs = append(plan.Jobs, bench.Job{ID: fmt.Sprintf("j%d", i+1), Model: model, Tests: tests, Repetitions: 18, Params: bench.Params{"n_threads": fmt.Sprint(i + 1)}})
	}
	said := []bench.Event{
		{Fact: bench.SessionStarted{Schema: 1, Session: "made up", Plan: plan}},
		{Fact: bench.BandwidthMeasured{Bandwidth: bench.Bandwidth{PeakGBps: 50, Clean: true}}},
		{Fact: bench.ScatterLearned{Scatter: bench.Scatter{Sessions: 9, Between: 0.03, Freedom: 8, Within: 0.02, WithinFreedom: 40}}},
		{Job: "j2", Fact: bench.ScatterLearned{Test: tests[0], Scatter: bench.Scatter{Sessions: 5, Alike: true, Between: 0.01, Freedom: 4}}},
		{Job: "j2", Fact: bench.MemoryAllocated{Device: "CPU", Use: "model", Bytes: 104e7, Repacked: 94e7}},
	}
	for round := range 6 {
		for i, j := range plan.Jobs {
			for _, test := range tests {
				r := bench.Result{Test: test, Round: round, Backend: "CPU"}
				start := math.Exp(0.01 * random.NormFloat64())
				for k := range 3 {
					tps := 40 * start * math.Exp([]float64{0.01, 0.01, 0.1, 0.01, 0.001}[i]*random.NormFloat64())
					switch {
					case i == 1:
						tps *= 1.1
					case i == 2:
						tps *= 0.8
					case i == 3 && k == 0:
						tps *= 0.7
					case i == 4:
						tps = 40 - float64(round) - float64(k)/10
					}
					r.SamplesNS = append(r.SamplesNS, int64(float64(test.Tokens())/tps*1e9))
				}
				said = append(said, bench.Event{Job: j.ID, Fact: bench.TestFinished{Result: r}})
			}
		}
	}
	var text []byte
	for i, e := range said {
		e.Seq, e.Time = int64(i+1), time.Unix(int64(i), 0)
		line, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		text = append(append(text, line...), '\n')
	}
	path := filepath.Join(t.TempDir(), "events.jsonl")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// measuredAnything tells whether there is any repetition.
func (s *rawSession) measuredAnything() bool {
	for _, j := range s.jobs {
		for _, starts := range j.starts {
			if len(slices.Concat(starts...)) > 0 {
				return true
			}
		}
	}
	return false
}
