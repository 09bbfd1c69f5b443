package planning

import (
	"path/filepath"

	"dragstrip/bench"
)

// NameApart adds the file's name where two models would be called the same.
func NameApart(found []bench.Model) {
	count := map[string]int{}
	labels := make([]string, len(found))
	for i, m := range found {
		labels[i] = m.Label()
		count[labels[i]]++
	}
	for i := range found {
		if count[labels[i]] > 1 {
			found[i].Name += " [" + bench.Clean(filepath.Base(found[i].Path)) + "]"
		}
	}
}
