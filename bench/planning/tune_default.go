package planning

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"dragstrip/bench"
	"dragstrip/bench/tuning"
)

// standards are the engine's own values.
var standards = map[string]string{
	"flash_attn": "auto", tuning.AxisCache: "f16", "n_batch": "2048", "n_ubatch": "512",
	"n_gpu_layers": tuning.Auto, "n_cpu_moe": "0", "split_mode": "layer", "main_gpu": "0",
	"no_kv_offload": "0", "no_op_offload": "0", "no_host": "0", "poll": "50",
}

// standard is the value of a parameter that is used if nobody chooses; "" if it is
// not known.
func (t *tuned) standard(key string) string {
	switch key {
	case "n_threads":
		return strconv.Itoa(t.g.Threads)
	case "devices":
		if without := WithoutSoftware(nil, t.g.Builds[0]); without["devices"] != "" {
			return without["devices"]
		}
		return tuning.Auto
	}
	return standards[key]
}

// defaultOf is the value of an axis that is used if nobody chooses. If it is not
// among several values to try, another one stands for it, and the plan says so.
func (t *tuned) defaultOf(a tuning.Axis) int {
	usual := t.standard(a.Name)
	if a.Name == "n_cpu_moe" && slices.Contains(a.Values, tuning.Auto) {
		usual = tuning.Auto
	}
	if at := slices.Index(a.Values, usual); at >= 0 || len(a.Values) < 2 {
		return max(at, 0)
	}
	at, same := t.nearDefault(a, usual)
	if !same && usual != "" {
		missing := a
		missing.Values = []string{usual}
		t.stands = append(t.stands, fmt.Sprintf("compared with %s in place of the default (%s), which is not among the values to try", a.Said(at), missing.Said(0)))
	}
	return at
}

// nearDefault is the value that comes nearest to the default of an axis, and whether
// it does the same.
func (t *tuned) nearDefault(a tuning.Axis, usual string) (at int, same bool) {
	last := len(a.Values) - 1
	switch a.Name {
	case "devices": // a build takes those that it has
		holders := t.g.Builds[0].Holders()
		for v, value := range a.Values {
			if offers(t.g.Builds[0], value) && value != "none" {
				return v, len(holders) == 1
			}
		}
		return 0, len(holders) == 0
	case "n_gpu_layers":
		n, err := strconv.Atoi(a.Values[last])
		layers := t.g.Model.LayerCount
		return last, err == nil && (n < 0 || n >= bench.AllLayers || layers > 0 && n > layers)
	case "flash_attn":
		return max(slices.Index(a.Values, "on"), 0), false
	}
	number, err := strconv.Atoi(usual)
	if err != nil || !a.Ordered {
		return 0, false
	}
	most := math.MaxInt
	if a.Name == "n_batch" || a.Name == "n_ubatch" { // the engine cuts them to the prompt
		most = t.longestPrompt()
	}
	number = min(number, most)
	least := math.MaxInt
	for v, value := range a.Values {
		n, err := strconv.Atoi(value)
		n = min(n, most)
		if far := max(n-number, number-n); err == nil && far < least {
			at, least = v, far
		}
	}
	return at, least == 0
}
