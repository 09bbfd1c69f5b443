package report

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/journal"
)

// tally counts the figures that were computed twice.
type tally struct {
	agree, figures int
	wrong          []string
	verdicts       map[string]int // how often each was given
	acrosses       int            // intervals over sessions
}

func (c *tally) count(ok bool, what string, ours, again any) {
	c.figures++
	if ok {
		c.agree++
		return
	}
	c.wrong = append(c.wrong, fmt.Sprintf("%s: %v, made again %v", what, ours, again))
}

// number compares two figures; they may differ by a millionth.
func (c *tally) number(what string, ours, again float64) {
	c.count(math.Abs(ours-again) <= 1e-6*max(math.Abs(ours), math.Abs(again), 1e-2), what, ours, again)
}

func (c *tally) word(what, ours, again string) { c.count(ours == again, what, ours, again) }

// twice is a session as it is reported, and as the lines of its journal give
// it.
type twice struct {
	name    string
	session *bench.Session
	raw     *rawSession
}

// readTwice reads journals: those of a folder of session folders that the
// environment names, or else those kept with the tests and one that is made up.
func readTwice(t testing.TB) []twice {
	t.Helper()
	kept := []string{"../journal/testdata/schema-1.jsonl", "../journal/testdata/former/events.jsonl", "../../cli/recording/session.jsonl", madeUpJournal(t)}
	if root := os.Getenv("DRAGSTRIP_SESSIONS"); root != "" {
		kept, _ = filepath.Glob(filepath.Join(root, "*", "events.jsonl"))
	}
	var out []twice
	for _, path := range kept {
		folder := filepath.Join(t.TempDir(), "session")
		text, err := os.ReadFile(path)
		if err == nil {
			err = os.MkdirAll(folder, 0o700)
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, "events.jsonl"), text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		read, err := journal.Folder{Path: folder}.Read()
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		one := twice{filepath.Base(filepath.Dir(path)), read.Session, readRaw(t, path)}
		if !one.raw.measuredAnything() {
			t.Logf("%s holds no repetition and is not counted", path)
			continue
		}
		out = append(out, one)
	}
	if len(out) == 0 {
		t.Fatalf("no session with results below %q", os.Getenv("DRAGSTRIP_SESSIONS"))
	}
	return out
}

// again computes the figures of one row again.
func (x twice) again(c *tally, row Row) {
	j := x.raw.jobs[row.Job.ID]
	test := rawTest{row.Test.Test.Prompt, row.Test.Test.Generation, row.Test.Test.Depth}
	starts, sum, name := j.starts[test], row.Summary, x.name+" "+row.Job.ID+" "+row.Test.Test.String()
	all := slices.Sorted(slices.Values(slices.Concat(starts...)))
	c.number(name+" n", float64(sum.N), float64(len(all)))
	if len(all) == 0 {
		return
	}
	mean, variance := averageOf(all)
	c.number(name+" mean", sum.Mean, mean)
	c.number(name+" deviation", sum.StdDev, math.Sqrt(variance))
	c.number(name+" least", sum.Min, all[0])
	c.number(name+" most", sum.Max, all[len(all)-1])
	median, low, high, known := figureOf(starts)
	c.number(name+" figure", sum.Median, median)
	if s := x.raw.scatterOf(row.Job.ID, test); s.Sessions > 0 {
		c.number(name+" sessions", float64(sum.Sessions), float64(s.Sessions))
		c.number(name+" low within the session", sum.SessionLow, low)
		c.number(name+" high within the session", sum.SessionHigh, high)
		median, low, high = figureAcross(starts, s)
		known = true
		c.acrosses++
	}
	c.word(name+" has an interval", fmt.Sprint(sum.HasInterval), fmt.Sprint(known))
	if known {
		c.number(name+" low", sum.Low, low)
		c.number(name+" high", sum.High, high)
	}
	x.readAgain(c, name, j, row, median)
	x.doubtsAgain(c, name, row, starts)
}

// figureOf is a test's figure with its interval. For one start it is the median
// and the values around it. For several starts it is the mean of the logarithms
// of their medians, with Student's t.
func figureOf(starts [][]float64) (figure, low, high float64, known bool) {
	var logs []float64
	for _, samples := range starts {
		if len(samples) > 0 {
			logs = append(logs, math.Log(middleOf(samples)))
		}
	}
	if len(logs) > 1 {
		mean, variance := averageOf(logs)
		off := bandOfT(float64(len(logs)-1)) * math.Sqrt(variance/float64(len(logs)))
		return math.Exp(mean), math.Exp(mean - off), math.Exp(mean + off), true
	}
	all := slices.Sorted(slices.Values(slices.Concat(starts...)))
	l, h, known := bandOfMedian(len(all))
	if known {
		low, high = all[l], all[h]
	}
	return middleOf(all), low, high, known
}

