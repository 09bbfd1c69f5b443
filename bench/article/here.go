package article

import (
	"slices"

	"dragstrip/bench"
)

// Here holds the figures of this machine for a row: medians in tokens a second,
// or 0 if not measured.
type Here struct {
	Model  string  `json:"model"`
	Prompt float64 `json:"prompt_tps,omitempty"`
	// Generation stands beside the figure of llama.cpp, and MLX beside the figure
	// of MLX.
	Generation float64 `json:"generation_tps,omitempty"`
	MLX        float64 `json:"mlx_generation_tps,omitempty"`
	// Share is the part of the memory's bandwidth that Generation uses; 0 if that is
	// not known. OfMeasured tells that it is a part of the measured bandwidth, because
	// the specified one is not known.
	Share      float64 `json:"share_of_bandwidth,omitempty"`
	OfMeasured bool    `json:"share_is_of_measured_bandwidth,omitempty"`
	// Grades say of doubtful figures what is wrong with them. The keys are prompt,
	// generation and mlx_generation.
	Grades map[string]bench.Grade `json:"grades,omitempty"`
	// Sessions are those that measured the figures.
	Sessions []string `json:"sessions,omitempty"`
	// Expected is the speed of generation that this machine should reach. It is nil
	// if the speed was measured, or if nothing is known.
	Expected *bench.SpeedRange `json:"expected_generation,omitempty"`
	marks    map[string]string // of the figures, by the keys of Grades
}

// Keys of figures.
const (
	ofPrompt     = "prompt"
	ofGeneration = "generation"
	ofMLX        = "mlx_generation"
)

// Expect says how fast this machine should generate with a model. It returns
// false if that is not known.
type Expect func(m bench.Model, t bench.Test) (bench.SpeedRange, bool)

// Measured is a result of this machine, in tokens a second.
type Measured struct {
	Model   bench.Model
	Test    bench.Test
	TPS     float64
	Session string
	// Grade says whether the figure is doubtful, and Marks are the signs and words
	// for it.
	Grade bench.Grade
	Marks string
	// Share is the part of the memory's bandwidth that generation uses; 0 if that is
	// not known. OfMeasured tells that it is a part of the measured bandwidth.
	Share      float64
	OfMeasured bool
}

// add takes a result for the figure with a key, if there is none yet.
func (h *Here) add(key string, m Measured) {
	to := map[string]*float64{ofPrompt: &h.Prompt, ofGeneration: &h.Generation, ofMLX: &h.MLX}[key]
	if *to != 0 {
		return
	}
	*to = m.TPS
	if key == ofGeneration {
		h.Share, h.OfMeasured = m.Share, m.OfMeasured
	}
	if !slices.Contains(h.Sessions, m.Session) {
		h.Sessions = append(h.Sessions, m.Session)
	}
	if m.Marks == "" {
		return
	}
	if h.marks == nil {
		h.Grades, h.marks = map[string]bench.Grade{}, map[string]string{}
	}
	h.Grades[key], h.marks[key] = m.Grade, m.Marks
}

// HereOf finds what was measured here for each row of a table. Models are the
// same if they have the same number of parameters and the same quantization. If
// there are several results, it takes the first one. If a model was not
// measured, expect gives the speed to expect, if it knows one. expect may be
// nil.
func (t *Table) HereOf(all []Measured, expect Expect) []Here {
	var out []Here
	for _, row := range t.Rows {
		one := Here{Model: row.Model}
		for _, c := range row.Cells {
			if c.figure == nil {
				continue
			}
			for _, m := range all {
				if m.Test != test(c.figure) || !c.figure.Is(m.Model) {
					continue
				}
				key := ofPrompt
				switch {
				case c.figure.Backend == "MLX":
					key = ofMLX
				case c.figure.Generates:
					key = ofGeneration
				}
				one.add(key, m)
			}
		}
		if one.Generation == 0 && expect != nil {
			one.Expected = row.expected(expect)
		}
		out = append(out, one)
	}
	return out
}

// expected is how fast this machine should generate with the row's model. It
// takes the bytes and layers of the model from the first figure of generation
// that has them.
func (r Row) expected(expect Expect) *bench.SpeedRange {
	for _, c := range r.Cells {
		f := c.figure
		if f == nil || !f.Generates || f.Backend == "MLX" {
			continue
		}
		weights, kv, ok := f.ReadBytes()
		if !ok {
			continue
		}
		m := bench.Model{
			Name: f.Model, Quant: f.Quant, SizeBytes: f.Bytes, ParamCount: int64(f.ParamsB * 1e9), ActiveParamCount: int64(f.ActiveB * 1e9),
			ReadBytesPerToken: int64(weights + kv), LayerCount: f.Shape.Layers,
		}
		if is, known := expect(m, test(f)); known {
			return &is
		}
	}
	return nil
}
