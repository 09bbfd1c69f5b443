package gguf

import (
	"io"
	"strings"
)

// Stand-ins written before dragstrip had its name are marked as dyno's. They
// are read for ever, as the stand-ins they are; only the present marks are
// written.
const (
	formerKeys = "dyno.stand_in" // and those that begin so
	// formerUnfinished stood where a finished file says GGUF.
	formerUnfinished = "DYNP"
	// FormerRemedy is what to do about an unfinished stand-in of the former
	// program. It cannot be resumed, because dragstrip would write another
	// beginning.
	FormerRemedy = "remove it; the command that started it writes it again from the beginning"
)

// FormerUnfinished tells whether a file is an unfinished stand-in of the former
// program.
func FormerUnfinished(r io.ReaderAt) bool {
	begins := make([]byte, len(formerUnfinished))
	_, err := r.ReadAt(begins, 0)
	return err == nil && string(begins) == formerUnfinished
}

// presentKey is the present name of a key.
func presentKey(key string) string {
	if rest, former := strings.CutPrefix(key, formerKeys); former {
		return KeyStandIn + rest
	}
	return key
}
