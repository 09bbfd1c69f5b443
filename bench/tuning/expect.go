package tuning

import (
	"math"
	"slices"
)

// expectation is what is expected of a configuration, measured or not: the
// logarithm of its speed and its standard deviation.
type expectation struct{ mean, deviation float64 }

// likeness says how alike two configurations are expected to be. It is the
// covariance of a Gaussian process (Rasmussen and Williams, Gaussian Processes
// for Machine Learning, 2006): one part is the sum of what each axis does by
// itself, the other part is what the axes do together.
type likeness struct {
	apart float64 // weight of the sum; the rest is the weight of the product
	next  float64 // how alike neighbours on a scale are
	other float64 // how alike different values are that are no scale
}

// likenesses are those that are tried. The one that explains the looks best is
// used.
var likenesses = func() (all []likeness) {
	for _, apart := range []float64{0.35, 0.7} {
		for _, next := range []float64{0.7, 0.9, 0.97} {
			for _, other := range []float64{0.3, 0.7, 0.93} {
				all = append(all, likeness{apart, next, other})
			}
		}
	}
	return all
}()

// scaled are the likenesses of two values of a scale by their distance.
func (k likeness) scaled(s *Space) []float64 {
	longest := 1
	for _, a := range s.Axes {
		longest = max(longest, len(a.Values))
	}
	out := make([]float64, longest)
	for d := range out {
		out[d] = math.Pow(k.next, float64(d))
	}
	return out
}

// between gives the likeness of two configurations, 0 to 1.
func (k likeness) between(s *Space, scaled []float64, i, j int) float64 {
	sum, product, axes := 0.0, 1.0, 0
	for a := range s.Axes {
		if len(s.Axes[a].Values) < 2 {
			continue
		}
		axes++
		one := 1.0
		if d := s.Configurations[i][a] - s.Configurations[j][a]; d != 0 {
			if one = k.other; s.Axes[a].Ordered {
				one = scaled[max(d, -d)]
			}
		}
		sum += one
		product *= one
	}
	if axes == 0 {
		return 1
	}
	return k.apart*sum/float64(axes) + (1-k.apart)*product
}

// farBehind is the distance from the best from which it no longer matters how
// slow a configuration is: half as fast. Without this limit, one configuration
// that is a hundred times slower would make all others look alike.
const farBehind = math.Ln2

// leastSpread is the standard deviation that configurations are expected to
// have before they were measured: about 15 %.
const leastSpread = 0.15

// supposed is how many configurations this expectation counts for.
const supposed = 4

// surrogate predicts levels from what was measured.
type surrogate struct {
	space    *Space
	likeness likeness
	scaled   []float64
	spread   float64 // standard deviation of the levels over the space
	mean     float64
	at       []int     // measured configurations
	values   []float64 // their levels, less the mean
	errors   []float64
	root     [][]float64
	solved   []float64
	// wider is how much further off predictions were than they should be. All
	// deviations are made larger by it.
	wider float64
}

// surrogateOf learns from the levels of some configurations and their errors.
func surrogateOf(s *Space, at []int, level, err func(int) float64) *surrogate {
	g := &surrogate{space: s, at: at}
	best := math.Inf(-1)
	for _, i := range at {
		best = math.Max(best, level(i))
	}
	for _, i := range at {
		g.values = append(g.values, math.Max(level(i), best-farBehind))
		g.errors = append(g.errors, err(i))
		g.mean += g.values[len(g.values)-1] / float64(len(at))
	}
	square := 0.0
	for i := range g.values {
		g.values[i] -= g.mean
		square += g.values[i] * g.values[i]
	}
	g.spread = math.Sqrt((square + supposed*leastSpread*leastSpread) / float64(len(at)+supposed))
	g.fit()
	return g
}

// fit takes the likeness that explains the levels best.
func (g *surrogate) fit() {
	most := math.Inf(-1)
	for _, k := range likenesses {
		tried := *g
		tried.likeness, tried.scaled = k, k.scaled(g.space)
		if !tried.solve() {
			continue
		}
		fit := 0.0
		for i := range g.values {
			fit -= g.values[i]*tried.solved[i]/2 + math.Log(tried.root[i][i])
		}
		if fit > most {
			most = fit
			*g = tried
		}
	}
	g.wider = g.tooSure()
}

// tooSure is by which factor the measured levels are further from what all other
// levels predict than the deviations say; at least 1. Where configurations are
// less alike than supposed, the search must not believe its predictions.
func (g *surrogate) tooSure() float64 {
	square := 0.0
	for i := range g.root {
		unit := make([]float64, len(g.root))
		unit[i] = 1
		// The diagonal of the inverse is the inverse variance of a prediction from
		// the others (Rasmussen and Williams, 2006, section 5.4.2).
		inverse := 0.0
		for _, v := range solveLower(g.root, unit) {
			inverse += v * v
		}
		square += g.solved[i] * g.solved[i] / inverse
	}
	return math.Max(1, math.Sqrt(square/float64(max(len(g.root), 1))))
}

// solve prepares the predictions; false if numbers are not exact enough for it.
func (g *surrogate) solve() bool {
	m := make([][]float64, len(g.at))
	for i := range m {
		m[i] = make([]float64, len(g.at))
		for j := range i + 1 {
			m[i][j] = g.alike(g.at[i], g.at[j])
		}
		m[i][i] += g.errors[i]*g.errors[i] + inexact
	}
	root, ok := cholesky(m)
	if ok {
		g.root, g.solved = root, solveUpper(root, solveLower(root, g.values))
	}
	return ok
}

// inexact keeps the equations solvable if levels are known exactly.
const inexact = 1e-6

func (g *surrogate) alike(i, j int) float64 {
	return g.spread * g.spread * g.likeness.between(g.space, g.scaled, i, j)
}

// supposing is the surrogate after a configuration was measured and was as fast
// as expected.
func (g *surrogate) supposing(i int) *surrogate {
	if g.root == nil {
		return g
	}
	alike := make([]float64, len(g.at))
	for a, j := range g.at {
		alike[a] = g.alike(i, j)
	}
	row := solveLower(g.root, alike)
	square := g.alike(i, i) + inexact
	for _, v := range row {
		square -= v * v
	}
	next := *g
	next.at = append(slices.Clone(g.at), i)
	next.root = append(slices.Clone(g.root), append(row, math.Sqrt(math.Max(square, inexact))))
	next.solved = append(slices.Clone(g.solved), 0) // as fast as expected: nothing changes for the others
	return &next
}

// expect predicts a configuration. If the equations could not be solved, all
// configurations are expected to be average.
func (g *surrogate) expect(i int) expectation {
	if g.root == nil {
		return expectation{g.mean, g.spread}
	}
	alike := make([]float64, len(g.at))
	mean, square := g.mean, g.spread*g.spread
	for a, j := range g.at {
		alike[a] = g.alike(i, j)
		mean += alike[a] * g.solved[a]
	}
	for _, v := range solveLower(g.root, alike) {
		square -= v * v
	}
	return expectation{mean, g.wider * math.Sqrt(math.Max(square, 0))}
}

// gain is how much faster than the best a configuration is expected to be on
// average, if slower ones count as no gain (Mockus, On Bayesian methods for
// seeking the extremum, 1975).
func (e expectation) gain(best float64) float64 {
	if e.deviation <= 0 {
		return math.Max(e.mean-best, 0)
	}
	z := (e.mean - best) / e.deviation
	density := math.Exp(-z*z/2) / math.Sqrt(2*math.Pi)
	return (e.mean-best)*math.Erfc(-z/math.Sqrt2)/2 + e.deviation*density
}
