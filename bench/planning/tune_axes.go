package planning

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/naming"
	"dragstrip/bench/tuning"
)

// makeAxes makes the axes: what was asked for, and the usual values for the
// rest. An axis on which no build can differ is left out.
func (t *tuned) makeAxes() error {
	if len(t.g.Builds) > 1 {
		t.axes = append(t.axes, tuning.Axis{Name: tuning.AxisBuild, Reloads: true, Values: naming.Builds(t.g.Builds).Full})
	}
	usual := t.usualValues()
	for _, key := range TunedKeys() {
		values, asked := t.w.Values[key], true
		if len(values) == 0 {
			values, asked = t.taken(key, usual[key]), false
		}
		a, err := t.axis(key, values)
		if err != nil {
			return err
		}
		if len(a.Values) > 1 || asked {
			t.axes = append(t.axes, a)
		}
	}
	return nil
}

// TunedKeys are the axes that a search may have besides builds, in the order of
// the engine's loops: what needs the model loaded again comes first.
func TunedKeys() (keys []string) {
	for _, p := range TunedParameters() {
		keys = append(keys, p.Key)
	}
	return append(keys, tuning.AxisCache)
}

// TunedParameters are the parameters that a search may vary. The types of the
// cache are one axis of their own, and embeddings are no configuration.
func TunedParameters() []bench.Parameter {
	return slices.DeleteFunc(slices.Clone(bench.Parameters), func(p bench.Parameter) bool {
		return p.Key == "type_k" || p.Key == "type_v" || p.Key == "embeddings" || p.Scope == bench.ScopeProcess
	})
}

// usualValues are the values to try where nobody named any. They never change
// what a model answers: a cache of fewer bits is tried only on request.
func (t *tuned) usualValues() map[string][]string {
	usual := map[string][]string{
		"flash_attn": t.usualFlash(),
		"n_batch":    {"512", "2048", "4096"}, "n_ubatch": {"128", "256", "512", "1024", "2048"},
		"devices": t.usualDevices(),
	}
	for n := max(t.g.Threads, 1); n >= 1; n = n * 2 / 3 {
		usual["n_threads"] = append(usual["n_threads"], strconv.Itoa(n))
	}
	if t.spills() {
		layers := t.g.Model.LayerCount
		for quarter := range 4 {
			usual["n_gpu_layers"] = append(usual["n_gpu_layers"], strconv.Itoa(layers*quarter/4))
			if t.g.Model.IsMixture() {
				usual["n_cpu_moe"] = append(usual["n_cpu_moe"], strconv.Itoa(layers*(quarter+1)/4))
			}
		}
		usual["n_gpu_layers"] = append(usual["n_gpu_layers"], tuning.Auto)
		if len(usual["n_cpu_moe"]) > 0 {
			usual["n_cpu_moe"] = append(usual["n_cpu_moe"], tuning.Auto)
		}
	}
	return usual
}

// taken are the values that some build takes.
func (t *tuned) taken(key string, values []string) (out []string) {
	for _, value := range values {
		if value == tuning.Auto && leavesToEngine(key) || t.check(key, value) == nil {
			out = append(out, value)
		}
	}
	return out
}

// usualFlash are the usual values of -fa: the engine's own choice if the builds
// can be asked for it, otherwise on.
func (t *tuned) usualFlash() []string {
	if t.check("flash_attn", "auto") == nil {
		return []string{"auto", "off"}
	}
	return []string{"on", "off"}
}

// usualDevices are all GPUs of a build together, each of several alone, and the
// CPU alone.
func (t *tuned) usualDevices() (values []string) {
	for _, b := range t.g.Builds {
		gpus := b.GPUs()
		if len(gpus) == 0 || !takesDevices(b, "none") {
			continue
		}
		for _, value := range append(deviceChoices(gpus), "none") {
			if !slices.Contains(values, value) {
				values = append(values, value)
			}
		}
	}
	return values
}

// deviceChoices are auto and, if there are several devices, each of them.
func deviceChoices(gpus []bench.Device) []string {
	names := []string{tuning.Auto}
	if len(gpus) > 1 {
		for _, d := range gpus {
			names = append(names, d.Name)
		}
	}
	return names
}

// spills tells whether the model does not fit the memory of a GPU, so that its
// layers must be divided between the GPU and the CPU.
func (t *tuned) spills() bool {
	if t.g.Model.LayerCount < 4 {
		return false
	}
	return slices.ContainsFunc(t.g.Builds, func(b bench.EngineBuild) bool {
		job := bench.Job{Model: t.g.Model, Build: b, Tests: t.w.tests()}
		return len(b.GPUs()) > 0 && job.FitOn(t.g.Machine).Verdict == bench.Spills
	})
}

// axis makes the axis of a parameter. Its default is the value that would be used
// if nobody chose, if it is among the values.
func (t *tuned) axis(key string, written []string) (tuning.Axis, error) {
	def, known := bench.ParameterByKey(key)
	a := tuning.Axis{Name: key, Reloads: known && def.Scope != bench.ScopeContext}
	for value := range strings.SplitSeq(strings.Join(written, ","), ",") {
		value = bench.NormalValue(key, strings.TrimSpace(value))
		if value == "" || slices.Contains(a.Values, value) {
			continue
		}
		if value != tuning.Auto || !leavesToEngine(key) {
			if err := t.check(key, value); err != nil {
				return a, err
			}
		}
		a.Values = append(a.Values, value)
	}
	if len(a.Values) == 0 && len(written) > 0 {
		return a, mistake("-%s has no value: name the values to try, with commas between them", cmp.Or(def.Flag, key))
	}
	scale(&a)
	a.Default = t.defaultOf(a)
	return a, nil
}

// check finds values that cannot be right, or that no build takes.
func (t *tuned) check(key, value string) error {
	asTold := func(text string) error { return mistake("%s", text) }
	if key == tuning.AxisCache {
		key = "type_k"
		asTold = func(text string) error { return mistake("-%s%s", tuning.AxisCache, strings.TrimPrefix(text, "-ctk")) }
	}
	params := bench.Params{key: value}
	if err := params.Validate(); err != nil {
		return asTold(err.Error())
	}
	why := ""
	for _, b := range t.g.Builds {
		no := b.NotTaken(params)
		if no == "" {
			why = ""
			break
		}
		why = cmp.Or(why, no)
	}
	if why != "" {
		return asTold(why)
	}
	if key == "devices" {
		return Given{Builds: t.g.Builds, Others: t.g.Others}.checkDevices([]bench.Params{params})
	}
	return nil
}

// scale sorts the values of numbers and says what they mean. On an axis of
// layers, auto comes last: then the GPU has all of them, and needs most memory.
func scale(a *tuning.Axis) {
	switch a.Name {
	case "n_threads", "n_batch", "n_ubatch", "n_gpu_layers", "n_cpu_moe":
	default:
		return
	}
	down := a.Name == "n_cpu_moe" // fewer experts on the CPU need more memory of the GPU
	place := func(value string) int {
		n, err := strconv.Atoi(value)
		switch {
		case err != nil, a.Name == "n_gpu_layers" && n < 0: // all of them
			return math.MaxInt
		case down:
			return -n
		}
		return n
	}
	slices.SortStableFunc(a.Values, func(x, y string) int { return cmp.Compare(place(x), place(y)) })
	a.Ordered, a.Grows = true, a.Name != "n_threads"
}
