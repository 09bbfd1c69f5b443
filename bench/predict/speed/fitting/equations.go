package fitting

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// slope is how much a logarithm changes with one effect.
type slope struct {
	effect int
	value  float64
}

// equations are the normal equations of a weighted linear fit.
type equations struct {
	curve *mat.SymDense
	right []float64
}

func newEquations(effects int) *equations {
	return &equations{mat.NewSymDense(effects, nil), make([]float64, effects)}
}

// add adds a row: the sum of its slopes times the effects should be target. Each
// effect stands at most once in slopes.
func (e *equations) add(slopes []slope, weight, target float64) {
	for _, a := range slopes {
		e.right[a.effect] += weight * a.value * target
		for _, b := range slopes {
			if b.effect >= a.effect {
				e.curve.SetSym(a.effect, b.effect, e.curve.At(a.effect, b.effect)+weight*a.value*b.value)
			}
		}
	}
}

// draw draws an effect towards a value.
func (e *equations) draw(effect int, penalty, towards float64) {
	e.curve.SetSym(effect, effect, e.curve.At(effect, effect)+penalty)
	e.right[effect] += penalty * towards
}

// solved returns the effects. Every effect must have been drawn, so that there is
// a solution.
func (e *equations) solved() []float64 {
	var factors mat.Cholesky
	out := mat.NewVecDense(len(e.right), nil)
	if !factors.Factorize(e.curve) {
		panic("an effect was not drawn")
	}
	if err := factors.SolveVecTo(out, mat.NewVecDense(len(e.right), e.right)); err != nil {
		panic("the fit has no solution: " + err.Error())
	}
	return out.RawVector().Data
}

// huberWeight is the weight of a row in Huber's loss: a miss that is larger than
// most counts less.
func huberWeight(miss, most float64) float64 { return min(1, most/max(1e-9, math.Abs(miss))) }
