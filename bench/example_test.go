package bench_test

import (
	"fmt"
	"time"

	"dragstrip/bench"
)

// Samples of three starts of the engine. The interval is computed from starts,
// and each counts once.
func ExampleSummarizeStarts() {
	s := bench.SummarizeStarts([][]float64{
		{47.3, 47.5, 47.4},
		{46.8, 46.9, 46.7},
		{47.9, 47.6, 47.8},
	})
	fmt.Printf("%d samples of %d starts\n", s.N, s.Starts)
	fmt.Printf("%.1f t/s, %.1f to %.1f\n", s.Median, s.Low, s.High)
	// Output:
	// 9 samples of 3 starts
	// 47.3 t/s, 46.1 to 48.6
}

// Two sides of four starts each: the second is faster, and that is shown.
func ExampleCompare() {
	baseline := [][]float64{{40.1, 40.3}, {40.0, 39.8}, {40.4, 40.2}, {39.9, 40.1}}
	candidate := [][]float64{{44.0, 44.3}, {44.2, 43.9}, {43.8, 44.1}, {44.4, 44.2}}
	c := bench.Compare(baseline, candidate)
	fmt.Println(c.Verdict, bench.FormatChange(c.Ratio))

	// One start each is too few for a verdict, however much they differ.
	c = bench.Compare(baseline[:1], candidate[:1])
	fmt.Println(c.Verdict)
	// Output:
	// faster +10.0 %
	// too_few
}

// A session is made from its events. Live screens, history and reports replay
// them through Apply.
func ExampleSession_Apply() {
	tg128 := bench.Test{Generation: 128}
	plan := bench.Plan{Jobs: []bench.Job{{ID: "j1", Model: bench.Model{Name: "Tiny", Path: "/m/tiny.gguf"}, Tests: []bench.Test{tg128}, Repetitions: 2}}}
	at := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

	s := bench.NewSession()
	for i, e := range []bench.Event{
		{Fact: bench.SessionStarted{Session: "example", Plan: plan}},
		{Job: "j1", Fact: bench.JobStarted{}},
		{Job: "j1", Fact: bench.TestFinished{Result: bench.Result{Test: tg128, SamplesNS: []int64{2_000_000_000, 2_000_000_000}}}},
		{Job: "j1", Fact: bench.JobFinished{Outcome: bench.OutcomeDone}},
	} {
		e.Seq, e.Time = int64(i+1), at.Add(time.Duration(i)*time.Second)
		s.Apply(e)
	}
	test := s.Jobs[0].Tests[0]
	fmt.Println(s.Jobs[0].Model.Label(), test.Test, test.Outcome, bench.FormatTPS(test.Summary().Median), "t/s")
	// Output:
	// Tiny tg128 done 64.0 t/s
}

func ExampleParseTest() {
	test, err := bench.ParseTest("tg128@d4096")
	fmt.Println(test.Generation, test.Depth, err)
	_, err = bench.ParseTest("tg")
	fmt.Println(err)
	// Output:
	// 128 4096 <nil>
	// test "tg" is not of the form pp512, tg128, pp512+tg128 or tg128@d4096
}
