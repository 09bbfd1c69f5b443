package models

import (
	"strings"
	"testing"

	"dragstrip/bench"
)

func TestFitSaysWhatIsLeft(t *testing.T) {
	const gb = 1 << 30
	need := Need{WeightBytes: 8 * gb, KVBytes: gb, ComputeBytes: gb / 2}
	for _, c := range []struct {
		memory Memory
		want   Verdict
		spare  int64
	}{
		{Memory{Bytes: 16 * gb}, Fits, 13 * gb / 2},
		{Memory{Bytes: 97 * gb / 10}, Tight, 97*gb/10 - 19*gb/2},
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

func TestCeilingCountsWhatIsReadAtADepth(t *testing.T) {
	m := bench.Model{ReadBytesPerToken: 1e9, KV: bench.KV{Groups: []bench.KVGroup{{Layers: 10, Keys: 1000, Values: 1000}, {Layers: 10, Keys: 1000, Values: 1000, Window: 500}}}}
	c := bench.Ceiling{SpecifiedGBps: 100, MeasuredGBps: 50}
	shallow := CeilingsOf(m, bench.Test{Generation: 100}, bench.KVTypes{}, c)
	deep := CeilingsOf(m, bench.Test{Generation: 100, Depth: 950}, bench.KVTypes{}, c)
	if shallow.SpecifiedTPS != 100 || shallow.MeasuredTPS != 50 {
		t.Errorf("%+v", shallow)
	}
	if want := int64(1e9) + 1000*40_000 + 500*40_000; deep.ReadBytesPerToken != want || deep.SpecifiedTPS >= 100 {
		t.Errorf("%+v, want %d", deep, want)
	}
	if none := CeilingsOf(bench.Model{}, bench.Test{Generation: 1}, bench.KVTypes{}, c); none.SpecifiedTPS != 0 {
		t.Errorf("%+v", none)
	}
}
