package tuning

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dragstrip/bench"
)

// field is a space of which everything is known: the true speed of every
// configuration, and how noisy its measurements are. Searches are tried on it.
type field struct {
	name               string
	space              *Space
	prompt, generation int
	load               float64 // seconds
	truth              map[bench.Test][]float64
	// noise are what looks differ by from the truth, as logarithms: one is drawn
	// for each look. sd is used instead if there are none.
	noise map[bench.Test][]float64
	sd    float64
	// drift is how much the machine's speed differs between blocks.
	drift float64
}

func (f *field) tests() (prefill, generation bench.Test) {
	return bench.Test{Prompt: f.prompt}, bench.Test{Generation: f.generation}
}

// goals are the three goals that every field is searched for.
func (f *field) goals() []Goal {
	return []Goal{{Prompt: f.prompt}, {Generation: f.generation}, {Prompt: f.prompt, Generation: f.generation}}
}

// speed is the true speed of a configuration for a goal.
func (f *field) speed(g Goal, i int) float64 {
	of := map[bench.Test]float64{}
	for t, all := range f.truth {
		of[t] = math.Exp(all[i])
	}
	return g.Speed(of)
}

// bestSpeed is the true speed of the best configuration for a goal.
func (f *field) bestSpeed(g Goal) (best float64) {
	for i := range f.space.Configurations {
		best = math.Max(best, f.speed(g, i))
	}
	return best
}

// recordedField reads a recorded sweep. Each row has the values of the axes and
// the speeds of prefill and generation: either one speed for each round
// ("410,409"), or a mean with its standard deviation ("410±2"). An axis that is
// "prompts" changes how prompts are read and nothing else.
func recordedField(tb testing.TB, name string) *field {
	tb.Helper()
	file, err := os.Open(filepath.Join("testdata", name+".tsv"))
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	f := &field{name: name, drift: 0.005}
	var axes []Axis
	var forPrompts []int
	var rows [][]string
	for in := bufio.NewScanner(file); in.Scan(); {
		cells := strings.Split(in.Text(), "\t")
		switch cells[0] {
		case "axis":
			if strings.Contains(cells[2], "prompts") {
				forPrompts = append(forPrompts, len(axes))
			}
			axes = append(axes, Axis{
				Name: cells[1], Ordered: strings.Contains(cells[2], "ordered"), Reloads: strings.Contains(cells[2], "reloads"),
				Values: cells[4:], Default: slices.Index(cells[4:], cells[3]),
			})
		case "load":
			f.load = number(tb, cells[1])
		case "prompt":
			f.prompt = int(number(tb, cells[1]))
		case "generation":
			f.generation = int(number(tb, cells[1]))
		case "row":
			rows = append(rows, cells[1:])
		}
	}
	f.fill(tb, axes, rows)
	f.pool(bench.Test{Generation: f.generation}, forPrompts)
	return f
}

func number(tb testing.TB, text string) float64 {
	tb.Helper()
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

// fill makes the space of the recorded rows, and learns truth and noise.
func (f *field) fill(tb testing.TB, axes []Axis, rows [][]string) {
	tb.Helper()
	rowOf := func(c Configuration) []string {
		for _, row := range rows {
			if !slices.ContainsFunc(axes, func(a Axis) bool {
				i := slices.IndexFunc(axes, func(b Axis) bool { return a.Name == b.Name })
				return row[i] != a.Values[c[i]]
			}) {
				return row
			}
		}
		return nil
	}
	var err error
	f.space, err = NewSpace(axes, Rules{Refuse: func(c Configuration) string {
		if rowOf(c) == nil {
			return "not recorded"
		}
		return ""
	}})
	if err != nil {
		tb.Fatal(err)
	}
	f.truth, f.noise = map[bench.Test][]float64{}, map[bench.Test][]float64{}
	prefill, generation := f.tests()
	for column, test := range []bench.Test{prefill, generation} {
		var looks []look
		spread := 0.0
		for i, c := range f.space.Configurations {
			cell := rowOf(c)[len(axes)+column]
			if mean, deviation, published := strings.Cut(cell, "±"); published {
				looks = append(looks, look{i, 0, math.Log(number(tb, mean))})
				spread += number(tb, deviation) / number(tb, mean) / float64(len(f.space.Configurations))
				continue
			}
			for round, speed := range strings.Split(cell, ",") {
				if speed != "" {
					looks = append(looks, look{i, round, math.Log(number(tb, speed))})
				}
			}
		}
		f.learn(test, looks, spread)
	}
}

// pool makes the true speeds of a test equal for configurations that differ only
// on the axes without effect on it: the batch sizes say how a prompt is read, so
// if they seem to change the generation, that is noise. Without this, the
// best of many equal configurations would be the luckiest one.
func (f *field) pool(test bench.Test, without []int) {
	if len(without) == 0 {
		return
	}
	alike := map[string][]int{}
	for i, c := range f.space.Configurations {
		of := slices.Clone(c)
		for _, axis := range without {
			of[axis] = 0
		}
		alike[fmt.Sprint(of)] = append(alike[fmt.Sprint(of)], i)
	}
	truth := slices.Clone(f.truth[test])
	for _, all := range alike {
		var speeds []float64
		for _, i := range all {
			speeds = append(speeds, truth[i])
		}
		for _, i := range all {
			f.truth[test][i] = bench.Median(speeds)
		}
	}
}

// startsDiffer is how much starts of an engine differ on a quiet machine. Each
// published row comes from one start, so its own deviation lacks this part.
const startsDiffer = 0.005

// learn sets the truth and the noise of a test from the recorded looks.
func (f *field) learn(test bench.Test, looks []look, spread float64) {
	l := levelsOf(looks)
	machine := machineOf(looks, l)
	for i := range f.space.Configurations {
		f.truth[test] = append(f.truth[test], l.of[i]+machine)
	}
	if spread > 0 {
		f.sd = math.Max(f.sd, math.Hypot(spread, startsDiffer))
		return
	}
	blocks := map[int][]float64{}
	for _, k := range looks {
		blocks[k.block] = append(blocks[k.block], k.speed-l.of[k.configuration])
	}
	var off []float64
	for _, k := range looks {
		off = append(off, k.speed-l.of[k.configuration]-bench.Median(blocks[k.block]))
	}
	f.noise[test] = off
}

// quiet is how much looks differ on a machine with nothing else to do, as a
// standard deviation.
const quiet = 0.02

// onAQuietMachine is the field with the recorded noise made smaller, so that
// its spread is that of a quiet machine. Its shape stays: most looks are close,
// and some are far off.
func (f *field) onAQuietMachine() *field {
	calm := *f
	calm.noise = map[bench.Test][]float64{}
	for test, off := range f.noise {
		var far []float64
		for _, o := range off {
			far = append(far, math.Abs(o))
		}
		for _, o := range off {
			calm.noise[test] = append(calm.noise[test], o*quiet/math.Max(1.4826*bench.Median(far), quiet))
		}
	}
	return &calm
}
