package gguf

import (
	"io"
	"strings"
)

// Stand-ins that were written under the former name have dyno's marks. Every
// version can read them. Only the present marks are written.
const (
	formerKeys = "dyno.stand_in" // and all keys that begin with this
	// formerUnfinished is what an unfinished file had in the place of the
	// letters GGUF.
	formerUnfinished = "DYNP"
	// FormerRemedy is what to do about an unfinished stand-in of the former
	// program. It cannot be resumed, because dragstrip writes another header.
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
