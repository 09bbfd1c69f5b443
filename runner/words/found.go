package words

import (
	"errors"
	"os"

	"dragstrip/bench"
)

// Found is what was found at a model's path.
type Found string

// What may be at the path. Engines have one message for several of these cases.
const (
	FoundUnknown      Found = ""
	FoundFile         Found = "file"
	FoundNothing      Found = "nothing"
	FoundFolder       Found = "folder"
	FoundEmpty        Found = "empty"
	FoundNoPermission Found = "no permission"
)

// Look says what is at a path.
func Look(path string) Found {
	st, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return FoundNothing
	case errors.Is(err, os.ErrPermission):
		return FoundNoPermission
	case err != nil:
		return FoundUnknown
	case !st.IsDir() && !st.Mode().IsRegular():
		return FoundUnknown // opening a pipe would wait for its other end
	case !st.IsDir() && st.Size() == 0:
		return FoundEmpty
	}
	f, err := os.Open(path)
	if err != nil {
		if errors.Is(err, os.ErrPermission) {
			return FoundNoPermission
		}
		return FoundUnknown
	}
	f.Close()
	if st.IsDir() {
		return FoundFolder
	}
	return FoundFile
}

// Missing returns the failure for a path where nothing is.
func Missing() bench.Failure {
	return bench.Failure{Code: bench.FailFileMissing, Reason: "the model's file is not there", Remedy: "check the path: was the file moved, or is a disk not mounted?"}
}

// Unreadable returns the failure for a file that dragstrip has no permission to
// read.
func Unreadable() bench.Failure {
	return bench.Failure{Code: bench.FailFileUnreadable, Reason: "no permission to read the model's file", Remedy: "give yourself the right to read it (chmod u+r, or ask its owner)"}
}
