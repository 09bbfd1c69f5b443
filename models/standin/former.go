package standin

import (
	"os"
	"path/filepath"

	"dragstrip/models/gguf"
	"dragstrip/models/problem"
)

// formerNote is the name of the note in an unfinished folder that dragstrip wrote
// when it was still called dyno.
const formerNote = "dyno-unfinished"

// begunByFormer is the error for an unfinished stand-in of the former program,
// a folder or a file. dragstrip writes another header, so it cannot be resumed.
func begunByFormer(path string) error {
	if _, err := os.Lstat(filepath.Join(path, formerNote)); err != nil && !isFormerFile(path) {
		return nil
	}
	return &problem.Problem{
		Path: path, Kind: problem.ErrIncomplete, Why: "it was started by dyno, the former name of dragstrip, and dragstrip cannot continue it",
		Remedy: gguf.FormerRemedy + ", or choose another name with -o",
	}
}

func isFormerFile(path string) bool {
	look, err := os.Lstat(path)
	if err != nil || !look.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	return gguf.FormerUnfinished(f)
}
