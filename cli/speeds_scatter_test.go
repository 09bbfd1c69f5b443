package cli

import (
	"cmp"
	"fmt"
	"math"
	"os"
	"slices"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/bench/predict"
	"dragstrip/bench/report"
)

// replayed is a store of sessions that measured the same again and again. Each
// session knows how much the sessions before it differ. It knows nothing about
// later ones.
type replayed struct {
	plain, known []*bench.Session
	means        map[string][]float64 // by row: the logarithms of all sessions' figures
}

// rowName is the same for rows that measured the same.
func rowName(r report.Row) string {
	return r.Job.ID + " " + r.Job.Params.String() + " " + r.Test.Test.String()
}

// truth gives the mean of all sessions' figures.
func (r replayed) truth(row report.Row) float64 {
	sum := 0.0
	for _, l := range r.means[rowName(row)] {
		sum += l
	}
	return math.Exp(sum / float64(len(r.means[rowName(row)])))
}

// replay reads a store in the order of time, as the bench processes did.
func replay(tb testing.TB, root string) replayed {
	tb.Helper()
	all, err := journal.Store{Root: root}.List()
	if err != nil {
		tb.Fatal(err)
	}
	slices.SortFunc(all, func(a, b journal.Folder) int { return cmp.Compare(a.Name(), b.Name()) })
	r := replayed{means: map[string][]float64{}}
	for _, f := range all {
		plain, err := f.Read()
		if err != nil {
			tb.Fatal(err)
		}
		known, err := f.Read()
		if err != nil {
			tb.Fatal(err)
		}
		r.plain, r.known = append(r.plain, plain.Session), append(r.known, known.Session)
	}
	for i, s := range r.known {
		past := predict.NewPast(predict.Guess{})
		for back := i - 1; back >= max(0, i-newestRead); back-- {
			past.Learn(r.plain[back])
		}
		var jobs []bench.Job
		for _, j := range s.Jobs {
			jobs = append(jobs, j.Job)
		}
		for _, k := range past.Scatter(jobs) {
			s.Apply(bench.Event{Seq: s.LastSeq + 1, Job: k.Job, Fact: k.ScatterLearned})
		}
		for _, row := range report.Rows(s) {
			r.means[rowName(row)] = append(r.means[rowName(row)], math.Log(row.Summary.Median))
		}
	}
	return r
}

// coverage counts the intervals that hold the mean of all sessions. Sessions
// with history are also counted separately.
func (r replayed) coverage(sessions []*bench.Session) (held, all, heldKnown, allKnown int) {
	for _, s := range sessions {
		for _, row := range report.Rows(s) {
			sum, truth := row.Summary, r.truth(row)
			holds := 0
			if sum.Low <= truth && truth <= sum.High {
				holds = 1
			}
			held, all = held+holds, all+1
			if sum.Sessions > 0 {
				heldKnown, allKnown = heldKnown+holds, allKnown+1
			}
		}
	}
	return held, all, heldKnown, allKnown
}

// halvesSaid gives the half widths of the sessions' intervals. If known is set,
// only sessions with history count.
func halvesSaid(sessions []*bench.Session, known bool) string {
	var halves []float64
	for _, s := range sessions {
		for _, row := range report.Rows(s) {
			if sum := row.Summary; !known || sum.Sessions > 0 {
				halves = append(halves, 100*(math.Sqrt(sum.High/sum.Low)-1))
			}
		}
	}
	slices.Sort(halves)
	n := len(halves)
	if n == 0 {
		return "none"
	}
	return fmt.Sprintf("median %.1f %%, nine of ten up to %.1f %%, %.1f to %.1f %%", halves[n/2], halves[n*9/10], halves[0], halves[n-1])
}

// neighbours compares each session with the one before it. It counts the rows
// that get a verdict, or would get one if no side were noisy.
func neighbours(sessions []*bench.Session) (shown, doubtful, all int) {
	for i := range sessions[1:] {
		for _, row := range report.OldAgainstNew(sessions[i], sessions[i+1], false).Rows {
			if rowName(*row.Cells[0].Row) != rowName(*row.Cells[1].Row) {
				continue
			}
			all++
			switch c := row.Cells[1].Comparison; {
			case c.Shown():
				shown++
			case c.Verdict == bench.Doubtful:
				doubtful++
			}
		}
	}
	return shown, doubtful, all
}

// BenchmarkScatterReplayed uses recorded sessions that measured the same again
// and again. It prints how good their intervals and verdicts are: first from
// the starts of each session alone, then with what the sessions before it had
// shown.
//
//	DRAGSTRIP_SESSIONS=FOLDER go test ./cli -run '^$' -bench ScatterReplayed -benchtime 1x
func BenchmarkScatterReplayed(b *testing.B) {
	root := os.Getenv("DRAGSTRIP_SESSIONS")
	if root == "" {
		b.Skip("DRAGSTRIP_SESSIONS names a folder of sessions that measured the same again and again")
	}
	for b.Loop() {
		r := replay(b, root)
		held, all, _, _ := r.coverage(r.plain)
		b.Logf("by starts alone: %d of %d intervals hold the mean of all sessions", held, all)
		held, all, heldKnown, allKnown := r.coverage(r.known)
		b.Logf("with earlier sessions: %d of %d; of those with history %d of %d", held, all, heldKnown, allKnown)
		b.Logf("half widths by starts alone: %s", halvesSaid(r.plain, false))
		b.Logf("half widths with history: %s", halvesSaid(r.known, true))
		for _, side := range []struct {
			what     string
			sessions []*bench.Session
		}{{"by starts alone", r.plain}, {"with earlier sessions", r.known}} {
			shown, doubtful, all := neighbours(side.sessions)
			b.Logf("%s: %d of %d rows beside the session before get a verdict, %d a doubtful one", side.what, shown, all, doubtful)
		}
	}
}
