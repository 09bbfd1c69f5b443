package report

import (
	"testing"

	"dragstrip/bench"
)

// Beside an interval that does not contain 0, "no difference shown" seemed to
// contradict it.
func TestVerdictAmongManySaysWhyNoneIsShown(t *testing.T) {
	alone := bench.Comparison{Verdict: bench.NoDiff, Ratio: 0.8, Low: 0.5, High: 1.2}
	among := bench.Comparison{Verdict: bench.NoDiff, Ratio: 0.1, Low: 0.02, High: 0.6}
	if got := VerdictOf(alone); got != "no difference shown" {
		t.Errorf("an interval that contains 0: %q", got)
	}
	if got := VerdictOf(among); got != "no difference shown: one of several can be chance" {
		t.Errorf("an interval that does not contain 0: %q", got)
	}
}
