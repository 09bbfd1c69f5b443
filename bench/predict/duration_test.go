package predict

import (
	"testing"
	"time"

	"dragstrip/bench"
)

var model = bench.Model{ParamCount: 1e9, ActiveParamCount: 1e9, SizeBytes: 1e9, ReadBytesPerToken: 8e8}

func TestRepetitionFollowsBandwidthAndOperations(t *testing.T) {
	b := Basis{GBps: 10, PrefillFlops: 200e9}
	if got := Repetition(model, bench.Test{Generation: 100}, bench.KVTypes{}, b); got != 10*time.Second {
		t.Errorf("100 tokens of 0.8 GB at 8 GB/s: %v", got)
	}
	if got := Repetition(model, bench.Test{Prompt: 100}, bench.KVTypes{}, b); got != time.Second {
		t.Errorf("100 tokens of 2·10⁹ operations at 200·10⁹ a second: %v", got)
	}
	if got := Repetition(model, bench.Test{Generation: 1}, bench.KVTypes{}, Basis{}); got <= 0 {
		t.Errorf("where nothing is known: %v", got)
	}
}

func TestPrefillFlopsOfAMeasuredSpeed(t *testing.T) {
	if got := PrefillFlops(model, bench.Test{Prompt: 512}, 100); got != 200e9 {
		t.Errorf("%g", got)
	}
	if got := PrefillFlops(model, bench.Test{Generation: 128}, 100); got != 0 {
		t.Errorf("generation says nothing of it: %g", got)
	}
}
