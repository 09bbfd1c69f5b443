package cli

import (
	"time"

	"dragstrip/bench"
	"dragstrip/bench/imported"
)

// importAsk holds the flags of `dragstrip import`.
type importAsk struct {
	name, who, date, machine, model string
	columns                         list
	asJSON                          bool
}

// importDone is what was imported from one source.
type importDone struct {
	Source string `json:"source"`
	Format string `json:"format,omitempty"`
	// Already are the sessions that have the same content. Nothing was imported
	// then.
	Already  []string           `json:"already,omitempty"`
	Sessions []importSession    `json:"sessions,omitempty"`
	Assumed  []string           `json:"assumed,omitempty"`
	LeftOut  []imported.LeftOut `json:"left_out,omitempty"`
	// More is how many further rows were left out.
	More int `json:"more_left_out,omitempty"`
	// own is the newest session with results that was measured here.
	own string
}

// importSession is one session that the import made.
type importSession struct {
	Session string `json:"session"`
	Machine string `json:"machine,omitempty"`
	Results int    `json:"results"`
	Models  int    `json:"models"`
}

// fact gives the fact that marks a session as imported.
func (a importAsk) fact(from, digest string, now time.Time) bench.SessionImported {
	fact := bench.SessionImported{From: from, Who: a.who, Date: a.date, Read: now.UTC().Round(0), SHA256: digest}
	if a.name != "" {
		fact.From = a.name
	}
	_ = bench.Admit(&fact) // cleans what was typed or pasted
	return fact
}

func modelsIn(jobs []bench.Job) int {
	seen := map[string]bool{}
	for _, j := range jobs {
		seen[j.Model.Label()] = true
	}
	return len(seen)
}
