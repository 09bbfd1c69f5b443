package words

import (
	"strings"
	"testing"

	"dragstrip/bench"
)

// TestTidyLeavesNothingAtTheEnds: a space after an escape sequence at the
// beginning used to stay.
func TestTidyLeavesNothingAtTheEnds(t *testing.T) {
	for in, want := range map[string]string{
		" a b\n": "a b", "\x1b[31m red \x1b[0m": "red", "\u200b \t": "", "\u0085x\u2028": "x",
		strings.Repeat("é", 150): strings.Repeat("é", 98) + "…",
	} {
		if got := Tidy(in); got != want || bench.Clean(got) != got || Tidy(got) != got {
			t.Errorf("Tidy(%q) = %q, want %q", in, got, want)
		}
	}
}
