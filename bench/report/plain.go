package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
)

// Plain writes the result as a short table for a terminal: the figures, what
// failed and why, and the warnings. Brief leaves out everything else.
func Plain(w io.Writer, s *bench.Session, o Options) error {
	p := &plain{s: s, r: newRedactor(s, o), o: o}
	parts := []func(){p.search, p.failures, p.notDone, p.rounds, p.warnings, p.standIns}
	if o.Brief {
		parts = []func(){p.search, p.failures, p.notDone, p.warnings}
	}
	for _, part := range parts {
		part()
	}
	return write(w, "report", forTerminal(p.b.String(), o))
}

// plain is a text for a terminal that is being written.
type plain struct {
	b strings.Builder
	s *bench.Session
	r *redactor
	o Options
	// ceilings tells that the table compares results with the memory's
	// bandwidth.
	ceilings bool
}

func (p *plain) say(format string, args ...any) { fmt.Fprintf(&p.b, format+"\n", args...) }

// search writes what a search found. A session that searches has no other
// results.
func (p *plain) search() {
	if f, ok := FoundIn(p.s, p.o); ok {
		p.b.WriteString(f.text(p.o))
		return
	}
	p.results()
	p.resultNotes()
	p.comparisons()
}

func (p *plain) results() {
	p.where()
	if rows := Rows(p.s); len(rows) == 0 {
		p.say("no tests")
	} else {
		spell := asIs
		if p.o.ASCII {
			spell = toASCII
		}
		t := resultTable(rows, p.o.Width, spell)
		p.ceilings = slices.Contains(t.heads, "of spec") || slices.Contains(t.heads, "of meas.")
		p.b.WriteString(t.plain())
	}
	p.legend()
}

// where says on which machine it was measured, unless it was just measured here.
func (p *plain) where() {
	if p.s.Imported == nil && !isFromReport(p.s) {
		return
	}
	there := *p.s
	there.Machine = p.r.machine(p.s.Machine, p.o)
	if where := MeasuredWhere(&there, time.UTC); where != "" {
		p.say("%s", p.r.text(where))
	}
}

// legend says what the jobs in the table's first column are: first what all of
// them share, and then what differs. The table names their models.
func (p *plain) legend() {
	if len(p.s.Jobs) < 2 {
		return
	}
	sheet := divided([]*bench.Session{p.s}, namesOf([]*bench.Session{p.s}), false)
	names := sheet.ColumnNames(p.o)
	if names.Shared != "" {
		p.say("all jobs: %s", names.Shared)
	}
	if len(sheet.Columns) < 2 || sheet.ByModel {
		return
	}
	for i, c := range sheet.Columns {
		var jobs []string
		for _, j := range c.Jobs {
			jobs = append(jobs, j.ID)
		}
		p.say("%s: %s", bench.Clean(strings.Join(jobs, ", ")), names.Full[i])
	}
}

func (p *plain) resultNotes() {
	for _, note := range resultNotes(Rows(p.s), p.ceilings) {
		p.say("%s", p.r.text(note))
	}
}

// mostPairLines is how many comparisons are written as sentences. More of them
// are easier to read in a table.
const mostPairLines = 3

// comparisons compares the jobs that have the same model.
func (p *plain) comparisons() {
	sheets := within(p.s, p.o.IncludeSuspect)
	for _, text := range leftOutOf(sheets) {
		p.say("suspect, not compared: %s", p.r.text(text))
	}
	var pairs []pair
	for _, s := range sheets {
		pairs = append(pairs, slices.DeleteFunc(s.allPairs(), func(p pair) bool { return !p.is.Compared })...)
	}
	t := newPairTable(p.r.path, "", "", "candidate", "baseline", "test", "change", "interval", "verdict")
	for _, pair := range pairs {
		t.addPair(pair)
	}
	if len(pairs) > mostPairLines && (p.o.Width == 0 || t.plainWidth() <= p.o.Width) {
		p.say("\n%s", t.plain())
		if slices.ContainsFunc(pairs, func(p pair) bool { return p.is.OneOfMany() }) {
			p.say("%s although the interval does not contain 0: %s", bench.NoDifference, oneOfMany)
		}
		return
	}
	for _, pair := range pairs {
		p.say("%s against %s, %s: %s (%s), %s", pair.candidate.Name, pair.baseline.Name, pair.row.Test,
			pair.is.change(), pair.is.interval(), VerdictOf(pair.is.Comparison))
	}
}

func (p *plain) failures() {
	for _, f := range failures(p.s) {
		p.say("failed: %s: %s", p.r.path(f.where), p.r.text(f.reason))
		if f.remedy != "" {
			p.say("  what to do: %s", p.r.text(f.remedy))
		}
	}
}

// notDone says which repetitions were seen of tests that ended without a
// result.
func (p *plain) notDone() {
	for _, n := range notDone(p.s) {
		if strings.Contains(n.reason, " repetitions: ") {
			p.say("not measured: %s: %s", p.r.path(n.where), p.r.text(n.reason))
		}
	}
}

func (p *plain) rounds() {
	for _, note := range writtenRoundNotes(p.s) {
		p.say("%s", p.r.text(note))
	}
}

// warnings writes each kind of warning once, with the tests it applies to and
// what to do.
func (p *plain) warnings() {
	for _, d := range newGrouper(p.s, p.r.path).group(warnings(p.s), func(n note) string { return n.text }) {
		p.say("warning: %s: %s", p.r.path(orText(d.where, "session")), p.r.text(d.text))
		if d.remedy != "" {
			p.say("  what to do: %s", p.r.text(d.remedy))
		}
	}
}

func (p *plain) standIns() {
	if names := standIns(p.s); len(names) > 0 {
		p.say("stand-in: %s: exact shape, random weights; its speed is that of the real model, its text means nothing", bench.Clean(strings.Join(names, ", ")))
	}
}
