package bench

import "testing"

func TestTheLargestBatchHasALimit(t *testing.T) {
	for value, want := range map[string]int{"512": 512, "9223372036854775807": MaxTokens, "": 0} {
		if got := (Params{"n_batch": value}).LargestBatch(); got != want {
			t.Errorf("%q: %d", value, got)
		}
	}
}
