package bench

import "strings"

// longQuants are the names that engines print for quantizations, where they
// differ from the tag in names of files.
var longQuants = map[string]string{
	"F32": "all F32", "MXFP4": "MXFP4 MoE",
	"Q2_K": "Q2_K - Medium", "Q2_K_S": "Q2_K - Small", "Q3_K_S": "Q3_K - Small", "Q3_K_M": "Q3_K - Medium", "Q3_K_L": "Q3_K - Large",
	"Q4_K_S": "Q4_K - Small", "Q4_K_M": "Q4_K - Medium", "Q5_K_S": "Q5_K - Small", "Q5_K_M": "Q5_K - Medium",
	"IQ1_S": "IQ1_S - 1.5625 bpw", "IQ1_M": "IQ1_M - 1.75 bpw",
	"IQ2_XXS": "IQ2_XXS - 2.0625 bpw", "IQ2_XS": "IQ2_XS - 2.3125 bpw", "IQ2_S": "IQ2_S - 2.5 bpw", "IQ2_M": "IQ2_M - 2.7 bpw",
	"IQ3_XXS": "IQ3_XXS - 3.0625 bpw", "IQ3_XS": "IQ3_XS - 3.3 bpw", "IQ3_S": "IQ3_S - 3.4375 bpw", "IQ3_M": "IQ3_S mix - 3.66 bpw",
	"IQ4_NL": "IQ4_NL - 4.5 bpw", "IQ4_XS": "IQ4_XS - 4.25 bpw",
	"TQ1_0": "TQ1_0 - 1.69 bpw ternary", "TQ2_0": "TQ2_0 - 2.06 bpw ternary",
}

// guessed follows a name if the file's converter was not sure of the
// quantization.
const guessed = " (guessed)"

// LongQuant is the name that engines print for a quantization, by its tag in
// names of files: "Q4_K - Medium" for Q4_K_M.
func LongQuant(tag string) string {
	if long := longQuants[tag]; long != "" {
		return long
	}
	return tag
}

// CutLongQuant cuts the name that engines print for a quantization from the end
// of a text, and gives its tag: "llama 7B Q4_K - Medium" is "llama 7B " and
// Q4_K_M.
func CutLongQuant(text string) (before, tag string, found bool) {
	text = strings.TrimSuffix(text, guessed)
	for tag, long := range longQuants {
		if before, is := strings.CutSuffix(text, long); is && (before == "" || strings.HasSuffix(before, " ")) {
			return before, tag, true
		}
	}
	return text, "", false
}
