package llama

import (
	"strings"

	"dragstrip/bench"
)

// ServerWords are the words with which llama-server takes the settings of a
// job, without the model: "llama-server -fa on -t 8". They are for a build of
// the same age as this program; older ones spell some of them in another way.
func ServerWords(job *bench.Job) string {
	caps := Capabilities{Flags: map[string]Flag{}, FlashAttn: []string{"on", "off", "auto"}}
	for _, s := range spellings {
		for _, flag := range s.flags {
			caps.Flags[flag] = Flag{}
		}
	}
	for _, flag := range []string{"--no-repack", "--no-op-offload", "--no-kv-offload"} {
		caps.Flags[flag] = Flag{}
	}
	words := bench.ShownVariables(job.Build.Env)
	words = append(words, "llama-server")
	words = append(words, onGPU(job.Params, job.Build)...)
	argv, missing := translateServer(caps, job.Params)
	if missing != nil {
		return ""
	}
	return strings.Join(append(words, argv...), " ")
}
