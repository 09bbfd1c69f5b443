package report

import "encoding/json"

// listOnce is a list in which nothing is twice.
type listOnce[T any] struct {
	list *[]T
	at   map[string]int // by all that is written of a thing
}

// index gives where a thing stands in the list, and adds it where it does not.
func (l listOnce[T]) index(thing T) int {
	text, err := json.Marshal(thing)
	at, known := l.at[string(text)]
	if err != nil || !known {
		at = len(*l.list)
		*l.list, l.at[string(text)] = append(*l.list, thing), at
	}
	return at
}
