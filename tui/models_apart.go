package tui

import (
	"strings"

	"dragstrip/bench/naming"
)

// apart finds the models that look the same in every column. For each of these
// models, by key, it gives a text that tells the model apart from the others.
func apart(all []Model) map[string]string {
	alike := map[[3]string][]int{}
	for i, m := range all {
		key := [3]string{modelName(m), m.Quant, strings.Join(m.engines(), ", ")}
		alike[key] = append(alike[key], i)
	}
	own := map[string]string{}
	for _, group := range alike {
		if len(group) < 2 {
			continue
		}
		var things []naming.Thing
		for _, i := range group {
			things = append(things, naming.Model(all[i].Model))
		}
		for at, name := range naming.Apart(things).Short {
			own[all[group[at]].Key()] = name
		}
	}
	return own
}
