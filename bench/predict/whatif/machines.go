package whatif

import (
	"dragstrip/bench"
	"dragstrip/bench/predict/speed"
	"dragstrip/bench/published"
)

// Machines are the answers for one model.
type Machines struct {
	Model bench.Model
	Test  bench.Test
	// NeedBytes is the memory that the model takes with its context.
	NeedBytes int64
	// Small says that the model is smaller than the models that the formula was
	// fitted to.
	Small   bool
	Answers []Answer
	// Unknown are the names of machines whose speed cannot be predicted and was not
	// published.
	Unknown []string
}

// On says how fast a model is on chips. depth is how many tokens are in the
// context already. The answers are in the order of the chips.
func On(m bench.Model, chips []*published.Chip, depth int) (Machines, error) {
	w, err := ask(m, depth)
	if err != nil {
		return Machines{}, err
	}
	out := Machines{Model: m, Test: w.test, NeedBytes: w.need.Total(), Small: w.work.IsSmall() && speed.Predicts(m)}
	found := figuresOf(w)
	for _, c := range chips {
		if a := on(c, w, found); a.known() {
			out.Answers = append(out.Answers, a)
		} else {
			out.Unknown = append(out.Unknown, c.Name)
		}
	}
	return out, nil
}

// AddHere adds the answer for this machine. Even if the speed is not known, the
// answer says whether the model fits.
func (m *Machines) AddHere(h Here) {
	a, known := h.Answer(m.Model, m.Test.Depth)
	m.Answers = append(m.Answers, a)
	if !known {
		m.Unknown = append(m.Unknown, a.Machine)
	}
}

// EveryChip lists the chips of the reference set.
func EveryChip() []*published.Chip {
	set := published.Load()
	out := make([]*published.Chip, len(set.Chips))
	for i := range set.Chips {
		out[i] = &set.Chips[i]
	}
	return out
}
