package install

import (
	"errors"

	"dragstrip/bench"
)

// Some machines mount homes or temporary folders so that no program can be
// started from there (noexec). An installation would fail at its very end, with
// no more than "permission denied".

// needPrograms returns an error if no program can be started from the engines
// folder. It reads "why; remedy".
func (in *Store) needPrograms() error {
	noExec := noExec
	if in.NoExec != nil {
		noExec = in.NoExec
	}
	if !noExec(nearest(in.folder())) {
		return nil
	}
	return errors.New("no program can be started from dragstrip's engines folder (" + bench.Clean(in.folder()) + "), because its disk is mounted with noexec; set DRAGSTRIP_HOME to a folder on another disk")
}
