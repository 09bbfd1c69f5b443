package gguf

import "strings"

// Stand-ins written before dragstrip had its name are marked as dyno's. They
// are read for ever, as the stand-ins they are; only the present marks are
// written.
const (
	formerKeys = "dyno.stand_in" // and those that begin so
	// FormerUnfinished stands where a finished file says GGUF.
	FormerUnfinished = "DYNP"
	// FormerRemedy is what to do about an unfinished one: its beginning is not
	// what would be written now, so it cannot be resumed.
	FormerRemedy = "remove it; the command that began it writes it anew"
)

// presentKey is what a key is called now.
func presentKey(key string) string {
	if rest, former := strings.CutPrefix(key, formerKeys); former {
		return KeyStandIn + rest
	}
	return key
}

// unfinishedRemedy is what to do about a file that begins as an unfinished
// stand-in does, or "".
func unfinishedRemedy(magic string) string {
	switch magic {
	case Unfinished:
		return "give the command again that began it, which goes on from there, or remove it"
	case FormerUnfinished:
		return FormerRemedy
	}
	return ""
}
