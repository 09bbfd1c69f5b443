package bench

import (
	"slices"
	"testing"
)

func TestParseCounts(t *testing.T) {
	for text, want := range map[string][]int{
		"512": {512}, "512,1024": {512, 1024}, "0": nil, "0,128": {128},
		"4-6": {4, 5, 6}, "128-1024*4": {128, 512}, "100-300+100": {100, 200, 300}, "0-2+1": {1, 2},
	} {
		got, err := ParseCounts(text)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("ParseCounts(%q) = %v, %v; want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "x", "-1", "5-1", "1-5+0", "1-5*1", "99999999999999", "1-200000+1", "0-4*2", "1.5"} {
		if got, err := ParseCounts(text); err == nil {
			t.Errorf("ParseCounts(%q) = %v, want an error", text, got)
		}
	}
}

func TestTestsComeInEngineOrderAndOnce(t *testing.T) {
	got := Tests([]int{512, 512}, []int{128}, []Test{{Prompt: 512, Generation: 128}}, []int{0, 4096})
	want := []Test{
		{Prompt: 512},
		{Generation: 128},
		{Prompt: 512, Generation: 128},
		{Prompt: 512, Depth: 4096},
		{Generation: 128, Depth: 4096},
		{Prompt: 512, Generation: 128, Depth: 4096},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestTestNamesRoundTrip(t *testing.T) {
	for _, test := range []Test{{Prompt: 512}, {Generation: 128}, {Prompt: 512, Generation: 128}, {Generation: 128, Depth: 4096}} {
		back, err := ParseTest(test.String())
		if err != nil || back != test {
			t.Errorf("%s came back as %v, %v", test, back, err)
		}
	}
	for _, s := range []string{"", "pp", "pp0", "tg128+pp512", "pp512@4096", "xx1", "pp1+pp2", "pp-1"} {
		if got, err := ParseTest(s); err == nil {
			t.Errorf("ParseTest(%q) = %v", s, got)
		}
	}
}
