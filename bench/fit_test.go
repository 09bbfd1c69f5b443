package bench

import (
	"strings"
	"testing"
)

func TestFitSaysWhatIsLeft(t *testing.T) {
	const gb = 1 << 30
	need := Need{WeightBytes: 8 * gb, KVBytes: gb, ComputeBytes: gb / 2}
	for _, c := range []struct {
		memory Memory
		want   FitVerdict
		spare  int64
	}{
		{Memory{Bytes: 16 * gb}, Fits, 13 * gb / 2},
		{Memory{Bytes: 97 * gb / 10}, FitsTightly, 97*gb/10 - 19*gb/2},
		{Memory{Bytes: 8 * gb}, DoesNotFit, -3 * gb / 2},
		{Memory{Bytes: 8 * gb, SlowerBytes: 32 * gb}, Spills, -3 * gb / 2},
		{Memory{Bytes: 2 * gb, SlowerBytes: 4 * gb}, DoesNotFit, -15 * gb / 2},
		{Memory{}, "", -19 * gb / 2},
	} {
		fit := FitOf(need, c.memory)
		if fit.Verdict != c.want || fit.SpareBytes != c.spare {
			t.Errorf("%+v: %s with %d left, want %s with %d", c.memory, fit.Verdict, fit.SpareBytes, c.want, c.spare)
		}
		if c.want != "" && !strings.HasPrefix(fit.String(), string(c.want)+": 9.50 GiB of") {
			t.Errorf("%q", fit)
		}
	}
}
