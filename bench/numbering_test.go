package bench

import (
	"reflect"
	"testing"
)

// numbered is a session of one job with two tests, after events with these
// numbers. The first event is the start of the session.
func numbered(seqs ...int64) *Session {
	s := NewSession()
	plan := Plan{Jobs: []Job{{ID: "j1", Repetitions: 2, Tests: []Test{{Prompt: 512}, {Generation: 128}}}}}
	for i, seq := range seqs {
		if i == 0 {
			s.Apply(Event{Seq: seq, Fact: SessionStarted{Session: "s", Plan: plan}})
			continue
		}
		s.Apply(Event{Seq: seq, Fact: LineLogged{}})
	}
	return s
}

func TestWhatAJournalLacksOrHasTwiceIsCounted(t *testing.T) {
	for name, c := range map[string]struct {
		seqs            []int64
		missing, double int64
		lines           int
	}{
		"sound":                   {[]int64{1, 2, 3}, 0, 0, 2},
		"a hole":                  {[]int64{1, 2, 43, 44}, 40, 0, 3},
		"its beginning":           {[]int64{5, 6}, 4, 0, 1},
		"twice in a row":          {[]int64{1, 2, 2, 3}, 0, 1, 2},
		"copied behind itself":    {[]int64{1, 2, 3, 1, 2, 3}, 0, 3, 2},
		"two that changed places": {[]int64{1, 3, 2, 4}, 0, 0, 3},
		// The events after that are not doubles.
		"one flipped digit":           {[]int64{1, 2, 9003, 4, 5}, 8998, 0, 4},
		"the middle of a hole, twice": {[]int64{1, 10, 5, 5}, 7, 1, 2},
		"the end of all numbers":      {[]int64{1, MaxSeq, 2, 3}, MaxSeq - 4, 0, 3},
	} {
		s := numbered(c.seqs...)
		if s.MissingEvents() != c.missing || s.DoubleEvents() != c.double || len(s.Log) != c.lines {
			t.Errorf("%s: %d missing, %d double, %d lines; want %d, %d, %d", name, s.MissingEvents(), s.DoubleEvents(), len(s.Log), c.missing, c.double, c.lines)
		}
	}
}

func TestAJournalFullOfHolesIsBounded(t *testing.T) {
	s := numbered(1)
	const holes = 3 * mostStretches
	for i := range int64(holes) {
		s.Apply(Event{Seq: 3 + 2*i, Fact: LineLogged{}})
	}
	if s.MissingEvents() != holes || len(s.numbers.open) > mostStretches {
		t.Errorf("%d missing in %d stretches", s.MissingEvents(), len(s.numbers.open))
	}
}

// TestAResultThatIsThereTwiceCountsOnce: it used to give n=12 instead of 6.
func TestAResultThatIsThereTwiceCountsOnce(t *testing.T) {
	result := TestFinished{Result: Result{Test: Test{Prompt: 512}, SamplesNS: []int64{1e9, 2e9}}}
	s := numbered(1)
	for seq := range int64(2) { // each with its own number
		s.Apply(Event{Seq: 2 + seq, Job: "j1", Fact: result})
	}
	test := s.Job("j1").Tests[0]
	if test.Summary().N != 2 || s.DoubleEvents() != 1 {
		t.Errorf("n=%d, %d double", test.Summary().N, s.DoubleEvents())
	}
	s.Apply(Event{Seq: 4, Job: "j1", Fact: JobFinished{Outcome: OutcomeDone}})
	s.Apply(Event{Seq: 5, Job: "j1", Fact: JobRequeued{}})
	s.Apply(Event{Seq: 6, Job: "j1", Fact: result})
	if test.Summary().N != 4 || s.DoubleEvents() != 1 {
		t.Errorf("queued again: n=%d, %d double", test.Summary().N, s.DoubleEvents())
	}
}

// A session that was stopped in its second round used to show 2/2.
func TestATestThatLacksARoundIsNotDone(t *testing.T) {
	s := NewSession()
	pp, tg := Test{Prompt: 512}, Test{Generation: 128}
	s.Apply(Event{Seq: 1, Fact: SessionStarted{Schema: Schema, Plan: Plan{Rounds: 2, Jobs: []Job{{ID: "j1", Tests: []Test{pp, tg}, Repetitions: 2}}}}})
	for i, r := range []Result{{Test: pp}, {Test: tg}, {Test: pp, Round: 1}} {
		r.SamplesNS = []int64{1e9}
		s.Apply(Event{Seq: int64(i + 2), Job: "j1", Fact: TestFinished{Result: r}})
	}
	s.Apply(Event{Seq: 5, Job: "j1", Fact: JobFinished{Outcome: OutcomeStopped}})
	s.Apply(Event{Seq: 6, Fact: SessionFinished{Outcome: OutcomeStopped}})
	if tests := s.Tally(); tests.Measured != 1 || tests.Asked != 2 {
		t.Error(tests)
	}
}

// TestATestWhoseResultWasLostIsNotDone: history used to say 2/2, but the report
// said 1 of 2.
func TestATestWhoseResultWasLostIsNotDone(t *testing.T) {
	s := numbered(1)
	s.Apply(Event{Seq: 2, Job: "j1", Fact: TestFinished{Result: Result{Test: Test{Prompt: 512}, SamplesNS: []int64{1e9, 2e9}}}})
	s.Apply(Event{Seq: 4, Job: "j1", Fact: JobFinished{Outcome: OutcomeDone}})
	if tests := s.Tally(); tests.Measured != 1 || tests.Asked != 2 {
		t.Error(tests)
	}
	j := s.Job("j1")
	if j.Tests[0].Outcome != OutcomeDone || j.Tests[1].Outcome != OutcomeLost {
		t.Errorf("%s and %s", j.Tests[0].Outcome, j.Tests[1].Outcome)
	}
	var codes []string
	for _, w := range s.DoubtsOf(j, j.Tests[0]) {
		codes = append(codes, w.Code)
	}
	if !reflect.DeepEqual(codes, []string{"journal_incomplete"}) {
		t.Errorf("what is there is doubted by %v", codes)
	}
}

func TestTheJournalsOwnWarnings(t *testing.T) {
	var got []string
	for _, w := range numbered(1, 3, 3).AllWarnings() {
		got = append(got, w.Warning.Code+": "+w.Warning.Text)
	}
	if !reflect.DeepEqual(got, []string{
		"journal_incomplete: 1 event is missing from the journal: results and warnings may be missing, too",
		"journal_double: 1 event is in the journal twice and counted once",
	}) {
		t.Errorf("%q", got)
	}
	if w := numbered(1, 2).AllWarnings(); len(w) != 0 {
		t.Errorf("a sound journal: %v", w)
	}
}
