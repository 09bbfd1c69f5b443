package bench

import "testing"

func TestLongNamesOfQuantizations(t *testing.T) {
	for tag, long := range longQuants {
		if LongQuant(tag) != long {
			t.Errorf("%s: %s", tag, LongQuant(tag))
		}
		if before, got, found := CutLongQuant("llama 7B " + long + guessed); before != "llama 7B " || got != tag || !found {
			t.Errorf("%s: %q %q", long, before, got)
		}
	}
	if LongQuant("Q4_0") != "Q4_0" {
		t.Error("most quantizations have one name")
	}
	if before, tag, found := CutLongQuant("llama 7B overall F32"); found {
		t.Errorf("%q %q", before, tag)
	}
}
