package report

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

func (m *markdown) results() {
	if len(m.rows) == 0 {
		return
	}
	m.say("%s", pageTable(m.rows).markdown())
	m.legend()
	if notes := ceilingNotes(m.rows); len(notes) > 0 {
		m.say("GB/s: what generation read from memory. Bandwidth: %s.\n", strings.Join(notes, "; "))
	}
	for _, note := range energyNotes(m.rows) {
		m.say("%s\n", m.sentence(note))
	}
	for _, note := range expectedNotes(m.rows) {
		m.say("%s\n", m.sentence("E"+note[1:]))
	}
	if notes := IntervalNotes(m.rows); len(notes) > 0 {
		m.say("%s.\n", strings.Join(notes, ". "))
	}
	for _, note := range publishedNotes(m.rows) {
		m.say("%s.\n", note)
	}
	if few, more := withoutInterval(m.rows); few {
		remedy := ""
		if more && m.s.Plan.Tuning == nil { // a search decides itself how often it measures
			remedy = " Take 6 repetitions or more (`-r 6`)."
		}
		m.say("A figure without ± has no 95 %% interval: with one start of the engine, that needs at least 6 samples.%s\n", remedy)
	}
}

// legend says what the names of the jobs stand for.
func (m *markdown) legend() {
	if len(m.s.Jobs) < 2 {
		return
	}
	for _, j := range m.s.Jobs {
		m.say("- %s: %s", j.ID, EscapeMarkdown(m.grouper.names[j.ID]))
	}
	m.say("")
}

// asPrinted writes the tables that the engine's own program would print, for
// readers who want to paste them.
func (m *markdown) asPrinted() {
	tables := printedTables(m.s, m.r, false)
	if tables == "" {
		return
	}
	m.say("%s", fence("", tables))
}

// method says in a few lines how the figures were made.
func (m *markdown) method() {
	if m.s.Unwatched() {
		m.unwatchedMethod()
		return
	}
	m.say("- Every start of the engine counts once. t/s is the geometric mean of the starts' medians. ± is the larger side of its 95 %% interval; where the two sides differ much, both ends are given (Student's t over the starts). With one start, t/s is the median of its n repetitions, and the interval is within that start (order statistics). %s", meanIsPrinted)
	if slices.ContainsFunc(m.rows, func(r Row) bool { return r.Summary.Sessions > 0 }) {
		m.say("- Results differ more between sessions than between the starts within one session. Earlier sessions on this machine show by how much; ± includes that (Satterthwaite's degrees of freedom over both).")
	}
	m.say("- Each repetition was timed by %s, %s, %s; none was left out.", timedBy(m.rows), warmedUp(m.s.Jobs), turns(&m.s.Plan))
	for _, note := range writtenRoundNotes(m.s) {
		m.say("- %s.", m.sentenceStart(note))
	}
	m.say("- GB/s is t/s times the bytes that a generated token reads: the weights (in a mixture of experts only the active ones) and, at a depth, the KV cache. Above 100 %% of the bandwidth, caches held part of the model.\n")
}

// unwatchedMethod is method for results that somebody else measured.
func (m *markdown) unwatchedMethod() {
	m.say("- Somebody else measured these figures. Only what their source states is known of the machine, the engine build and the settings.")
	m.say("- Where the source gives the time of each repetition, t/s is the median of their speeds, and the interval is within one start of the engine. Otherwise t/s is the published mean, without an interval. No figure takes part in a prediction for this machine.\n")
}

// timedBy says whose clock timed the repetitions.
func timedBy(rows []Row) string {
	switch n := len(servers(rows)); n {
	case 0:
		return "the engine itself"
	case len(rows):
		return "dragstrip, when the server's bytes arrived"
	}
	return "the engine itself (on a server by dragstrip, when its bytes arrived)"
}

// warmedUp says whether the jobs were measured after a warm-up.
func warmedUp(jobs []*bench.JobState) string {
	cold := 0
	for _, j := range jobs {
		if j.NoWarmup {
			cold++
		}
	}
	switch cold {
	case 0:
		return "after a warm-up that is not counted"
	case len(jobs):
		return "without a warm-up"
	}
	return "after a warm-up that is not counted (" + bench.Plural(cold, "job") + " without one)"
}

func (m *markdown) samples() {
	var b strings.Builder
	for _, row := range m.rows {
		if !slices.ContainsFunc(row.Test.Results, func(r bench.Result) bool { return len(r.SamplesNS) > 0 }) {
			continue // nothing was measured, or only a mean was published
		}
		line := row.Test.Test.String()
		if len(m.s.Jobs) > 1 {
			line = row.Job.ID + " " + line
		}
		if m.s.Rounds() > 1 {
			line += ", " + roundsSaid(row.Test.Results)
		}
		line += ":"
		for i, result := range row.Test.Results {
			for k, v := range result.SamplesTPS() {
				text := sample(v)
				if i > 0 && k == 0 {
					text = "| " + text
				}
				if len(line)+len(text) > 100 {
					b.WriteString(line + "\n")
					line = "   "
				}
				line += " " + text
			}
		}
		b.WriteString(line + "\n")
	}
	if b.Len() == 0 {
		return
	}
	m.say("%s", fence("text", b.String()))
}

// roundsSaid names the rounds of results, such as "rounds 1 to 6" or "round 2".
func roundsSaid(results []bench.Result) string {
	var rounds []int
	for _, r := range results {
		rounds = append(rounds, r.Round+1)
	}
	if len(rounds) == 1 {
		return "round " + numbersSaid(rounds)
	}
	return "rounds " + numbersSaid(rounds)
}

// sample writes a sample with five significant digits, which are enough to
// repeat the statistics.
func sample(v float64) string {
	decimals := 0
	for limit := 10000.0; v < limit && decimals < 6 && v > 0; limit /= 10 {
		decimals++
	}
	return fmt.Sprintf("%.*f", decimals, v)
}
