package bench

import (
	"fmt"
	"slices"
	"strconv"
)

// maxAxes limits the values of an added configuration.
const maxAxes = 64

// widen makes an added job a configuration of the search. A value that its axis
// does not have yet takes its place on the scale. The search of the plan is
// replaced, not changed, because others may hold it.
func (s *Session) widen(f JobAdded) {
	t := s.Plan.Tuning
	if t == nil || t.CanWiden(f.Values) != nil || s.Job(f.Job.ID) != nil || s.CanAdd(&f.Job) != nil || len(t.Choices) != len(s.Plan.Jobs) {
		return
	}
	wider := *t
	wider.Axes, wider.Choices = slices.Clone(t.Axes), make([][]int, len(t.Choices))
	for i, values := range t.Choices {
		wider.Choices[i] = slices.Clone(values)
	}
	choice := make([]int, len(f.Values))
	for a, value := range f.Values {
		choice[a] = slices.Index(wider.Axes[a].Values, value)
		if choice[a] < 0 {
			choice[a] = wider.insert(a, value)
		}
	}
	wider.Choices = append(wider.Choices, choice)
	if len(t.Servers) == len(t.Choices) {
		wider.Servers = append(slices.Clone(t.Servers), f.Server)
	}
	s.Plan.Tuning = &wider
	s.Plan.Jobs = append(slices.Clone(s.Plan.Jobs), f.Job)
}

// CanWiden returns an error if a configuration with these values cannot be added
// to the search.
func (x *Tuning) CanWiden(values []string) error {
	if len(values) != len(x.Axes) || len(values) > maxAxes {
		return fmt.Errorf("the configuration has %d values for %d axes", len(values), len(x.Axes))
	}
	for a, value := range values {
		axis := &x.Axes[a]
		if _, err := strconv.Atoi(value); !slices.Contains(axis.Values, value) && (!axis.Ordered || err != nil) {
			return fmt.Errorf("%s is no value of %s", CleanLine(value, 64), CleanLine(axis.Name, 64))
		}
	}
	return nil
}

// insert puts a number on the scale of an axis, and gives its place. Values that
// are no numbers stay last.
func (x *Tuning) insert(a int, value string) int {
	axis := &x.Axes[a]
	at := axis.place(value)
	axis.Values = slices.Insert(slices.Clone(axis.Values), at, value)
	if axis.Default >= at {
		axis.Default++
	}
	for _, values := range x.Choices {
		if values[a] >= at {
			values[a]++
		}
	}
	return at
}

// place is where a number belongs on a scale that rises or falls.
func (x *TuningAxis) place(value string) int {
	var numbers []int
	for _, v := range x.Values {
		n, err := strconv.Atoi(v)
		if err != nil {
			break
		}
		numbers = append(numbers, n)
	}
	falls := len(numbers) > 1 && numbers[0] > numbers[1]
	n, _ := strconv.Atoi(value)
	for at, other := range numbers {
		if n < other != falls {
			return at
		}
	}
	return len(numbers)
}
