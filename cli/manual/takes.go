package manual

import "strings"

// slots holds what may stand at each position of the arguments.
type slots struct {
	at [][]string
	// repeats says that the last position may be repeated.
	repeats bool
}

// takes reads the arguments in a usage line. "SHAPE [QUANT]" has two positions.
// "SESSION|REPORT" is one position with two choices. A "|" between spaces
// starts again at the first position: "[mlx | remove BUILD]".
func takes(text string) slots {
	s := slots{repeats: strings.Contains(text, "…")}
	position := 0
	for _, word := range strings.Fields(strings.NewReplacer("[", " ", "]", " ", "…", " ").Replace(text)) {
		if word == "|" {
			position = 0
			continue
		}
		for len(s.at) <= position {
			s.at = append(s.at, nil)
		}
		s.at[position] = append(s.at[position], choices(word)...)
		position++
	}
	return s
}

// next gives what may stand after these arguments.
func (s slots) next(after []string) []string {
	n := len(after)
	switch {
	case n < len(s.at):
		return s.at[n]
	case s.repeats && len(s.at) > 0:
		return s.at[len(s.at)-1]
	}
	return nil
}

// choices cuts a metavar into its choices.
func choices(metavar string) []string {
	if metavar == "" {
		return nil
	}
	return strings.Split(metavar, "|")
}

// isKind tells whether a choice stands for something else, as MODEL does. Any
// other choice is typed exactly as it is.
func isKind(choice string) bool {
	return choice == strings.ToUpper(choice) && choice != strings.ToLower(choice)
}
