package fitting

import (
	"math"

	"dragstrip/bench/predict/speed"
)

// AfterOneOwn predicts each row with the help of one other result. The same
// people measured the other result on the same machine and backend; its file is
// the nearest in size. If sameQuant is set, it also has the same quantization.
// Rows without such a partner are left out.
func AfterOneOwn(all []Predicted, sameQuant bool) (out []Predicted) {
	for i, p := range all {
		best, at := math.Inf(1), -1
		for j, o := range all {
			if p.From.Machine == "" || i == j || o.Chip != p.Chip || o.Place.Backend != p.Place.Backend || o.From.Machine != p.From.Machine || o.From.Source.Name != p.From.Source.Name {
				continue
			}
			same := speed.QuantClass(o.Work.Quant) == speed.QuantClass(p.Work.Quant)
			if apart := math.Abs(math.Log(o.Work.WeightBytes / p.Work.WeightBytes)); apart < best && (same || !sameQuant) {
				best, at = apart, j
			}
		}
		if at < 0 {
			continue
		}
		o := all[at]
		p.Predicted = speed.Calibrate(p.Predicted, p.Work, []speed.Own{{Work: o.Work, TPS: o.TPS, Expected: o.Predicted}})
		out = append(out, p)
	}
	return out
}
