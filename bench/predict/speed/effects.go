package speed

import (
	_ "embed" // for effects.csv
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

//go:generate go test ./fitting -run TestTheEffectsAreThoseOfTheSet -update

//go:embed effects.csv
var effectsCSV string

// Fitted returns the effects that are part of dragstrip (effects.csv).
var Fitted = sync.OnceValue(func() Effects {
	e, err := readEffects(effectsCSV)
	if err != nil {
		panic("the effects in this program are damaged: " + err.Error()) // a test reads this file
	}
	return e
})

func readEffects(text string) (Effects, error) {
	lines, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		return nil, err
	}
	e := Effects{}
	for _, line := range lines[min(1, len(lines)):] {
		value, err := strconv.ParseFloat(line[1], 64)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", line[0], err)
		}
		e[line[0]] = value
	}
	return e, nil
}
