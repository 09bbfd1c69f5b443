package fitting

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
	"dragstrip/bench/predict/speed"
	"dragstrip/bench/published"
)

// Row is a published result to which effects are fitted.
type Row struct {
	Chip  string
	Place speed.Place
	Work  speed.Work
	TPS   float64
	From  *published.Figure
}

// leastBytes is the size of the smallest files that are used. With smaller
// files, the time depends mostly on other work than reading memory.
const leastBytes = 3e9

// Rows returns the results to which the effects on generation are fitted:
// generation from an empty context on one GPU, with files of 3 GB or more.
func Rows(s *published.Set) []Row {
	return fastest(s, func(f *published.Figure) bool {
		_, _, ok := f.ReadBytes()
		return ok && f.Test.Generation > 0 && f.Test.Prompt == 0 && f.Bytes >= leastBytes
	})
}

// SmallRows returns results of dense models that are too small for Rows.
func SmallRows(s *published.Set) []Row {
	return fastest(s, func(f *published.Figure) bool {
		_, _, ok := f.ReadBytes()
		return ok && f.Test.Generation > 0 && f.Test.Prompt == 0 && f.Bytes < leastBytes && workOf(f).IsSmall()
	})
}

// PromptRows returns the results to which the effects on prompt processing are
// fitted: prompts of 512 tokens with an empty context, with dense models on one
// GPU.
func PromptRows(s *published.Set) []Row {
	return fastest(s, func(f *published.Figure) bool {
		return f.Test == bench.Test{Prompt: 512} && f.ActiveB == 0 && f.ParamsB > 0 && f.Chip.TFLOPS > 0
	})
}

// fastest returns the wanted results. Several configurations may be published
// for a chip, a backend and a model; it takes only the fastest one, because
// slower ones show the effect of settings and not of the chip.
func fastest(s *published.Set, wanted func(*published.Figure) bool) []Row {
	type key struct {
		chip, backend, quant string
		params, bytes        int64
	}
	best := map[key]Row{}
	for i := range s.Figures {
		f := &s.Figures[i]
		if f.Test.Depth > 0 || f.GPUs > 1 || !speed.OnGPU(f.Backend) || !wanted(f) {
			continue
		}
		row := Row{Chip: f.Chip.Name, TPS: f.TPS, From: f, Place: placeOf(f), Work: workOf(f)}
		k := key{f.Chip.Name, f.Backend, speed.QuantClass(f.Quant), int64(math.Round(f.ParamsB)), f.Bytes / 2e8}
		if row.TPS > best[k].TPS {
			best[k] = row
		}
	}
	rows := make([]Row, 0, len(best))
	for _, row := range best {
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.Chip, b.Chip), cmp.Compare(a.Place.Backend, b.Place.Backend), cmp.Compare(a.From.Bytes, b.From.Bytes), cmp.Compare(a.TPS, b.TPS))
	})
	return rows
}

// workOf returns the work of a result. Bytes and layers are 0 if they are not
// known.
func workOf(f *published.Figure) speed.Work {
	weights, kv, _ := f.ReadBytes()
	w := speed.Work{WeightBytes: weights, KVBytes: kv, ParamsB: f.ParamsB, Quant: f.Quant}
	if f.Shape != nil {
		w.Layers = f.Shape.Layers
	}
	if f.ActiveB > 0 {
		w.Mixture, w.ParamsB = true, f.ActiveB
	}
	return w
}

func placeOf(f *published.Figure) speed.Place {
	p := speed.On(f.Chip, f.Backend)
	p.Age = speed.AgeOf(yearOf(f.Date))
	return p
}

var yearAndMonth = lazyregexp.New(`^(20\d\d)(?:-(\d\d))?`)

// yearOf reads a stated date as a year with its fraction: "2025-08-06" is
// 2025.67. It returns 0 if the text is not a date.
func yearOf(date string) float64 {
	m := yearAndMonth.FindStringSubmatch(date)
	if m == nil {
		return 0
	}
	year, _ := strconv.ParseFloat(m[1], 64)
	if m[2] == "" {
		return year + 0.5
	}
	month, _ := strconv.ParseFloat(m[2], 64)
	return year + month/12
}
