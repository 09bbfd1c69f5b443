package report

import "encoding/json"

// listOnce is a list without duplicates.
type listOnce[T any] struct {
	list *[]T
	at   map[string]int // positions by the JSON text of a thing
}

// index gives the position of a thing in the list, and adds the thing if it is
// missing.
func (l listOnce[T]) index(thing T) int {
	text, err := json.Marshal(thing)
	at, known := l.at[string(text)]
	if err != nil || !known {
		at = len(*l.list)
		*l.list, l.at[string(text)] = append(*l.list, thing), at
	}
	return at
}