// errorAcross are the two parts of the squared error of a figure, each with its
// degrees of freedom: one from the session's own starts, one from the scatter
// between sessions. If the starts lie closer together than usual, the usual
// distance counts.
func errorAcross(starts [][]float64, s rawScatter) (parts [2][2]float64) {
	variance, n := spreadOfStarts(starts)
	parts[0] = [2]float64{variance / n, n - 1}
	if usual := square(s.Within) / n; usual > variance/n {
		parts[0] = [2]float64{usual, s.WithinFreedom}
	}
	parts[1] = [2]float64{square(s.Between), s.Freedom}
	return parts
}

// addedUp is the sum of squared errors, with its degrees of freedom.
func addedUp(parts ...[2]float64) (square, freedom float64) {
	below := 0.0
	for _, p := range parts {
		if p[0] > 0 {
			square += p[0]
			below += p[0] * p[0] / p[1]
		}
	}
	return square, square * square / below
}

// figureAcross is a test's figure, with an interval that also covers other
// sessions.
func figureAcross(starts [][]float64, s rawScatter) (figure, low, high float64) {
	figure, _, _, _ = figureOf(starts)
	parts := errorAcross(starts, s)
	sum, freedom := addedUp(parts[:]...)
	off := bandOfT(freedom) * math.Sqrt(sum)
	return figure, figure * math.Exp(-off), figure * math.Exp(off)
}

// readAgain checks how much a token reads, and its share of the measured
// bandwidth, for the CPU and an empty context.
func (x twice) readAgain(c *tally, name string, j *rawJob, row Row, tps float64) {
	test := row.Test.Test
	if test.Prompt > 0 || test.Depth > 0 || j.backend != "CPU" || len(row.Job.Build.Devices) > 0 {
		return
	}
	moved := j.bytesRead() * tps / 1e9
	c.number(name+" GB/s", row.MovedGBps, moved)
	if x.raw.measured() > 0 {
		c.number(name+" share", row.OfMeasured(), moved/x.raw.measured())
	}
}

// doubtsAgain checks the doubts that follow from repetitions alone, and the
// grade from all doubts.
func (x twice) doubtsAgain(c *tally, name string, row Row, starts [][]float64) {
	var codes []string
	worst := 0
	for _, w := range row.Doubts {
		codes = append(codes, w.Code)
		worst = max(worst, map[bench.Grade]int{bench.GradeNoisy: 1, bench.GradeThrottled: 2, bench.GradeSuspect: 3}[bench.KindOf(w.Code).Grade])
	}
	for code, again := range doubtsOf(starts) {
		c.word(name+" "+code, fmt.Sprint(slices.Contains(codes, code)), fmt.Sprint(again))
	}
	grade := []bench.Grade{bench.GradeClean, bench.GradeNoisy, bench.GradeThrottled, bench.GradeSuspect}[worst]
	if worst == 0 && row.Summary.N < 6 {
		grade = bench.GradeFew
	}
	c.word(name+" grade", string(row.Grade), string(grade))
}

// TestFiguresMadeAgainFromTheJournalAgree computes every figure of sessions a
// second time, from the lines of their journals and with separate arithmetic,
// and compares it with the report. To check your own sessions:
//
//	DRAGSTRIP_SESSIONS=~/.local/state/dragstrip/sessions go test ./bench/report -run FiguresMadeAgain -v
func TestFiguresMadeAgainFromTheJournalAgree(t *testing.T) {
	sessions := readTwice(t)
	agreed := 0
	all := tally{verdicts: map[string]int{}}
	for i, x := range sessions {
		c := tally{verdicts: all.verdicts}
		for _, row := range Rows(x.session) {
			x.again(&c, row)
		}
		for _, sheet := range within(x.session, false) {
			sheetAgain(&c, sheet, sessions)
		}
		// Sessions next to each other in time, as History compares them.
		if beside := sessions[i:min(i+3, len(sessions))]; len(beside) > 1 {
			var three []*bench.Session
			for _, b := range beside {
				three = append(three, b.session)
			}
			sheetAgain(&c, SideBySide(three, 0, false), sessions)
		}
		if c.agree == c.figures {
			agreed++
		}
		all.agree, all.figures, all.acrosses, all.wrong = all.agree+c.agree, all.figures+c.figures, all.acrosses+c.acrosses, append(all.wrong, c.wrong...)
	}
	t.Logf("%d of %d sessions agree, %d of %d figures; intervals over sessions among them: %d, verdicts: %v", agreed, len(sessions), all.agree, all.figures, all.acrosses, all.verdicts)
	if len(all.wrong) > 0 {
		t.Errorf("these do not:\n%s", strings.Join(all.wrong[:min(len(all.wrong), 30)], "\n"))
	}
	if os.Getenv("DRAGSTRIP_SESSIONS") == "" && (all.figures < 400 || len(all.verdicts) < 4 || all.acrosses == 0) {
		t.Errorf("only %d figures were looked at, %d intervals over sessions, and the verdicts %v", all.figures, all.acrosses, all.verdicts)
	}
}
