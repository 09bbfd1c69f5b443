package tui

import "dragstrip/bench/naming"

// apart finds the models that look the same in every column. For each of these
// models, by path, it gives a text that tells the model apart from the others.
func apart(all []Model) map[string]string {
	alike := map[[3]string][]int{}
	for i, m := range all {
		key := [3]string{modelName(m), m.Quant, m.Engine}
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
			own[all[group[at]].Path] = name
		}
	}
	return own
}
