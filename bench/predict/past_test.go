package predict

import (
	"testing"
	"time"

	"dragstrip/bench"
)

// measured is a session of one job. The repetitions of its test took the given
// seconds. The start took a second, and the warm-up half a second.
func measured(build string, test bench.Test, seconds ...float64) *bench.Session {
	job := bench.Job{ID: "j1", Model: model, Build: bench.EngineBuild{ID: build}, Tests: []bench.Test{test}, Repetitions: len(seconds)}
	result := bench.Result{Test: test}
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	started, warming := at, at.Add(time.Second)
	measuring := warming.Add(time.Second / 2)
	ended := measuring
	for _, s := range seconds {
		result.SamplesNS = append(result.SamplesNS, int64(s*1e9))
		ended = ended.Add(time.Duration(s * 1e9))
	}
	return bench.Replay([]bench.Event{
		{Seq: 1, Time: started, Fact: bench.SessionStarted{Plan: bench.Plan{Jobs: []bench.Job{job}}}},
		{Seq: 2, Time: started, Job: "j1", Fact: bench.EngineStarted{Invocation: 1}},
		{Seq: 3, Time: warming, Job: "j1", Fact: bench.PhaseEntered{Phase: bench.PhaseWarmup, Test: test}},
		{Seq: 4, Time: measuring, Job: "j1", Fact: bench.PhaseEntered{Phase: bench.PhaseMeasuring, Test: test}},
		{Seq: 5, Time: ended, Job: "j1", Fact: bench.TestFinished{Result: result}},
	})
}

// A variant of a build counts as another build. The first of several variants
// may take twenty times longer than guessed. The estimate for the other
// variants used to learn nothing from that.
func TestAnotherBuildOfTheEngineTellsTheSortOfDevice(t *testing.T) {
	past := NewPast(even{})
	test := bench.Test{Prompt: 100} // takes a second by the pace below
	session := measured("a", test, 20, 20)
	llvmpipe := []bench.Device{{Name: "Vulkan0", Software: true}}
	session.Jobs[0].Build.Engine, session.Jobs[0].Build.Devices = "llama.cpp", llvmpipe
	past.Learn(session)
	for _, c := range []struct {
		what    string
		engine  string
		devices []bench.Device
		params  bench.Params
		want    time.Duration
	}{
		{"a variant", "llama.cpp", llvmpipe, nil, 20 * time.Second},
		{"the CPU", "llama.cpp", llvmpipe, bench.Params{"devices": "none"}, time.Second},
		{"a GPU", "llama.cpp", []bench.Device{{Name: "Vulkan0"}}, nil, time.Second},
		{"another engine", "abacus", llvmpipe, nil, time.Second},
	} {
		job := session.Jobs[0].Job
		job.Build.ID, job.Build.Engine, job.Build.Devices, job.Params = "b", c.engine, c.devices, c.params
		if turn, seen := past.Turn(&job, test, false); seen || turn.Each != c.want {
			t.Errorf("%s: %v each, seen %v; want %v", c.what, turn.Each, seen, c.want)
		}
	}
}

func TestThePastIsTheNewestOfEachTest(t *testing.T) {
	past := NewPast(even{})
	test := bench.Test{Prompt: 100}
	newest := measured("a", test, 1, 2)
	past.Learn(newest)
	past.Learn(measured("a", test, 0.5, 0.5))
	job := &newest.Jobs[0].Job
	if r := past.Expect(job, test); r.From != 50 || r.To != 100 {
		t.Errorf("expects %v, want the newest session's 50 to 100", r)
	}
	if turn, seen := past.Turn(job, test, false); !seen || turn != (Turn{time.Second / 2, time.Second * 3 / 2}) {
		t.Errorf("%+v, seen %v", turn, seen)
	}
	if start := past.Start(job); start != time.Second {
		t.Errorf("a start takes %v", start)
	}
	other := *job
	other.Build.ID = "b"
	if r := past.Expect(&other, test); r != (bench.SpeedRange{}) {
		t.Errorf("of another build %v", r)
	}
	if _, seen := past.Turn(&other, test, false); seen {
		t.Error("another build's time was seen")
	}
	elsewhere := *job
	elsewhere.Build.Inherited = []string{"GGML_VK_DISABLE_F16=1"}
	if r := past.Expect(&elsewhere, test); r != (bench.SpeedRange{}) {
		t.Errorf("in another environment %v", r)
	}
	served := *job
	served.Model.Served = "one"
	if r := past.Expect(&served, test); r != (bench.SpeedRange{}) {
		t.Errorf("of a served model %v", r)
	}
	servedOnce := measured("a", test, 1, 2)
	servedOnce.Jobs[0].Job.Model = served.Model
	past.Learn(servedOnce)
	another := served
	another.Model.Served = "another"
	if r := past.Expect(&another, test); r != (bench.SpeedRange{}) {
		t.Errorf("of another served model of the same label %v", r)
	}
}

