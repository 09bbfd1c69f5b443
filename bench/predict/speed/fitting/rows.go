package fitting

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strconv"

	"dragstrip/bench"
	"dragstrip/bench/predict/speed"
	"dragstrip/bench/published"
)

// Row is a published result that effects are fitted to.
type Row struct {
	Chip  string
	Place speed.Place
	Work  speed.Work
	TPS   float64
	From  *published.Figure
}

// leastBytes is the size of the smallest files that are fitted: with smaller
// ones the parts that are no work for the memory decide.
const leastBytes = 3e9

// Rows gives the results that generation is predicted from: that from an empty
// context on one GPU, with files of 3 GB or more.
func Rows(s *published.Set) []Row {
	return fastest(s, func(f *published.Figure) bool {
		_, _, ok := f.ReadBytes()
		return ok && f.Test.Generation > 0 && f.Test.Prompt == 0 && f.Bytes >= leastBytes
	})
}

// PromptRows gives the results that prompt processing is predicted from: prompts
// of 512 tokens with an empty context, of dense models on one GPU.
func PromptRows(s *published.Set) []Row {
	return fastest(s, func(f *published.Figure) bool {
		return f.Test == bench.Test{Prompt: 512} && f.ActiveB == 0 && f.ParamsB > 0 && f.Chip.TFLOPS > 0
	})
}

// fastest gives the results that are wanted. Of all configurations that were
// published for a chip, a backend and a model it takes the fastest one, because
// slower ones tell of settings and not of the chip.
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

// workOf is the work of a result. Bytes and layers are 0 if they are not known.
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

var yearAndMonth = regexp.MustCompile(`^(20\d\d)(?:-(\d\d))?`)

// yearOf reads a stated date as a year with its fraction, 0 if it is not a date:
// "2025-08-06" is 2025.67.
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
