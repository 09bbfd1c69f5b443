package planning

import (
	"path/filepath"
	"strconv"

	"dragstrip/bench"
)

// NameApart tells models apart that have the same name. It adds to their names
// the name of the file, or the whole name under which the model is served. A file
// and a served model need no names of their own: they are on different engines.
func NameApart(found []bench.Model) {
	count := map[string]int{}
	labels := make([]string, len(found))
	for i, m := range found {
		labels[i] = strconv.FormatBool(m.Served != "") + m.Label()
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
