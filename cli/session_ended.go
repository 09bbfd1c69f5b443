package cli

import (
	"fmt"

	"dragstrip/bench"
)

// notEnded is the error for a session that is measured now, or that waits for
// the machine.
type notEnded struct {
	name  string
	waits bool
}

func (n notEnded) Error() string {
	does := "is still being measured"
	if n.waits {
		does = "still waits for the machine"
	}
	return fmt.Sprintf("session %s %s, so it cannot be compared or measured again yet; wait until it has ended (`dragstrip attach %s` shows it), then give this command again", n.name, does, n.name)
}

// earlierEnded opens earlier results like earlier, but refuses a session that has not
// ended. A comparison would lack the figures that are still to come, and a
// session tells only at its end which files it measured.
func (e *env) earlierEnded(name string) (*bench.Session, error) {
	if isFile(name) {
		return e.earlier(name)
	}
	folder, err := e.folderNamed(name)
	if err != nil {
		return nil, err
	}
	// If the session ends between this line and the reading, the reading has all
	// of its results.
	live := folder.Live()
	s, err := e.earlierIn(folder, name)
	if err != nil {
		return nil, err
	}
	if live && s.State != bench.StateFinished {
		return nil, notEnded{name: e.called(folder), waits: s.Waits()}
	}
	return s, nil
}
