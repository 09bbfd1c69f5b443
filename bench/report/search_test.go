package report

import (
	"strconv"
	"strings"
	"testing"

	"dragstrip/bench"
)

// searched is a session that compared two configurations in one block, and then
// in as many pairs of the final.
func searched(pairs int) *teller {
	t, p := newTeller(), bench.Plan{Schema: bench.Schema, Tuning: &bench.Tuning{
		Axes:  []bench.TuningAxis{{Name: "build", Values: []string{"plain", "LIBS=/home/kunigunde/lib"}}},
		Goals: []bench.TuningGoal{{Prompt: 512}}, Servers: []string{"llama-server", "LIBS=/home/kunigunde/lib llama-server"},
		LeftOut: []string{"threads of /home/kunigunde/lib: too many"},
		Known:   []bench.TuningKnown{{Choice: 1, Session: "old", Code: bench.FailCrashed, Reason: "no /home/kunigunde/lib"}},
	}}
	var names []string
	for i := range 2 {
		id := "j" + strconv.Itoa(i+1)
		names = append(names, id)
		p.Tuning.Choices = append(p.Tuning.Choices, []int{i})
		p.Jobs = append(p.Jobs, bench.Job{ID: id, Model: bench.Model{Name: "M", Path: "/m.gguf"}, Build: bench.EngineBuild{ID: "b", Engine: "llama.cpp", Prefix: []string{"x"}}, Tests: []bench.Test{pp512}, Repetitions: 1})
	}
	t.tell("", bench.SessionStarted{Schema: bench.Schema, Session: "s", Plan: p})
	for round := range pairs + 1 {
		stage := bench.StageFinal
		if round == 0 {
			stage = "search"
		}
		t.tell("", bench.RepetitionsAdded{Round: round, Repetitions: 1, Tests: []bench.Test{pp512}, Jobs: names, Stage: stage})
		for i, id := range names {
			t.tell(id, bench.TestFinished{Result: bench.Result{Test: pp512, Round: round, SamplesNS: samples(pp512, float64(100+50*i))}})
		}
	}
	return t
}

// The words of a search used to stand in the JSON and in the plan at the end of a
// report as they were.
func TestWhatASearchSaysNamesNoHome(t *testing.T) {
	for name := range writers {
		if text := written(t, name, searched(2).s, Options{}); strings.Contains(text, "kunigunde") {
			t.Errorf("%s names the owner of a home folder:\n%s", name, text)
		}
	}
}

// In the middle of a final there was no report: the interval of one pair has no
// ends, and JSON cannot say so.
func TestASearchIsReportedAfterEachPair(t *testing.T) {
	for pairs := range 4 {
		s := searched(pairs).s
		found, is := FoundIn(s, Options{})
		if !is || (found.Goals[0].High > 0) != (pairs > 1) {
			t.Errorf("%d pairs: %+v", pairs, found.Goals)
		}
		for name := range writers {
			written(t, name, s, Options{})
		}
	}
}

// A search with two axes has a heat map for each goal: as a drawing with its
// figures beside it, as a table, and in JSON.
func TestASearchHasHeatMaps(t *testing.T) {
	s := searched(2).s
	s.Plan.Tuning.Axes = append(s.Plan.Tuning.Axes, bench.TuningAxis{Name: "n_threads", Values: []string{"1", "2"}})
	s.Plan.Tuning.Choices = [][]int{{0, 0}, {1, 1}}
	found, _ := FoundIn(s, Options{})
	m := found.Goals[0].Map
	if m == nil || m.RowAxis != "build" || m.ColumnAxis != "threads" || !m.Cells[1][1].Best || m.Cells[0][1].Job != "" || m.Level(m.Cells[0][0].TPS) != 0 {
		t.Fatalf("%+v", m)
	}
	for format, want := range map[string]string{
		"report.html": `class="heat h6 leads"><title>build LIBS=~/lib, threads 2: 150 t/s with LIBS=~/lib, 2 threads</title>`,
		"report.md":   "pp512, t/s by build and threads; each cell has the best over all other values:",
		"report.json": `"column_axis": "threads"`,
	} {
		if text := written(t, format, s, Options{}); !strings.Contains(text, want) {
			t.Errorf("%s has no %q:\n%s", format, want, text)
		}
	}
}

// Goals that differ only in depth or length make curves, and have names of their
// own.
func TestASearchHasCurves(t *testing.T) {
	s := searched(2).s
	s.Plan.Tuning.Goals = []bench.TuningGoal{{Prompt: 512}, {Prompt: 512, Depth: 4096}, {Prompt: 1024}}
	for _, test := range []bench.Test{{Prompt: 512, Depth: 4096}, {Prompt: 1024}} {
		for i, j := range s.Jobs {
			state := *j.Tests[0]
			state.Test, state.Results = test, nil
			for _, r := range j.Tests[0].Results {
				r.Test, r.SamplesNS = test, samples(test, float64(90+10*i))
				state.Results = append(state.Results, r)
			}
			j.Tests = append(j.Tests, &state)
		}
	}
	found, _ := FoundIn(s, Options{})
	var titles []string
	for _, p := range found.curvePictures() {
		titles = append(titles, p.Title)
	}
	if got := strings.Join(titles, "|"); got != "Prefill over the length of the prompt|pp512 over depth" {
		t.Errorf("%s", got)
	}
	for len(found.Configurations) < mostCurves+1 {
		if says := found.curvePictures()[0].Says; strings.Contains(says, "Drawn") {
			t.Errorf("%d configurations: %s", len(found.Configurations), says)
		}
		found.Configurations = append(found.Configurations, found.Configurations[0])
	}
	if says := found.curvePictures()[0].Says; !strings.HasSuffix(says, " Drawn are the 12 that are fastest for the first goal; the table has all 13.") {
		t.Errorf("%s", says)
	}
	if g := found.Goals[1]; g.Name != "prefill of 512 tokens at depth 4096" || len(g.Depths) != 1 || g.Depths[0].Depth != 0 || !g.Depths[0].Shown {
		t.Errorf("%+v", g)
	}
	if notes := strings.Join(found.Notes(), "\n"); !strings.Contains(notes, "pp512@d4096: +11 % against the default (+11 % to +11 %) in 2 fresh pairs") {
		t.Errorf("%s", notes)
	}
}
