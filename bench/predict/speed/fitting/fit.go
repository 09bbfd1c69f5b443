package fitting

import (
	"math"
	"slices"

	"dragstrip/bench/predict/speed"
)

// Penalty says how strongly each kind of effect is drawn towards zero. It is
// the weight of the squared effect, added to the squared errors.
type Penalty struct{ E, C, U, Years float64 }

// penalties were chosen so that predictions for chips that were left out are
// best.
var penalties = Penalty{E: 0.1, C: 0.1, U: 0.1, Years: 0.3}

const (
	// loose is the penalty of effects that apply to all rows. It is nearly
	// zero.
	loose = 1e-3
	// huber is an error, as a logarithm. A result with a larger error counts
	// less.
	huber = 0.12
	// steps limits the number of steps. longest limits the change of an effect
	// in one step. The fit ends when no effect changes by still or more.
	steps, longest, still = 40, 0.5, 1e-5
)

// start returns the effects with which the fit begins: a chip reaches 0.8 of
// its bandwidth, loses 60 µs in each layer, and uses 0.3 of its arithmetic. The
// effects that apply to all rows are drawn very weakly towards these values.
func start() speed.Effects {
	return speed.Effects{"bandwidth": math.Log(0.8), "layer": math.Log(60e-6), "arithmetic": math.Log(0.3)}
}

// problem is the state of a fit.
type problem struct {
	rows   []Row
	names  []speed.Names
	index  map[string]int
	order  []string
	weight []float64 // weights of the rows
	drawn  []float64 // penalties of the effects
	from   []float64 // values towards which the effects are drawn
}

// Fit fits the effects by the method of Gauss and Newton. It minimizes the
// squared errors of the logarithms of the times, plus the penalties. With
// Huber's loss, outliers count less. A chip with n results counts as much as √n
// chips, so that one chip with many results does not decide everything.
func Fit(rows []Row) speed.Effects { return fitFrom(rows, nil) }

// fitFrom begins with the effects of another fit. It finds the same effects as
// Fit, in fewer steps.
func fitFrom(rows []Row, begin speed.Effects) speed.Effects {
	p := newProblem(rows)
	at := slices.Clone(p.from)
	for i, name := range p.order {
		if value, ok := begin[name]; ok {
			at[i] = value
		}
	}
	for range steps {
		if p.step(at) < still {
			break
		}
	}
	effects := speed.Effects{}
	for name, i := range p.index {
		effects[name] = at[i]
	}
	return effects
}

func newProblem(rows []Row) *problem {
	p := &problem{rows: rows, index: map[string]int{}}
	perChip := map[string]float64{}
	begin := start()
	add := func(names []string, drawn float64) {
		for i, name := range names {
			if _, ok := p.index[name]; ok {
				continue
			}
			p.index[name] = len(p.order)
			p.order = append(p.order, name)
			p.from = append(p.from, begin[name])
			if _, shared := begin[name]; shared && i == 0 {
				p.drawn = append(p.drawn, loose)
			} else {
				p.drawn = append(p.drawn, drawn)
			}
		}
	}
	for _, r := range rows {
		names := speed.NamesOf(r.Place, r.Work)
		p.names = append(p.names, names)
		perChip[r.Chip]++
		add(names.E, penalties.E)
		add(names.C, penalties.C)
		add(names.U, penalties.U)
		add(names.Years, penalties.Years)
		if r.Place.Dies > 1 {
			add([]string{speed.EffectDies}, penalties.E)
		}
	}
	for _, r := range rows {
		p.weight = append(p.weight, 1/math.Sqrt(perChip[r.Chip]))
	}
	return p
}

// step changes at by one step, and returns the largest change.
func (p *problem) step(at []float64) float64 {
	effects := speed.Effects{}
	for name, i := range p.index {
		effects[name] = at[i]
	}
	e := newEquations(len(at))
	for i, r := range p.rows {
		terms := effects.Terms(r.Place, r.Work, p.names[i])
		miss := math.Log(1/r.TPS) - math.Log(terms.Sum()) - r.Place.Age*effects.Sum(p.names[i].Years)
		e.add(p.slopes(i, terms), p.weight[i]*huberWeight(miss, huber), miss)
	}
	for k, d := range p.drawn {
		e.draw(k, d, p.from[k]-at[k])
	}
	var most float64
	for k, change := range e.solved() {
		d := max(-longest, min(longest, change))
		at[k] += d
		most = max(most, math.Abs(d))
	}
	return most
}

// slopes returns how much the logarithm of a row's time changes with each of its
// effects.
func (p *problem) slopes(row int, terms speed.Terms) (out []slope) {
	add := func(names []string, value float64) {
		for _, name := range names {
			out = append(out, slope{p.index[name], value})
		}
	}
	names, place, sum := p.names[row], p.rows[row].Place, terms.Sum()
	add(names.E, -terms.Memory/sum)
	if place.Dies > 1 {
		add([]string{speed.EffectDies}, -terms.Memory/sum*float64(place.Dies-1))
	}
	add(names.C, terms.Layers/sum)
	add(names.U, -terms.Arithmetic/sum)
	add(names.Years, place.Age)
	return out
}
