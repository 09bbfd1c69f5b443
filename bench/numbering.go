package bench

import (
	"slices"
	"sort"
)

// numbering finds out from the numbers of events which ones a journal lacks and
// which ones it has twice. The zero numbering has seen no event.
type numbering struct {
	// open are the missing numbers below the highest one, as stretches.
	open []stretch
	// double counts events that came a second time.
	double int64
	// given counts missing numbers that are no longer kept in open.
	given int64
}

// stretch is all numbers from first to last.
type stretch struct{ first, last int64 }

// mostStretches limits how many gaps of a journal are remembered.
const mostStretches = 1000

// heed takes the number of the next event; highest is the highest number so
// far. It tells whether the event is new. If a number is too high by accident,
// later events are still new: their numbers are among the missing ones.
func (q *numbering) heed(seq, highest int64) bool {
	switch {
	case seq == highest+1:
		return true
	case seq > highest:
		q.open = append(q.open, stretch{highest + 1, seq - 1})
		if len(q.open) > mostStretches {
			q.given += q.open[0].last - q.open[0].first + 1
			q.open = slices.Delete(q.open, 0, 1)
		}
		return true
	}
	at := sort.Search(len(q.open), func(i int) bool { return q.open[i].last >= seq })
	if at == len(q.open) || q.open[at].first > seq {
		q.double++
		return false
	}
	q.close(at, seq)
	return true
}

// close takes one number out of a stretch.
func (q *numbering) close(at int, seq int64) {
	switch s := q.open[at]; {
	case s.first == s.last:
		q.open = slices.Delete(q.open, at, at+1)
	case seq == s.first:
		q.open[at].first++
	case seq == s.last:
		q.open[at].last--
	default:
		q.open[at].last = seq - 1
		q.open = slices.Insert(q.open, at+1, stretch{seq + 1, s.last})
	}
}

func (q *numbering) missing() int64 {
	n := q.given
	for _, s := range q.open {
		n += s.last - s.first + 1
	}
	return n
}

// heed counts the number of an event and tells whether the event is new. An
// event without a number was not read from a journal; it is always new.
func (s *Session) heed(seq int64) bool {
	if seq == 0 {
		return true
	}
	if !s.numbers.heed(seq, s.LastSeq) {
		return false
	}
	s.LastSeq = max(s.LastSeq, seq)
	return true
}

// Pass counts the number of an event that a reader skipped.
func (s *Session) Pass(seq int64) { s.heed(seq) }

// MissingEvents is how many events the journal lacks.
func (s *Session) MissingEvents() int64 { return s.numbers.missing() }

// DoubleEvents is how many events and results came a second time. They are
// counted once.
func (s *Session) DoubleEvents() int64 { return s.numbers.double }

// AllWarnings are the warnings about the journal itself, and then those in the
// journal.
func (s *Session) AllWarnings() []SessionWarning {
	var own []SessionWarning
	add := func(code, text string) {
		own = append(own, SessionWarning{Warned: Warned{Warning: doubted(code, text)}})
	}
	if n := s.MissingEvents(); n > 0 {
		add("journal_incomplete", isOrAre(n, "event")+" missing from the journal: results and warnings may be missing, too")
	}
	if n := s.DoubleEvents(); n > 0 {
		add("journal_double", isOrAre(n, "event")+" in the journal twice and counted once")
	}
	if len(own) == 0 {
		return s.Warnings
	}
	return append(own, s.Warnings...)
}

// isOrAre writes a count as the subject of a sentence: "1 event is".
func isOrAre(n int64, noun string) string {
	verb := " are"
	if n == 1 {
		verb = " is"
	}
	return Plural(n, noun) + verb
}
