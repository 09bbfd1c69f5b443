package fitting

import (
	"flag"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench/predict/speed"

	"dragstrip/bench/published"
)

var update = flag.Bool("update", false, "write effects.csv")

// The effects in the program must be those that this fit to the reference set
// gives. Nobody edits them by hand.
func TestTheEffectsAreThoseOfTheSet(t *testing.T) {
	rows, prompts := Rows(published.Load()), PromptRows(published.Load())
	effects := Fit(rows)
	maps.Copy(effects, FitPrompt(prompts))
	addSpreads(effects, speed.EffectSpread, Generation, rows)
	addSmallSpreads(effects, smallMisses(rows, SmallRows(published.Load())))
	addSpreads(effects, speed.EffectPrompt+" "+speed.EffectSpread, Prompts, prompts)
	if *update {
		var out strings.Builder
		out.WriteString("effect,value\n")
		for _, name := range slices.Sorted(maps.Keys(effects)) {
			fmt.Fprintf(&out, "\"%s\",%.4f\n", name, effects[name])
		}
		if err := os.WriteFile("../effects.csv", []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	have := speed.Fitted()
	if len(have) != len(effects) {
		t.Errorf("%d effects, the set gives %d: go generate ./bench/predict/speed", len(have), len(effects))
	}
	for name, want := range effects {
		if math.Abs(have[name]-want) > 0.002 {
			t.Errorf("%s is %g, the set gives %g: go generate ./bench/predict/speed", name, have[name], want)
		}
	}
}

// addSpreads adds the spreads of families with published results, and those of
// families without, which are larger: there each family was left out, and counts
// as one chip.
func addSpreads(effects speed.Effects, name string, m Method, rows []Row) {
	misses, left := Misses(m.LeaveOneOut(rows, ByChip)), Misses(m.LeaveOneOut(rows, ByFamily))
	for i := range left {
		left[i].Chip, left[i].Family = left[i].Family, ""
	}
	chips, families := SpreadsOf(misses), SpreadsOf(left)
	effects[name] = float64(families.Of("", ""))
	for _, miss := range misses {
		effects[speed.SpreadName(name, miss.Backend, "")] = float64(families.Of(miss.Backend, ""))
		effects[speed.SpreadName(name, miss.Backend, miss.Family)] = float64(chips.Of(miss.Backend, miss.Family))
	}
}

func addSmallSpreads(effects speed.Effects, misses []Miss) {
	effects[speed.EffectSmall] = float64(smallSpread(misses, ""))
	for _, m := range misses {
		effects[speed.SpreadName(speed.EffectSmall, m.Backend, "")] = float64(smallSpread(misses, m.Backend))
	}
}

// If rows are made from known effects, a fit finds nearly these effects.
func TestAFitFindsWhatMadeItsRows(t *testing.T) {
	rows := Rows(published.Load())
	truth := speed.Fitted()
	for i := range rows {
		rows[i].TPS = 1 / truth.Seconds(rows[i].Place, rows[i].Work)
	}
	found := Fit(rows)
	var again []Predicted
	for _, r := range rows {
		again = append(again, Predicted{r, 1 / found.Seconds(r.Place, r.Work)})
	}
	// Effects of families with one result are drawn towards zero.
	if q := QualityOf(again); q.Median > 0.01 || q.P90 > 0.03 {
		t.Errorf("%+v", q)
	}
}

// Only results that the formula describes are fitted.
func TestRowsAreOfOneKind(t *testing.T) {
	rows := Rows(published.Load())
	chips := 0
	for range parted(rows, ByChip) {
		chips++
	}
	if len(rows) < 170 || chips < 70 {
		t.Fatalf("%d rows of %d chips", len(rows), chips)
	}
	for _, r := range rows {
		f := r.From
		if f.GPUs > 1 || f.Test.Depth > 0 || f.Test.Prompt > 0 || f.Bytes < leastBytes || r.Work.Layers == 0 || r.Work.KVBytes <= 0 {
			t.Errorf("%+v", r)
		}
	}
}

func TestQuality(t *testing.T) {
	q := QualityOf([]Predicted{{Row{Chip: "a", TPS: 10}, 11}, {Row{Chip: "a", TPS: 10}, 13}, {Row{Chip: "b", TPS: 10}, 10}})
	if math.Abs(q.Median-0.1) > 1e-9 || q.Chips != 2 || math.Abs(q.Within20-2.0/3) > 1e-9 || math.Abs(q.Balanced-0.1) > 1e-9 {
		t.Errorf("%+v", q)
	}
}

// The figures are those of published tables of Clopper and Pearson.
func TestBounds(t *testing.T) {
	for _, c := range []struct {
		rows, within int
		least, most  float64
	}{{9, 9, 0.664, 1}, {10, 0, 0, 0.308}, {10, 9, 0.555, 0.997}, {29, 14, 0.294, 0.675}} {
		least, most := Bounds(c.rows, c.within)
		if math.Abs(least-c.least) > 0.001 || math.Abs(most-c.most) > 0.001 {
			t.Errorf("%d of %d: %.4f to %.4f, want %.3f to %.3f", c.within, c.rows, least, most, c.least, c.most)
		}
	}
}

func TestDates(t *testing.T) {
	for date, want := range map[string]float64{"2025-06-06": 2025.5, "2026-Feb-5": 2026.5, "2023-12 (later, too)": 2024, "": 0, "<=2025": 0} {
		if got := yearOf(date); math.Abs(got-want) > 1e-9 {
			t.Errorf("%s: %g, want %g", date, got, want)
		}
	}
}

func onlyMixtures(all []Predicted, mixtures bool) []Predicted {
	return slices.DeleteFunc(slices.Clone(all), func(p Predicted) bool { return p.Work.Mixture != mixtures })
}

func report(b *testing.B, q Quality) {
	b.Helper()
	b.ReportMetric(100*q.Median, "%median")
	b.ReportMetric(100*q.P75, "%p75")
	b.ReportMetric(100*q.P90, "%p90")
	b.ReportMetric(100*q.Within20, "%within20")
	b.ReportMetric(100*q.Balanced, "%balanced")
	b.ReportMetric(float64(q.Rows), "rows")
	b.ReportMetric(float64(q.Chips), "chips")
}

// How good predictions are for chips that were left out, dense models of 3 GB or
// more on GPUs.
func BenchmarkLeaveOneChipOut(b *testing.B) {
	rows := Rows(published.Load())
	for b.Loop() {
		all := Generation.LeaveOneOut(rows, ByChip)
		report(b, QualityOf(onlyMixtures(all, false)))
		q := QualityOf(onlyMixtures(all, true))
		fmt.Printf("# mixtures of experts: %d rows of %d chips, median %.1f %%, p90 %.1f %%\n", q.Rows, q.Chips, 100*q.Median, 100*q.P90)
	}
}

// How good predictions of prompt processing are for chips that were left out.
func BenchmarkLeaveOneChipOutPrompt(b *testing.B) {
	rows := PromptRows(published.Load())
	for b.Loop() {
		report(b, QualityOf(Prompts.LeaveOneOut(rows, ByChip)))
	}
}

// How good predictions are for families that were left out.
func BenchmarkLeaveOneFamilyOut(b *testing.B) {
	rows := Rows(published.Load())
	for b.Loop() {
		report(b, QualityOf(onlyMixtures(Generation.LeaveOneOut(rows, ByFamily), false)))
	}
}

// How good predictions are if one speed of the chip is known. Only dense
// models.
func BenchmarkAfterOneOwn(b *testing.B) {
	all := Generation.LeaveOneOut(Rows(published.Load()), ByChip)
	for name, same := range map[string]bool{"nearest": false, "same-quant": true} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				report(b, QualityOf(onlyMixtures(AfterOneOwn(all, same), false)))
			}
		})
	}
}

