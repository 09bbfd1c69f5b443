package bench

import (
	"math"
	"time"
)

// SessionImported says that the session was not measured here. Its results were
// read from a file or a page. It is a fact of its own kind so that nothing takes
// such results for measurements of this machine: they predict nothing, show no
// scatter, and are never "slower since" a build.
type SessionImported struct {
	// From is the address of the page, or the name of the file without its folder.
	From string `json:"from"`
	// Format names what was read: "llama-bench markdown".
	Format string `json:"format"`
	// Who measured it, as somebody said when it was imported.
	Who string `json:"who,omitempty"`
	// Date is when it was measured or published, as stated.
	Date string `json:"date,omitempty"`
	// Read is when it was imported.
	Read time.Time `json:"read,omitzero"`
	// SHA256 is the digest of what was read, so that nothing is imported twice.
	SHA256 string `json:"sha256,omitempty"`
	// ByDragstrip says that another dragstrip measured it, and watched the
	// machine: its grades and warnings are judgements. Nobody watched the machine
	// of other imported results.
	ByDragstrip bool `json:"by_dragstrip,omitempty"`
	// LeftOut is how many rows could not be read.
	LeftOut int `json:"left_out,omitempty"`
}

// Unwatched tells whether somebody else measured the session, and no dragstrip
// watched the machine.
func (s *Session) Unwatched() bool { return s != nil && s.Imported != nil && !s.Imported.ByDragstrip }

// Published is a figure that somebody published without the times of its
// repetitions. No interval and no verdict can be made of it.
type Published struct {
	// TPS is the mean, in tokens per second.
	TPS float64 `json:"tps"`
	// StdDev is the standard deviation; zero or absent means not published.
	StdDev float64 `json:"stddev,omitempty"`
	// N is the number of repetitions; zero or absent means not published.
	N int `json:"n,omitempty"`
}

// The bounds of a published speed. The smallest model that we know of, of
// 200,000 parameters, processes 80,000 tokens a second. Nobody publishes a speed
// of less than a token a day.
const (
	MostTPS  = 10_000_000
	LeastTPS = 1e-5
)

// Possible tells whether anybody can have measured the figure.
func (p Published) Possible() bool {
	return p.TPS >= LeastTPS && p.TPS <= MostTPS && !math.IsNaN(p.StdDev) && p.StdDev >= 0 && p.StdDev <= MostTPS && p.N >= 0 && p.N <= MaxRepetitions
}

// summary describes the figure without an interval.
func (p Published) summary() Summary {
	return Summary{N: p.N, Median: p.TPS, Mean: p.TPS, StdDev: p.StdDev, Published: true}
}

// Published is the figure that somebody published of the test; nil if there is
// none, or if the times of repetitions are known.
func (t *TestState) Published() *Published {
	var first *Published
	for _, r := range t.Results {
		if len(r.SamplesNS) > 0 {
			return nil
		}
		if first == nil {
			first = r.Published
		}
	}
	return first
}

// onlyPossible drops a figure that nobody can have measured.
func onlyPossible(p *Published) *Published {
	if p == nil || !p.Possible() {
		return nil
	}
	return p
}
