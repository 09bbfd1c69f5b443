package install

import (
	"errors"

	"dragstrip/bench"
)

// On some machines, no program can be started from home folders or temporary
// folders (mount option noexec). An installation would fail only at its end,
// and the error would only say "permission denied".

// needPrograms returns an error if no program can be started from the engines
// folder. The text of the error is "why; remedy".
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
