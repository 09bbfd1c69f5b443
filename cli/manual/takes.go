package manual

import "strings"

// slots are what may stand at each position of the arguments.
type slots struct {
	at [][]string
	// repeats tells that what stands last may come again.
	repeats bool
}

// takes reads what a usage line says of arguments. "SHAPE [QUANT]" has two
// positions, "SESSION|REPORT" two choices for one. A "|" between spaces begins
// again at the first: "[mlx | remove BUILD]".
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

// next is what may stand after these arguments.
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

// choices cuts a metavar into what can be chosen from.
func choices(metavar string) []string {
	if metavar == "" {
		return nil
	}
	return strings.Split(metavar, "|")
}

// isKind tells whether a choice stands for something (MODEL), and is not to be
// written as it is.
func isKind(choice string) bool {
	return choice == strings.ToUpper(choice) && choice != strings.ToLower(choice)
}