// How many speeds are within their predicted intervals. This takes some minutes.
func BenchmarkCoverage(b *testing.B) {
	for b.Loop() {
		generation, prompts := Generation.Coverage(Rows(published.Load())), Prompts.Coverage(PromptRows(published.Load()))
		both := Coverage{ByFamily: map[string][2]int{}}
		for _, c := range []Coverage{generation, prompts} {
			both.Rows, both.Within = both.Rows+c.Rows, both.Within+c.Within
			for f, n := range c.ByFamily {
				both.ByFamily[f] = [2]int{both.ByFamily[f][0] + n[0], both.ByFamily[f][1] + n[1]}
			}
		}
		for i, c := range []Coverage{generation, prompts, both} {
			name := []string{"generation", "prompt", "both"}[i]
			b.ReportMetric(100*c.Fraction(), "%covered-"+name)
			printFamilies(name, c)
		}
	}
}

func printFamilies(name string, c Coverage) {
	for _, f := range slices.Sorted(maps.Keys(c.ByFamily)) {
		if n := c.ByFamily[f]; n[0] >= 9 {
			least, most := Bounds(n[0], n[1])
			fmt.Printf("# %s, %s: %d of %d within their intervals, %.0f %% (95 %% interval: %.0f to %.0f %%)\n", name, f, n[1], n[0], 100*float64(n[1])/float64(n[0]), 100*least, 100*most)
		}
	}
}

// How many speeds of small models are within their intervals.
func BenchmarkSmallCoverage(b *testing.B) {
	for b.Loop() {
		c := SmallCoverage(Rows(published.Load()), SmallRows(published.Load()))
		b.ReportMetric(100*c.Fraction(), "%covered")
		b.ReportMetric(float64(c.Rows), "rows")
	}
}

// How good predictions with a filled context are if the speed with an empty one
// is known.
func BenchmarkAtDepth(b *testing.B) {
	s, effects := published.Load(), speed.Fitted()
	for b.Loop() {
		all := AtDepth(s, effects)
		report(b, QualityOf(all))
		by := map[string][]Predicted{}
		for _, p := range all {
			by[p.From.Backend+", "+p.From.Model] = append(by[p.From.Backend+", "+p.From.Model], p)
		}
		for _, name := range slices.Sorted(maps.Keys(by)) {
			q := QualityOf(by[name])
			fmt.Printf("# %s: %d rows, median %.1f %%\n", name, q.Rows, 100*q.Median)
		}
	}
}
