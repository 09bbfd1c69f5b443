package driver_test

import (
	"fmt"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/driver"
	"dragstrip/runner/engine"
)

// A parser turns lines into facts. It has no clock and opens no file, so a
// recorded output can be parsed again at any time.
func ExampleParser() {
	job := &bench.Job{ID: "j1", Model: bench.Model{Path: "/m/tiny"}, Repetitions: 2}
	work := []engine.Work{{Job: job, Test: bench.Test{Generation: 32}, Repetitions: 2}}
	parser := driver.NewParser(bench.EngineBuild{Engine: "example"}, work, driver.Manner{})

	for _, line := range []string{
		`{"e":"sample","i":0,"k":1,"of":2,"ns":1000000000}`,
		`{"e":"sample","i":0,"k":2,"of":2,"ns":800000000}`,
		`{"e":"result","i":0,"test":"tg32","samples_ns":[1000000000,800000000]}`,
	} {
		for _, emitted := range parser.Line(engine.Out, time.Time{}, []byte(line), 0) {
			switch f := emitted.Fact.(type) {
			case bench.SampleTaken:
				fmt.Printf("%s %s, repetition %d: %.0f t/s\n", emitted.Job, f.Test, f.Repetition, f.TokensPerSecond)
			case bench.TestFinished:
				fmt.Printf("%s %s is finished, ns: %v\n", emitted.Job, f.Result.Test, f.Result.SamplesNS)
			}
		}
	}
	// Output:
	// j1 tg32, repetition 1: 32 t/s
	// j1 tg32, repetition 2: 40 t/s
	// j1 tg32 is finished, ns: [1000000000 800000000]
}
