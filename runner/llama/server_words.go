package llama

import (
	"strings"
	"unicode"

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
	var words []string
	for _, variable := range bench.ShownVariables(job.Build.Environment()) { // also those that the engine inherits
		if name, value, _ := strings.Cut(variable, "="); !bench.SaysWhere(name) || job.Build.Sets(name) {
			words = append(words, name+"="+quoted(value))
		}
	}
	words = append(words, "llama-server")
	words = append(words, onGPU(job.Params, job.Build)...)
	argv, missing := translateServer(caps, job.Params)
	if missing != nil {
		return ""
	}
	for _, word := range argv {
		words = append(words, quoted(word))
	}
	return strings.Join(words, " ")
}

// quoted is a word as a shell takes it.
func quoted(value string) string {
	if !strings.ContainsFunc(value, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_./:,=+@%-", r)
	}) {
		return value
	}
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
}
