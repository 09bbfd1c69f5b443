package tuning

import (
	"fmt"
	"math"
	"math/rand/v2"

	"dragstrip/bench"
)

// madeUp are fields of shapes that no recorded sweep has. They guard against a
// search that fits only the recorded ones.
func madeUp() []*field {
	return []*field{
		shaped("made up: two scales, one choice", 1, 0.02, []int{8, 5}, 2, 0, 0),
		shaped("made up: choices that interact", 2, 0.01, []int{3}, 6, 0.25, 0),
		shaped("made up: mixed", 3, 0.03, []int{6, 4}, 4, 0.1, 0),
		shaped("made up: one needle", 4, 0.02, []int{6, 5}, 2, 0.05, 0.3),
		shaped("made up: noisy", 5, 0.06, []int{6, 4}, 2, 0.1, 0),
	}
}

// shaped makes up a field: scales with one peak each, choices with an effect
// each, and interactions between them of the given size. If needle is above 0,
// one configuration is faster than its neighbours explain.
func shaped(name string, seed uint64, noise float64, scales []int, choices int, interaction, needle float64) *field {
	chance := rand.New(rand.NewPCG(seed, 7))
	var axes []Axis
	for i, n := range scales {
		axes = append(axes, Axis{Name: fmt.Sprintf("scale%d", i), Values: make([]string, n), Ordered: true, Default: chance.IntN(n)})
	}
	for i := range choices / 2 {
		axes = append(axes, Axis{Name: fmt.Sprintf("choice%d", i), Values: make([]string, 2+chance.IntN(2)), Reloads: i == 0})
	}
	for a := range axes {
		for v := range axes[a].Values {
			axes[a].Values[v] = fmt.Sprint(v)
		}
	}
	space, err := NewSpace(axes, Rules{})
	if err != nil {
		panic(err)
	}
	f := &field{name: name, space: space, prompt: 512, generation: 128, load: 2, sd: noise, drift: noise / 2, truth: map[bench.Test][]float64{}}
	prefill, generation := f.tests()
	f.truth[prefill] = surface(space, chance, math.Log(800), interaction, needle)
	f.truth[generation] = surface(space, chance, math.Log(40), interaction, needle)
	return f
}

// surface makes up the true speeds of one test.
func surface(s *Space, chance *rand.Rand, base, interaction, needle float64) []float64 {
	single := make([][]float64, len(s.Axes))
	for a, axis := range s.Axes {
		peak, steep := chance.IntN(len(axis.Values)), 0.05+0.1*chance.Float64()
		for v := range axis.Values {
			if axis.Ordered {
				single[a] = append(single[a], -steep*math.Pow(math.Abs(float64(v-peak)), 1.3))
			} else {
				single[a] = append(single[a], -0.25*chance.Float64())
			}
		}
	}
	together := map[string]float64{}
	out := make([]float64, len(s.Configurations))
	for i, c := range s.Configurations {
		out[i] = base
		for a, v := range c {
			out[i] += single[a][v]
			for b := range a {
				if s.Axes[a].Ordered && s.Axes[b].Ordered {
					continue
				}
				key := fmt.Sprint(a, v, b, c[b])
				if _, known := together[key]; !known {
					together[key] = interaction * chance.NormFloat64() / 2
				}
				out[i] += together[key]
			}
		}
	}
	if needle > 0 {
		out[chance.IntN(len(out))] += needle
	}
	return out
}
