package models

import (
	"testing"

	"dragstrip/bench"
)

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
