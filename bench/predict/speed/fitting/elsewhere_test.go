package fitting

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dragstrip/bench/predict/speed"
	"dragstrip/bench/published"
)

// elsewhere reads figures of chips that the reference set has no figures of.
// They are only for judging the predictions: nothing is fitted to them, and no
// constant was chosen by them. Each line names its address. Those of discussions
// were read from transcriptions.
func elsewhere(tb testing.TB) (generation, prompts []Row) {
	tb.Helper()
	file, err := os.Open("testdata/elsewhere.csv")
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	for _, line := range lines[1:] {
		f := figureOf(tb, line)
		row := Row{Chip: f.Chip.Name, Place: placeOf(f), Work: workOf(f), TPS: f.TPS, From: f}
		if f.Test.Prompt > 0 {
			prompts = append(prompts, row)
		} else {
			generation = append(generation, row)
		}
	}
	return generation, prompts
}

func figureOf(tb testing.TB, line []string) *published.Figure {
	tb.Helper()
	number := func(text string) float64 {
		value, err := strconv.ParseFloat(text, 64)
		if err != nil && text != "" {
			tb.Fatal(line, err)
		}
		return value
	}
	s := published.Load()
	f := &published.Figure{
		Chip: s.Chip(line[0]), Backend: line[1], Date: line[2], Architecture: line[3], ParamsB: number(line[4]), ActiveB: number(line[5]), Quant: line[6],
		Bytes: int64(number(line[7])), TPS: number(line[9]), GPUs: 1, Source: &published.Source{Address: line[10]},
	}
	if length, is := strings.CutPrefix(line[8], "pp"); is {
		f.Test.Prompt = int(number(length))
	} else {
		f.Test.Generation = int(number(strings.TrimPrefix(line[8], "tg")))
	}
	at := slices.IndexFunc(s.Shapes, func(shape published.Shape) bool {
		return slices.Contains(shape.Architectures, f.Architecture) && shape.LeastB <= f.ParamsB && f.ParamsB <= shape.MostB
	})
	if f.Chip == nil || at < 0 {
		tb.Fatal(line, "the chip or the model is not known")
	}
	f.Shape = &s.Shapes[at]
	return f
}

// None of these chips may be in the set, or the predictions are not judged by
// what they never saw.
func TestElsewhereIsNotInTheSet(t *testing.T) {
	generation, prompts := elsewhere(t)
	if len(generation) < 40 || len(prompts) < 30 {
		t.Fatalf("%d and %d rows", len(generation), len(prompts))
	}
	fitted := map[string]bool{}
	for i := range published.Load().Figures {
		fitted[published.Load().Figures[i].Chip.Name] = true
	}
	for _, r := range slices.Concat(generation, prompts) {
		if fitted[r.Chip] || !strings.HasPrefix(r.From.Source.Address, "https://") || r.Work.Layers == 0 {
			t.Errorf("%+v", r)
		}
	}
}

// predictedThere predicts rows with the effects of the program, and counts those
// within their intervals.
func predictedThere(rows []Row) (all []Predicted, within int) {
	for _, r := range rows {
		p, ok := speed.Predict(r.Place, r.Work, nil)
		tps := 1 / speed.Fitted().Seconds(r.Place, r.Work)
		if r.From.Test.Prompt > 0 {
			p, ok = speed.PredictPrompt(r.Place, r.Work)
			tps = speed.Fitted().PromptTPS(r.Place, r.Work)
		}
		if ok && p.From <= r.TPS && r.TPS <= p.To {
			within++
		}
		all = append(all, Predicted{r, tps})
	}
	return all, within
}

// How good predictions are for chips that are not in the set at all.
func BenchmarkElsewhere(b *testing.B) {
	generation, prompts := elsewhere(b)
	for _, kind := range []struct {
		name string
		rows []Row
	}{{"generation", generation}, {"prompt", prompts}} {
		b.Run(kind.name, func(b *testing.B) {
			for b.Loop() {
				all, within := predictedThere(kind.rows)
				report(b, QualityOf(all))
				b.ReportMetric(100*float64(within)/float64(len(all)), "%covered")
				for _, p := range all {
					if miss := p.Predicted/p.TPS - 1; math.Abs(miss) > 0.15 {
						fmt.Printf("# %s, %s, %s %s: %.4g measured, %.4g predicted (%+.0f %%)\n", p.Chip, p.Place.Backend, p.From.Shape.Name, p.From.Quant, p.TPS, p.Predicted, 100*miss)
					}
				}
			}
		})
	}
}
