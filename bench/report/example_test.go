package report_test

import (
	"bytes"
	"fmt"
	"os"

	"dragstrip/bench"
	"dragstrip/bench/report"
)

// A report from somebody else is read back as a session: what was planned, and
// every sample. It contains no paths.
func ExampleRead() {
	tg128 := bench.Test{Generation: 128}
	job := bench.Job{
		ID: "j1", Model: bench.Model{Name: "Tiny", Quant: "Q4_0", Path: "/home/somebody/models/tiny.gguf", Format: "gguf"},
		Build: bench.EngineBuild{Engine: "example", Prefix: []string{"/usr/bin/example"}}, Tests: []bench.Test{tg128}, Repetitions: 2,
	}
	theirs := bench.NewSession()
	theirs.Apply(bench.Event{Seq: 1, Fact: bench.SessionStarted{Session: "example", Plan: bench.Plan{Schema: bench.Schema, Session: "example", Jobs: []bench.Job{job}}}})
	theirs.Apply(bench.Event{Seq: 2, Job: "j1", Fact: bench.TestFinished{Result: bench.Result{Test: tg128, SamplesNS: []int64{2_000_000_000, 1_900_000_000}}}})

	var page bytes.Buffer
	if err := report.Markdown(&page, theirs, report.Options{}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	read, err := report.Read(page.Bytes())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	for _, row := range report.Rows(read) {
		fmt.Println(row.Job.Model.Label(), row.Job.Model.Path, row.Test.Test, row.Test.Results[0].SamplesNS)
	}
	// Output:
	// Tiny Q4_0 tiny.gguf tg128 [2000000000 1900000000]
}
