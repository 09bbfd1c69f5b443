package fitting

import (
	"slices"

	"dragstrip/bench/predict/speed"
	"dragstrip/bench/published"
)

// AtDepth predicts results with a filled context. It starts from the result
// with an empty context that the same people measured with the same
// configuration. It uses only results with flash attention, because without it
// the cache is read in another way.
func AtDepth(s *published.Set, effects speed.Effects) (out []Predicted) {
	type configuration struct {
		source                                                  *published.Source
		machine, chip, build, backend, variant, model, fa, note string
		length                                                  int
	}
	of := func(f *published.Figure) configuration {
		return configuration{f.Source, f.Machine, f.Chip.Name, f.Build, f.Backend, f.Variant, f.Model, f.FlashAttention, f.Notes, f.Test.Generation}
	}
	empty := map[configuration]*published.Figure{}
	usable := func(f *published.Figure) bool {
		_, _, ok := f.ReadBytes()
		return ok && f.Test.Generation > 0 && f.Test.Prompt == 0 && f.GPUs == 1 && speed.OnGPU(f.Backend) && f.FlashAttention == "1" && f.Bytes >= leastBytes
	}
	for i := range s.Figures {
		if f := &s.Figures[i]; usable(f) && f.Test.Depth == 0 {
			empty[of(f)] = f
		}
	}
	for i := range s.Figures {
		f := &s.Figures[i]
		before := empty[of(f)]
		if !usable(f) || f.Test.Depth == 0 || before == nil {
			continue
		}
		p := placeOf(f)
		predicted := before.TPS * effects.Seconds(p, workOf(before)) / effects.Seconds(p, workOf(f))
		out = append(out, Predicted{Row{Chip: f.Chip.Name, Place: p, Work: workOf(f), TPS: f.TPS, From: f}, predicted})
	}
	return slices.Clip(out)
}
