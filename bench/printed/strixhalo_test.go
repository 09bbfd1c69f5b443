package printed

import (
	"strings"
	"testing"

	"dragstrip/bench"
)

// swept has two configurations: one is faster at prompts, the other one at
// generation. A third one fails.
func swept() *bench.Session {
	tests := []bench.Test{{Prompt: 512}, {Prompt: 1}, {Generation: 128}}
	facts := []bench.Event{}
	var jobs []bench.Job
	for _, id := range []string{"vulkan", "rocm", "lost"} {
		jobs = append(jobs, bench.Job{ID: id, Model: bench.Model{Name: "M", Quant: "Q4_0"}, Build: bench.EngineBuild{ID: id, Engine: id, Env: map[string][]string{"rocm": {"LT=1"}}[id]}, Params: bench.Params{"n_batch": "256"}, Tests: tests, Repetitions: 1})
	}
	facts = append(facts, bench.Event{Fact: bench.SessionStarted{Session: "s", Plan: bench.Plan{Jobs: jobs}}})
	for i, j := range jobs {
		for _, t := range tests {
			seconds := int64(1)
			if (i == 0) == t.IsPrefill() {
				seconds = 2
			}
			fact := bench.Event{Job: j.ID, Fact: bench.TestFinished{Result: bench.Result{Test: t, SamplesNS: []int64{seconds * 1e9}}}}
			if i == 2 && t.Prompt != 1 {
				fact.Fact = bench.TestFailed{Test: t, Failure: bench.Failure{Code: bench.FailOutOfMemory, Reason: "out of memory"}}
			}
			facts = append(facts, fact)
		}
	}
	s := bench.NewSession()
	for i, e := range facts {
		e.Seq = int64(i + 1)
		s.Apply(e)
	}
	return s
}

// clearly says that results of one second are shown to be the fastest.
func clearly(t *bench.TestState) Judged {
	return Judged{Counts: true, Grade: bench.GradeClean, Fastest: t.Summary().Median == float64(t.Test.Tokens())}
}

func here(*bench.Session) string { return "" }

func TestASweepTellsTheBestForPromptsAndForGenerationApart(t *testing.T) {
	all := Sweep([]*bench.Session{swept()}, clearly, here)
	text := StrixHaloMarkdown(all)
	for _, want := range []string{
		"- best for pp512: LT=1 rocm -b 256, 512 t/s\n- best for tg128: vulkan -b 256, 128 t/s\n",
		"| A | vulkan -b 256 | 256 | **128** |  |  |  |", "| C | lost -b 256 | nan | nan |  |  | out of memory |",
		"| test | A | B | C |", "| pp512 | 256 | **512** | nan |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if i, k := strings.Index(text, "| pp1 "), strings.Index(text, "| pp512 | 256"); i > k {
		t.Errorf("the shortest prompt does not come first:\n%s", text)
	}
}

// A noisy figure used to be the best, without a sign, and a session of somebody
// else stood there like one's own.
func TestASweepMarksWhatIsDoubtful(t *testing.T) {
	noisy := func(t *bench.TestState) Judged {
		return Judged{Counts: t.Test.Prompt != 1, Grade: bench.GradeNoisy, Marks: "uncertain ▲"}
	}
	all := Sweep([]*bench.Session{swept()}, noisy, func(*bench.Session) string { return "from post_1.md" })
	text := StrixHaloMarkdown(all)
	for _, want := range []string{
		"- no clear winner for pp512; highest: LT=1 rocm -b 256 (from post\\_1.md), 512 t/s uncertain ▲\n",
		"| A | vulkan -b 256 (from post\\_1.md) | 256 uncertain ▲ | 128 uncertain ▲ |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if r := all[0].Rows[0]; strings.Contains(text, "**") || strings.Contains(text, "pp1 ") || r.Grades["tg128"] != bench.GradeNoisy || len(r.Fastest) > 0 || r.From == "" {
		t.Errorf("%+v in\n%s", r, text)
	}
	if rows := Sweep([]*bench.Session{swept()}, clearly, here)[0].Rows; rows[1].Grades != nil || strings.Join(rows[1].Fastest, " ") != "pp512 pp1" {
		t.Errorf("%+v", rows[1])
	}
	all[0].Rows = all[0].Rows[:1]
	if text = StrixHaloMarkdown(all); !strings.Contains(text, "- only one for tg128: vulkan") {
		t.Errorf("%s", text)
	}
}

// What lhl published stands below, with a best of its own: it is from another
// machine.
func TestPublishedConfigurationsStandInTheTable(t *testing.T) {
	all := Sweep([]*bench.Session{swept()}, clearly, here)
	all[0].AddPublished(func(m bench.Model) ([]Publication, string) {
		if m.Quant != "Q4_0" {
			t.Errorf("asked for %+v", m)
		}
		of := func(name string, test bench.Test, tps float64) Publication {
			return Publication{name, "lhl, Strix Halo, 2025-08-04", test, tps}
		}
		return []Publication{of("hip fa=0", bench.Test{Prompt: 512}, 322), of("hip fa=1", bench.Test{Prompt: 512}, 975), of("hip fa=0", bench.Test{Prompt: 2048}, 289)}, ""
	})
	text := StrixHaloMarkdown(all)
	for _, want := range []string{
		"- best for pp512: LT=1 rocm -b 256, 512 t/s\n- published best for pp512: hip fa=1 (lhl, Strix Halo, 2025-08-04), 975 t/s\n",
		"| D | hip fa=0 (lhl, Strix Halo, 2025-08-04) | 322 | – |", "| pp512 | 256 | **512** | nan | 322 | **975** |", "| pp2048 | – | – | – | **289** | – |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	all[0].Published = nil
	all[0].AddPublished(func(bench.Model) ([]Publication, string) { return nil, "nothing of this model" })
	if text = StrixHaloMarkdown(all); !strings.Contains(text, "- nothing of this model\n") {
		t.Errorf("%s", text)
	}
}

// The memory of the GPUs, which other programs took, used to stand as the peak of
// an engine on the CPU.
func TestThePeakOnTheCPUIsThatOfTheEngine(t *testing.T) {
	s := swept()
	for i, backend := range []string{"Vulkan", "CPU"} {
		s.Jobs[i].Build.Backends, s.Jobs[i].Peak = []string{backend}, bench.MemoryPeak{ProcessBytes: 1 << 20, GPUBytes: 9 << 20}
		for _, tests := range s.Jobs[i].Tests {
			for k := range tests.Results {
				tests.Results[k].Backend = backend
			}
		}
	}
	rows := Sweep([]*bench.Session{s}, clearly, here)[0].Rows
	if rows[0].PeakBytes != 9<<20 || rows[1].PeakBytes != 1<<20 || rows[2].PeakBytes != 0 {
		t.Errorf("%+v", rows)
	}
}

// A test that was only published used to stand in the head of the table, in place
// of the one that was measured here.
func TestMeasuredTestsStandInTheHead(t *testing.T) {
	measured := SweptRow{TPS: map[string]float64{"pp256": 1, "pp1024": 2, "pp4096@d1": 3}}
	for _, c := range []struct{ tests, want string }{
		{"pp256 pp512 pp1024 tg64 tg128", "pp1024 tg128"},
		{"pp256 tg64", "pp256 tg64"},
		{"pp512", "pp512"},
	} {
		m := Swept{Tests: strings.Fields(c.tests), Rows: []SweptRow{measured}}
		if got := strings.Join(m.headTests(), " "); got != c.want {
			t.Errorf("%s: %s, want %s", c.tests, got, c.want)
		}
	}
}
