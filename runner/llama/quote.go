package llama

import (
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
	"dragstrip/runner/words"
)

// quotedCodes are failures to which the engine's own message is added. They
// mean that a file and an engine build do not fit together; people search the
// web for such messages.
var quotedCodes = []bench.FailureCode{
	bench.FailEngineTooOld, bench.FailFormatTooOld, bench.FailByteOrder, bench.FailNotModel, bench.FailFileIncomplete, bench.FailFileDamaged, bench.FailUnknown,
}

var (
	whyNotLoaded = lazyregexp.New(`error loading model: (?:error loading model [\w ]+: )?(?:llama_model_loader: )?(\S.*)$`)
	// saysNothing matches messages that only repeat that loading failed.
	saysNothing = lazyregexp.New(`^failed to load (?:model|GGUF split) from|^(?:llama_bench: |main: )?error: failed to`)
	speaker     = lazyregexp.New(`^[a-z_~]\w*: `)
)

// quote adds the engine's own reason to a failure. The reason is the engine's
// message about the model, or the line by, which the rule matched. The last one
// that says something is taken.
func quote(f bench.Failure, by string, lines []string) bench.Failure {
	if !slices.Contains(quotedCodes, f.Code) {
		return f
	}
	own := ""
	for _, line := range lines {
		said := strings.TrimSpace(speaker.ReplaceAllString(line, ""))
		m := whyNotLoaded.FindStringSubmatch(line)
		if m != nil {
			said = m[1]
		}
		if (m != nil || line == by) && !saysNothing.MatchString(said) {
			own = said
		}
	}
	if own != "" {
		f.Reason += "; the engine says: " + words.Bounded(own, 200)
	}
	return f
}
