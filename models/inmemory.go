package models

import "dragstrip/bench"

// InMemory is the share of a model's files that the system holds in memory.
// known is false if the system does not tell.
func InMemory(m bench.Model) (share float64, known bool) {
	var held, all float64
	for i, path := range Parts(m) {
		part, ok := fileInMemory(path)
		if !ok {
			return 0, false
		}
		size := 1.0
		if i < len(m.Files) {
			size = float64(m.Files[i].SizeBytes)
		}
		held, all = held+part*size, all+size
	}
	if all == 0 {
		return 0, false
	}
	return held / all, true
}
