package planning

import (
	"path/filepath"

	"dragstrip/bench"
)

// NameApart adds the file's name, or the whole name under which a model is
// served, if two models would have the same name.
func NameApart(found []bench.Model) {
	count := map[string]int{}
	labels := make([]string, len(found))
	for i, m := range found {
		labels[i] = m.Label()
		count[labels[i]]++
	}
	for i := range found {
		if count[labels[i]] < 2 {
			continue
		}
		apart := found[i].Address()
		if found[i].Served == "" {
			apart = filepath.Base(apart)
		}
		found[i].Name += " [" + bench.Clean(apart) + "]"
	}
}
