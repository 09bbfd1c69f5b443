package cli

import (
	"slices"

	"dragstrip/bench"
)

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
	// twins are further names of a model that the user named, by the name under which
	// it is measured.
	twins map[string][]string
}

// noServedFiles knows nothing yet.
func noServedFiles() servedFiles {
	return servedFiles{map[string][]bench.Model{}, map[string]string{}, map[string][]bench.Model{}, map[string]string{}, map[string][]string{}}
}

// addTwin notes another name of a model that is measured.
func (f *servedFiles) addTwin(name, as string) {
	if name != as && !slices.Contains(f.twins[as], name) {
		f.twins[as] = append(f.twins[as], name)
	}
}

// withTwins adds to models their further names.
func (f *servedFiles) withTwins(found []bench.Model) []bench.Model {
	for i := range found {
		if found[i].Served != "" {
			found[i].AlsoServed = f.twins[found[i].Served]
		}
	}
	return found
}
