package article

import (
	"dragstrip/bench"
)

// Here holds the figures of this machine for a row: medians in tokens a second,
// or 0 if not measured.
type Here struct {
	Model  string  `json:"model"`
	Prompt float64 `json:"prompt_tps,omitempty"`
	// Generation is the speed for the figure of llama.cpp, MLX for the figure
	// of MLX.
	Generation float64 `json:"generation_tps,omitempty"`
	MLX        float64 `json:"mlx_generation_tps,omitempty"`
	Session    string  `json:"session"`
}

// Measured is a result of this machine.
type Measured struct {
	Model   bench.Model
	Test    bench.Test
	TPS     float64
	Session string
}

// HereOf finds what was measured here for each row of a table. Models are the
// same if they have the same number of parameters and the same quantization. If
// there are several results, it takes the first one.
func (t *Table) HereOf(all []Measured) []Here {
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
				to := &one.Prompt
				switch {
				case c.figure.Backend == "MLX":
					to = &one.MLX
				case c.figure.Generates:
					to = &one.Generation
				}
				if *to == 0 {
					*to, one.Session = m.TPS, m.Session
				}
			}
		}
		out = append(out, one)
	}
	return out
}
