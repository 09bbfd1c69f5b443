package models

import (
	"os"
	"slices"

	"dragstrip/models/problem"
)

// UnfinishedNote is a file in the folder of a stand-in that is being written,
// or whose writing was interrupted. The other files there are not yet a model.
const UnfinishedNote = "dragstrip-unfinished"

func holdsNote(entries []os.DirEntry) bool {
	return slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.Name() == UnfinishedNote })
}

func unfinished(folder string) *problem.Problem {
	return &problem.Problem{
		Path: folder, Kind: problem.ErrIncomplete, Why: "it is a stand-in that was not finished",
		Remedy: "repeat the command that started it to finish it, or remove it",
	}
}
