package report

import (
	"strings"

	"dragstrip/bench"
)

// toldCompared are the settings that are compared if both sides tell them, in
// this order.
var toldCompared = []string{"prompt", "sampling", "context", "slots", "n_batch", "n_ubatch", "type_k", "type_v", "flash_attn"}

// toldBy are the settings that the engine of a job told: a server when it had
// loaded the model, or a program in its results.
func toldBy(j *bench.JobState) map[string]string {
	told := map[string]string{}
	for _, t := range j.Tests {
		for _, r := range t.Results {
			if raw := decodeRaw(r.Raw); raw.has("n_batch") {
				for _, name := range toldCompared {
					told[name] = bench.NormalValue(name, raw.text(name))
				}
			}
		}
	}
	for _, one := range j.Told {
		// What stands in brackets explains the value.
		told[one.Name], _, _ = strings.Cut(bench.ShownValue(one.Name, one.Value), " (")
	}
	return told
}

// toldName is the plain name of a setting.
func toldName(name string) string {
	if p, ok := bench.ParameterByKey(name); ok {
		return p.Label
	}
	return name
}
