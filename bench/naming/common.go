package naming

import (
	"slices"
	"strings"
)

// separator stands between the pieces of a name.
const separator = " · "

// WithoutCommon removes from the descriptions of a list the pieces that all of
// them have, and returns these pieces as common. Each description keeps at
// least its first piece. Empty descriptions do not count.
func WithoutCommon(texts []string) (common string, own []string) {
	var shared []string
	known := 0
	for _, text := range texts {
		if text == "" {
			continue
		}
		pieces := strings.Split(text, separator)
		if known++; known == 1 {
			shared = pieces
		} else {
			shared = slices.DeleteFunc(slices.Clone(shared), func(piece string) bool { return !slices.Contains(pieces, piece) })
		}
	}
	if known < 2 || len(shared) == 0 {
		return "", slices.Clone(texts)
	}
	// If one description consists only of shared pieces, all descriptions keep
	// their first piece.
	keepsFirst := slices.ContainsFunc(texts, func(text string) bool {
		return text != "" && !slices.ContainsFunc(strings.Split(text, separator), func(piece string) bool { return !slices.Contains(shared, piece) })
	})
	if keepsFirst {
		shared = shared[1:]
	}
	own = make([]string, len(texts))
	for i, text := range texts {
		own[i] = strings.Join(slices.DeleteFunc(strings.Split(text, separator), func(piece string) bool { return slices.Contains(shared, piece) }), separator)
	}
	return strings.Join(shared, separator), own
}
