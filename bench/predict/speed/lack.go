package speed

import "dragstrip/bench"

// Lack says why no speed is expected although somebody may have measured
// something on the machine.
type Lack int

const (
	// NothingMeasured means that no result counts: nothing was measured with what
	// computes the job, or all results are suspect or throttled.
	NothingMeasured Lack = iota
	// OtherThreads means that results exist, but only with other numbers of
	// threads.
	OtherThreads
	// TooUncertain means that results exist, but the interval would be wider than
	// MostWidth.
	TooUncertain
)

// Lack says why [Here.Expect] returns false for a job and a test. The value has
// no meaning if it returns true.
func (h *Here) Lack(j *bench.Job) Lack {
	on := computedOn(j)
	if h.groups[h.usual.group(on)] != nil {
		return TooUncertain
	}
	for of := range h.groups {
		if of.what == on.what {
			return OtherThreads
		}
	}
	return NothingMeasured
}