// Plan once predicted 32 hours for the CPU, because the build had been slow on
// another device.
func TestAGPUSaysNothingAboutTheCPU(t *testing.T) {
	past := NewPast(even{})
	session := measured("a", bench.Test{Prompt: 100}, 2)
	job := &session.Jobs[0].Job
	job.Build.Devices = []bench.Device{{Name: "Vulkan0"}}
	past.Learn(session)
	onCPU := *job
	onCPU.Params = bench.Params{"devices": "none"}
	for what, c := range map[string]struct {
		job  *bench.Job
		want time.Duration
	}{"the same device": {job, 4 * time.Second}, "the CPU": {&onCPU, 2 * time.Second}} {
		if turn, _ := past.Turn(c.job, bench.Test{Prompt: 200}, false); turn.Each != c.want {
			t.Errorf("%s: %v, want %v", what, turn.Each, c.want)
		}
	}
}

// The time of a test that was not measured follows from the most similar test.
// Tests of the same model come first, and among them the one with the most
// similar length.
func TestWhatWasNotMeasuredFollowsTheNearest(t *testing.T) {
	past := NewPast(even{})
	session := measured("a", bench.Test{Prompt: 100}, 2) // twice as long as the pace below
	past.Learn(session)
	past.Learn(measured("a", bench.Test{Prompt: 1000}, 40)) // four times as long
	job := &session.Jobs[0].Job
	each := func(j *bench.Job, t bench.Test) time.Duration {
		turn, _ := past.Turn(j, t, false)
		return turn.Each
	}
	if got := each(job, bench.Test{Prompt: 200}); got != 4*time.Second {
		t.Errorf("a prompt of 200: %v", got)
	}
	if got := each(job, bench.Test{Prompt: 800}); got != 32*time.Second {
		t.Errorf("a prompt of 800: %v", got)
	}
	if got := each(job, bench.Test{Generation: 10}); got != time.Second {
		t.Errorf("a generation follows prompts: %v", got)
	}
	if got := each(job, bench.Test{Prompt: 100, Generation: 10}); got != 3*time.Second {
		t.Errorf("both together are not the sum of their parts: %v", got)
	}
	larger := *job
	larger.Model.ParamCount, larger.Model.Name = 2e9, "other"
	if got := each(&larger, bench.Test{Prompt: 100}); got != 2*time.Second {
		t.Errorf("another model of the quantization: %v", got)
	}
	moved := *job
	moved.Model.Path = "/elsewhere"
	if turn, seen := past.Turn(&moved, bench.Test{Prompt: 100}, false); !seen || turn.Each != 2*time.Second {
		t.Errorf("a file that was moved: %+v, seen %v", turn, seen)
	}
	updated := *job
	updated.Build.Version = "2"
	if turn, seen := past.Turn(&updated, bench.Test{Prompt: 100}, false); !seen || turn.Each != 2*time.Second {
		t.Errorf("a build that was updated: %+v, seen %v", turn, seen)
	}
}

// Only a start that was completed tells how long a start takes.
func TestATornStartIsNotLearned(t *testing.T) {
	test := bench.Test{Prompt: 100}
	torn := measured("a", test, 1)
	torn.Spent.Starts = append(torn.Spent.Starts, bench.StartSpent{Job: "j1", Took: time.Minute})
	past := NewPast(even{})
	past.Learn(torn)
	if got := past.Start(&torn.Jobs[0].Job); got != time.Second {
		t.Errorf("a start takes %v, want that of the whole one, %v", got, time.Second)
	}
}

// If the newest session did something in no time, that counts, and older
// sessions are not asked.
func TestNothingIsKnownAsWell(t *testing.T) {
	test := bench.Test{Prompt: 100}
	session := func(start, first time.Duration) *bench.Session {
		s := measured("a", test, 1, 1)
		s.Spent.Starts = []bench.StartSpent{{Job: "j1", Took: start, Whole: true}}
		again := s.Spent.Turns[0]
		s.Spent.Turns[0].Once += first
		again.First = false
		s.Spent.Turns = append(s.Spent.Turns, again)
		return s
	}
	past := NewPast(even{})
	newest := session(0, 0)
	past.Learn(newest)
	past.Learn(session(time.Minute, time.Hour))
	if job := &newest.Jobs[0].Job; past.Start(job) != 0 || past.First(job) != 0 {
		t.Errorf("a start %v, the first turn %v more, want nothing", past.Start(job), past.First(job))
	}
}
