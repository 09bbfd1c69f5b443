package llama

import (
	"regexp"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/words"
)

// quotedCodes are failures of a file and an engine build that do not fit
// together. People search the web for the engine's own message, so it follows
// ours.
var quotedCodes = []bench.FailureCode{
	bench.FailEngineTooOld, bench.FailFormatTooOld, bench.FailByteOrder, bench.FailNotModel, bench.FailFileIncomplete, bench.FailFileDamaged, bench.FailUnknown,
}

var (
	whyNotLoaded = regexp.MustCompile(`error loading model: (?:error loading model [\w ]+: )?(?:llama_model_loader: )?(\S.*)$`)
	// saysNothing matches messages that only repeat that loading failed.
	saysNothing = regexp.MustCompile(`^failed to load (?:model|GGUF split) from|^(?:llama_bench: |main: )?error: failed to`)
	speaker     = regexp.MustCompile(`^[a-z_~]\w*: `)
)

// quote adds the engine's own reason to a failure of loading: its message about
// the model, or else by, the line that the rule matched.
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
