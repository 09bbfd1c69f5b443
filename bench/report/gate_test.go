package report

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"dragstrip/bench"
)

// A gate that cannot judge a row says so, and why.
func TestRowsThatCannotBeJudgedAreNamed(t *testing.T) {
	limits, _ := ParseLimits("slower:3%")
	steady := around100(1)
	for _, c := range []struct {
		what     string
		old, new *bench.Session
		judged   int
		unjudged string
	}{
		{"one side was not measured", measured("old", steady, steady), measured("new", steady, nil), 1, "M Q4_0 tg128 cannot be judged: it was not measured on both sides"},
		{"two starts", measured("old", steady[:2], nil), measured("new", steady, nil), 0, "a side has only 2 starts of the engine, but --fail-if needs 4"},
		{"three starts", measured("old", steady[:3], nil), measured("new", around100(0.8)[:3], nil), 0, "a side has only 3 starts of the engine, but --fail-if needs 4"},
		{"starts that tell nothing", measured("old", []float64{10, 100, 1000, 3}, nil), measured("new", []float64{10, 3, 1, 100}, nil), 0, "its ± is larger than the figure itself"},
	} {
		g := OldAgainstNew(c.old, c.new, false).Gate(limits, false)
		if g.Judged != c.judged || len(g.Breaches) > 0 || !strings.Contains(fmt.Sprint(g.Unjudged), c.unjudged) {
			t.Errorf("%s: %+v", c.what, g)
		}
	}
}

// A gate that passed used to say nothing, also where an interval did not exclude
// a loss beyond the limit.
func TestAPassedGateSaysWhatItCouldNotExclude(t *testing.T) {
	limits, _ := ParseLimits("slower:3%")
	wide := []float64{70, 100, 60, 110}
	g := OldAgainstNew(measured("old", around100(1), around100(1)), measured("new", wide, around100(1)), false).Gate(limits, false)
	said := g.OpenSaid()
	if g.Judged != 2 || len(g.Breaches) > 0 || g.PassedSaid() != "2 rows judged, none certainly slower than the limit" || len(said) != 1 || !strings.HasPrefix(said[0], "M Q4_0 pp512 may be slower than the limit slower:3% allows: -") {
		t.Errorf("%+v: %q", g, said)
	}
	if said := OldAgainstNew(measured("old", around100(1), around100(1)), measured("new", around100(1.2), around100(1.2)), false).Gate(limits, false).OpenSaid(); len(said) != 0 {
		t.Errorf("faster: %q", said)
	}
}

// A row that is no breach only because there are several used to be said as one
// whose interval reaches past the limit, although all of it lay there.
func TestARowPastTheLimitThatIsNoBreachSaysWhy(t *testing.T) {
	past := Breach{Limit: "slower:3%", Row: "pp512", Ratio: 0.93, Low: 0.9, High: 0.964, fraction: 0.03}
	around := past
	around.High = 0.98
	said := Gate{Open: []Breach{past, around}}.OpenSaid()
	if len(said) != 2 || !strings.Contains(said[0], "looks slower than") || !strings.Contains(said[0], ofSeveralRows) || !strings.Contains(said[1], "may be slower than") {
		t.Errorf("%q", said)
	}
}

// A doubtful row neither breaches a limit nor passes it; --anyway counts it.
func TestADoubtfulBreachIsNotJudged(t *testing.T) {
	limits, _ := ParseLimits("slower:3%,slower:pp:1%")
	for by, breaches := range map[float64]int{0.8: 2, 1: 0} {
		fresh := measured("new", around100(by), around100(1))
		fresh.Jobs[0].Tests[0].Warnings = []bench.Warning{{Code: "other_load"}}
		sheet := OldAgainstNew(measured("old", around100(1), around100(1)), fresh, false)
		g, anyway := sheet.Gate(limits, false), sheet.Gate(limits, true)
		if len(g.Breaches) > 0 || len(g.Unjudged) != breaches/2 || g.Judged != 2-breaches/2 {
			t.Errorf("%g: %+v", by, g)
		}
		if len(anyway.Breaches) != breaches || len(anyway.Unjudged) > 0 || anyway.Judged != 2 {
			t.Errorf("%g, anyway: %+v", by, anyway)
		}
	}
}

// gateRows is a sheet of rows that were measured twice in six starts. The
// starts lie 1 % apart, with as much noise within each. slower tells by which
// fraction the first row is slower.
func gateRows(random *rand.Rand, rows int, slower float64) Sheet {
	side := func(tps float64) [][]float64 {
		out := make([][]float64, bench.DefaultRepetitions)
		for i := range out {
			out[i] = []float64{tps * math.Exp(0.01*random.NormFloat64()+0.01*random.NormFloat64())}
		}
		return out
	}
	s := Sheet{Columns: make([]SheetColumn, 2)}
	for i := range rows {
		tps := 100.0
		if i == 0 {
			tps *= 1 - slower
		}
		s.Rows = append(s.Rows, SheetRow{Model: fmt.Sprint("m", i), Test: tg128, Cells: []SheetCell{{}, {Compared: true, Comparison: bench.Compare(side(100), side(tps))}}})
	}
	return s
}

// breachPercent is the percentage of gates of ten rows that breach.
func breachPercent(random *rand.Rand, trials int, limit string, slower float64) float64 {
	limits, _ := ParseLimits(limit)
	breached := 0
	for range trials {
		if len(gateRows(random, 10, slower).Gate(limits, false).Breaches) > 0 {
			breached++
		}
	}
	return 100 * float64(breached) / float64(trials)
}

// BenchmarkGate prints how many gates of ten rows breach: if nothing differs,
// if one row is slower by exactly the limit, and if one row is slower by more.
// Each iteration makes 200 gates.
//
//	go test ./bench/report -run '^$' -bench Gate -benchtime 50x
func BenchmarkGate(b *testing.B) {
	for _, limit := range []string{"slower:0%", "slower:3%"} {
		for _, slower := range []float64{0, 0.03, 0.06, 0.1} {
			b.Run(fmt.Sprintf("%s/one row slower by %.0f%%", limit, 100*slower), func(b *testing.B) {
				random := rand.New(rand.NewPCG(12, 13))
				sum, n := 0.0, 0
				for b.Loop() {
					sum += breachPercent(random, 200, limit, slower)
					n++
				}
				b.ReportMetric(sum/float64(n), "%breached")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

// One gate in five used to fail with ten rows that did not differ.
func TestAGateOfManyRowsSeldomFailsByChance(t *testing.T) {
	random := rand.New(rand.NewPCG(14, 15))
	for limit, slower := range map[string]float64{"slower:0%": 0, "slower:3%": 0.03} {
		if got := breachPercent(random, 1000, limit, slower); got > 5 {
			t.Errorf("%s: %.1f %% of gates fail, where the truth is at the limit", limit, got)
		}
	}
}

// Each row used to have a long line of its own, although all had one reason.
func TestRowsWithOneReasonAreOneLine(t *testing.T) {
	g := Gate{Unjudged: []Unjudged{{"M tg8", "few starts"}, {"M pp16", "few starts"}, {"M tg16", "suspect"}, {"M pp32", "few starts"}}}
	got := strings.Join(g.UnjudgedSaid(), "\n")
	if want := "M tg8, M pp16 and M pp32 cannot be judged: few starts\nM tg16 cannot be judged: suspect"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
