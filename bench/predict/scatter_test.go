package predict

import (
	"math"
	"testing"

	"dragstrip/bench"
)

// The scatter of a test is learned from sessions that measured the same. For a
// test that was never measured, it is learned from everything that several
// sessions measured.
func TestScatterIsLearnedFromWhatWasMeasuredAgain(t *testing.T) {
	past := NewPast(even{})
	test := bench.Test{Prompt: 100}
	for i, seconds := range []float64{1, 1.1, 0.9, 1.1} {
		if got := past.Scatter(nil); len(got) > 0 {
			t.Errorf("%d sessions say %+v", i, got)
		}
		past.Learn(measured("a", test, seconds))
	}
	hot := measured("a", test, 9)
	hot.Jobs[0].Tests[0].Warnings = []bench.Warning{{Code: "throttled"}}
	past.Learn(hot)
	past.Learn(measured("other build", test, 7))

	known := measured("a", test, 1).Jobs[0].Job
	other := known
	other.ID, other.Build.ID = "j2", "other build"
	got := past.Scatter([]bench.Job{known, other})
	if len(got) != 2 {
		t.Fatalf("%+v, want that of all and that of j1", got)
	}
	all, own := got[0], got[1]
	if all.Job != "" || all.Alike || all.Sessions != 4 {
		t.Errorf("of all: %+v", all)
	}
	var sum, squares float64
	for _, v := range []float64{1, 1.1, 0.9, 1.1} {
		sum, squares = sum+math.Log(v), squares+math.Log(v)*math.Log(v)
	}
	if want := math.Sqrt((squares - sum*sum/4) / 3); own.Job != "j1" || own.Test != test || !own.Alike || own.Freedom != 3 || math.Abs(own.Between-want) > 1e-6 {
		t.Errorf("of j1: %+v, want %g", own, want)
	}
}

// TestServersElsewhereSayNothingAboutThisMachine: their sessions used to tell how
// much sessions of this machine differ.
func TestServersElsewhereSayNothingAboutThisMachine(t *testing.T) {
	past, test := NewPast(even{}), bench.Test{Prompt: 100}
	for range 5 {
		s := measured("far", test, 1)
		s.Jobs[0].Build.Traits.Elsewhere = true
		past.Learn(s)
	}
	far, here := measured("far", test, 1).Jobs[0].Job, measured("here", test, 1).Jobs[0].Job
	here.ID = "j2"
	if got := past.Scatter([]bench.Job{far, here}); len(got) != 1 || got[0].Job != "j1" || !got[0].Alike {
		t.Errorf("%+v, want that of j1", got)
	}
}
