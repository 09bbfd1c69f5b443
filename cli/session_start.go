package cli

import (
	"fmt"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/models"
)

// startAndFollow starts a session's bench process and shows it.
func (e *env) startAndFollow(folder journal.Folder, detach bool, o followOptions) error {
	if err := startBench(folder, false); err != nil {
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

// stampJobs keeps when the files of the jobs' models were changed last, so that
// one that changes while it waits is noticed.
func stampJobs(jobs []bench.Job) {
	for i := range jobs {
		models.Stamp([]bench.Model{jobs[i].Model}) // their files are shared
	}
}
