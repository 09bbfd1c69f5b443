package journal

import (
	"fmt"
	"os"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/regular"
)

// noteFile holds what somebody wrote about a session afterwards. It is a file
// of its own, because only the bench process writes the journal.
const (
	noteFile = "note.txt"
	maxNote  = 500 // characters
)

// Note is what somebody wrote about the session afterwards. ok is false if
// nobody wrote a note; then the plan's own note counts.
func (f Folder) Note() (text string, ok bool) {
	if _, err := os.Lstat(f.File(noteFile)); err != nil { // nearly always; to open it asks the system three times
		return "", false
	}
	content, err := regular.Head(f.File(noteFile), 16*maxNote)
	if err != nil {
		return "", false
	}
	return strings.TrimSpace(bench.CleanLine(string(content), maxNote)), true
}

// SetNote replaces the note. An empty note also hides the plan's note.
func (f Folder) SetNote(text string) error {
	if err := WriteFile(f.File(noteFile), []byte(bench.CleanLine(text, maxNote)+"\n")); err != nil {
		return fmt.Errorf("keep the note: %w", err)
	}
	return nil
}
