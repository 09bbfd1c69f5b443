package planning

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/tuning"
)

// same gives the configuration that does the same: what the build does not
// take, or what has no effect, has its default value.
func (t *tuned) same(c tuning.Configuration) tuning.Configuration {
	c = slices.Clone(c)
	t.useDevices(c)
	longest := t.longestPrompt()
	t.lower(c, "n_batch", longest)
	batch, err := strconv.Atoi(t.value(c, "n_batch"))
	if err != nil {
		batch = longest
	}
	t.lower(c, "n_ubatch", min(batch, longest))
	for i, a := range t.axes {
		if t.isIdle(a, c, i) {
			c[i] = a.Default
		}
	}
	return c
}

// longestPrompt is how many tokens the longest prompt has; 1 without a prompt.
func (t *tuned) longestPrompt() int {
	longest := 1
	for _, test := range t.w.tests() {
		longest = max(longest, test.Prompt)
	}
	return longest
}

// useDevices replaces devices that the build does not have by those that it then
// computes on: the CPU, if the build has no GPU, or else the first ones of the axis
// that it has.
func (t *tuned) useDevices(c tuning.Configuration) {
	for i, a := range t.axes {
		if a.Name != "devices" {
			continue
		}
		build := t.build(c)
		canBe := func(v int) bool { return offers(build, a.Values[v]) }
		if none := slices.Index(a.Values, "none"); none >= 0 && len(build.Holders()) == 0 && canBe(none) {
			c[i] = none
			continue
		}
		if canBe(c[i]) {
			continue
		}
		c[i] = a.Default
		for v := range a.Values {
			if canBe(v) && !canBe(c[i]) {
				c[i] = v
			}
		}
	}
}

// isIdle tells whether the value on an axis has no effect in a configuration.
func (t *tuned) isIdle(a tuning.Axis, c tuning.Configuration, at int) bool {
	value, build := a.Values[c[at]], t.build(c)
	job := t.job(c)
	onGPU := len(job.DevicesMeant()) > 0
	switch a.Name {
	case tuning.AxisBuild:
		return false
	case tuning.AxisCache:
		return !takes(build, "type_k", value)
	case "devices":
		return false
	case "n_threads":
		return !takes(build, a.Name, value) || onGPU && !job.IsSplit()
	case "n_gpu_layers": // 0 is a value of its own: prompts may still be computed on the GPU
		return value != tuning.Auto && !takes(build, a.Name, value) || len(build.Holders()) == 0 || job.Params["devices"] == "none"
	case "n_cpu_moe":
		without := t.g.Model.ActiveParamCount > 0 && !t.g.Model.IsMixture()
		return value != tuning.Auto && !takes(build, a.Name, value) || !onGPU || without
	case "split_mode", "main_gpu", "tensor_split":
		several := len(job.DevicesMeant()) > 1 || strings.Contains(job.Params["devices"], "/")
		return !takes(build, a.Name, value) || !several
	case "no_kv_offload", "no_op_offload":
		return !takes(build, a.Name, value) || !onGPU
	}
	return !takes(build, a.Name, value)
}

func takes(b bench.EngineBuild, key, value string) bool {
	kept, _ := bench.Params{key: value}.For(b.Traits)
	return len(kept) > 0
}

// lower replaces a batch size that is larger than the limit, because the engine
// cuts it to the limit: by the default if that is cut, too, else by the smallest
// one that is.
func (t *tuned) lower(c tuning.Configuration, name string, limit int) {
	for i, a := range t.axes {
		if a.Name != name || !reaches(a, c[i], limit) {
			continue
		}
		if reaches(a, a.Default, limit) {
			c[i] = a.Default
			return
		}
		for v := range c[i] {
			if reaches(a, v, limit) {
				c[i] = v
				return
			}
		}
	}
}

// refuse says why a configuration cannot be measured.
func (t *tuned) refuse(c tuning.Configuration) string {
	job := t.job(c)
	if why := job.Build.NotTaken(job.Params); why != "" {
		return why
	}
	if why := job.Build.NotTogether(job.Params); why != "" {
		return why
	}
	if fit := job.FitOn(t.g.Machine); fit.Verdict == bench.DoesNotFit {
		return fit.String()
	}
	if need := job.Need().Total(); t.w.MemoryLimit > 0 && need > t.w.MemoryLimit {
		return "needs " + bench.FormatBytes(need) + ", more than the limit of " + bench.FormatBytes(t.w.MemoryLimit)
	}
	return ""
}

// refusals names the combinations that are not tried, one line for each reason.
func (t *tuned) refusals(space *tuning.Space) (out []string) {
	type group struct {
		names  []string
		reason string
	}
	var groups []*group
	for _, r := range space.Refused {
		at := slices.IndexFunc(groups, func(g *group) bool { return g.reason == r.Reason })
		if at < 0 {
			groups, at = append(groups, &group{reason: r.Reason}), len(groups)
		}
		groups[at].names = append(groups[at].names, t.name(r.Configuration))
	}
	for _, g := range groups {
		text := g.names[0]
		if n := len(g.names); n > 1 {
			text = fmt.Sprintf("%s and %d more", text, n-1)
		}
		out = append(out, text+": "+g.reason)
	}
	return out
}

// name names a configuration by all its values.
func (t *tuned) name(c tuning.Configuration) string {
	var words []string
	for i, a := range t.axes {
		if len(a.Values) > 1 {
			words = append(words, a.Said(c[i]))
		}
	}
	return strings.Join(words, ", ")
}

// reaches tells whether a value of an axis is a number that is at least as large
// as the limit.
func reaches(a tuning.Axis, value, limit int) bool {
	n, err := strconv.Atoi(a.Values[value])
	return err == nil && n >= limit
}
