package llama

import (
	"maps"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/words"
)

// benchOwn are flags of llama-bench that dragstrip writes itself. The value is
// the flag of `dragstrip run` that does the same; "" means that there is none.
var benchOwn = withParameters(map[string]string{
	"-p": "-p", "--n-prompt": "-p", "-n": "-n", "--n-gen": "-n", "-pg": "-pg", "-d": "-d", "--n-depth": "-d",
	"-r": "-r", "--repetitions": "-r", "--delay": "--delay", "--no-warmup": "--no-warmup",
	"-mmp": "-mmp", "--mmap": "-mmp", "-dio": "-dio", "--direct-io": "-dio",
	"-m": "", "--model": "", "-hf": "", "-hfr": "", "--hf-repo": "", "-o": "", "--output": "",
})

// serverOwn are flags of llama-server that dragstrip writes itself.
var serverOwn = withParameters(map[string]string{
	"-m": "", "--model": "", "-hf": "", "-hfr": "", "--hf-repo": "", "-c": "", "--ctx-size": "",
	"-np": "", "--parallel": "", "--host": "", "--port": "", "-md": "-md", "--model-draft": "-md", "--spec-draft-model": "-md", "--spec-type": "-md",
})

// withParameters adds the flags of the parameters, in all spellings.
func withParameters(own map[string]string) map[string]string {
	all := maps.Clone(own)
	for _, p := range bench.Parameters {
		for _, spelled := range spellings[p.Key].flags {
			all[spelled] = "-" + p.Flag
		}
	}
	return all
}

// refusal returns the failure of a build whose arguments hold flags of own;
// nil if they hold none. llama-bench would take both values as a list, and
// measure with each of them. Then the figures of one value could be kept as
// those of the other.
func refusal(own map[string]string, arguments []string) *bench.Failure {
	var wrong, instead []string
	for i, word := range arguments {
		flag := word
		if strings.HasPrefix(word, "--") { // llama.cpp takes --n_prompt for --n-prompt
			flag = strings.ReplaceAll(word, "_", "-")
		}
		same, known := own[flag]
		if !known {
			continue
		}
		wrong = append(wrong, word)
		if same != "" {
			instead = append(instead, same+valueOf(own, same, arguments[i+1:]))
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	f := bench.Failure{
		Code: bench.FailUnsupportedFlag, WholeModel: true,
		Reason: words.Tidy("the arguments of the engine contain " + strings.Join(wrong, " ") + ", which dragstrip sets itself for each test"),
		Remedy: "leave this out of the engine's arguments",
	}
	if len(instead) > 0 {
		f.Remedy += ", and give it to dragstrip: " + words.Tidy("`dragstrip run … "+strings.Join(instead, " ")+"`")
	}
	return &f
}

// valueOf returns the value of a flag of dragstrip, which is the first of the
// words, with a space before it; "" if the flag has none.
func valueOf(own map[string]string, flag string, rest []string) string {
	if flag == "--no-warmup" || len(rest) == 0 {
		return ""
	}
	if _, another := own[rest[0]]; another {
		return ""
	}
	return " " + rest[0]
}
