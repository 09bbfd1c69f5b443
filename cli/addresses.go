package cli

import (
	"strconv"
	"strings"

	"dragstrip/bench"
)

// areAddresses tells whether a text is one address HOST:PORT, or several with
// commas between them.
func areAddresses(text string) bool {
	for one := range strings.SplitSeq(text, ",") {
		at := strings.LastIndexByte(one, ':')
		if at <= 0 || one[0] == '-' || strings.ContainsAny(one, " \t\"'") || bench.Clean(one) != one {
			return false
		}
		if port, err := strconv.ParseUint(one[at+1:], 10, 16); err != nil || port == 0 {
			return false
		}
	}
	return true
}
