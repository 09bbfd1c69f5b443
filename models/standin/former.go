package standin

import (
	"os"

	"dragstrip/models/gguf"
	"dragstrip/models/problem"
)

// formerNote is the note in an unfinished folder of the former program.
const formerNote = "dyno-unfinished"

func isFormerNote(e os.DirEntry) bool { return e.Name() == formerNote }

// begunByFormer refuses an unfinished stand-in of the former program: its
// beginning is not what would be written now, so nothing can go on from there.
func begunByFormer(path string) error {
	return &problem.Problem{
		Path: path, Kind: problem.ErrIncomplete, Why: "it was begun by dyno, as dragstrip was called before, and dragstrip cannot go on with it",
		Remedy: gguf.FormerRemedy + ", or choose another name with -o",
	}
}
