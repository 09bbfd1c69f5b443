package cli

import (
	"fmt"

	"dragstrip/bench/journal"
)

// startAndFollow starts a session's bench process and shows it.
func (e *env) startAndFollow(folder journal.Folder, detach bool, o followOptions) error {
	if err := e.startBench(folder, false); err != nil {
		return err
	}
	return e.showStarted(folder, detach, o)
}

func (e *env) showStarted(folder journal.Folder, detach bool, o followOptions) error {
	if detach {
		fmt.Fprintln(e.out, folder.Name())
		return nil
	}
	return e.follow(folder, o)
}
