package cli

import "dragstrip/bench"

// servedFiles are the files of served models that are on this machine.
type servedFiles struct {
	// at are the served models by the place of their file, in the order of the
	// servers' lists.
	at map[string][]bench.Model
	// of are the places by the names of the served models.
	of map[string]string
	// chosen are the served models that the user named, by the place of their file.
	chosen map[string][]bench.Model
	// digests are the digests of weights by the names of the served models, where
	// the server tells them.
	digests map[string]string
}

// noServedFiles knows nothing yet.
func noServedFiles() servedFiles {
	return servedFiles{map[string][]bench.Model{}, map[string]string{}, map[string][]bench.Model{}, map[string]string{}}
}
