package planning

import "fmt"

// Mistake is an error in the wishes themselves: nothing on the machine could
// make them possible.
type Mistake struct{ error }

// Unwrap gives the error itself.
func (m Mistake) Unwrap() error { return m.error }

func mistake(format string, args ...any) error { return Mistake{fmt.Errorf(format, args...)} }
