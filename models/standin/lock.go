package standin

import (
	"os"

	"dragstrip/models/problem"
)

func writtenByAnother(folder string) error {
	return &problem.Problem{
		Path: folder, Kind: problem.ErrIncomplete, Why: "another dragstrip is writing this stand-in just now",
		Remedy: "wait until it is done, or choose another name with -o",
	}
}

// stillAt tells whether the locked file still has this name. The previous
// holder of the lock may have finished the stand-in in the meantime.
func stillAt(locked *os.File, name string) bool {
	if locked == nil {
		return true
	}
	mine, err := locked.Stat()
	now, err2 := os.Stat(name)
	return err == nil && err2 == nil && os.SameFile(mine, now)
}
