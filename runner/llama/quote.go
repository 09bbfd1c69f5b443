package llama

import (
	"regexp"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/words"
)

// quotedCodes are failures of a file and an engine build that do not go
// together. What the engine itself says of them is what people search for, so
// that it stands behind our own words.
var quotedCodes = []bench.FailureCode{
	bench.FailEngineTooOld, bench.FailFormatTooOld, bench.FailByteOrder, bench.FailNotModel, bench.FailFileIncomplete, bench.FailFileDamaged, bench.FailUnknown,
}

var (
	whyNotLoaded = regexp.MustCompile(`error loading model: (?:error loading model [\w ]+: )?(?:llama_model_loader: )?(\S.*)$`)
	// saysNothing are reasons that only say again that there is one.
	saysNothing = regexp.MustCompile(`^failed to load (?:model|GGUF split) from|^(?:llama_bench: |main: )?error: failed to`)
	speaker     = regexp.MustCompile(`^[a-z_~]\w*: `)
)

// quote adds the engine's own reason to a failure of loading: what it says of
// the model, or else by, which of its lines the failure was known by.
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
