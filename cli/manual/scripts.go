package manual

import (
	"embed"
	"fmt"
	"strings"
)

// Shells are those that completion is written for.
var Shells = []string{"bash", "zsh", "fish", "powershell"}

//go:embed scripts
var scripts embed.FS

// Script is what a shell loads. It hands what is being typed to the program's
// verb for that and shows what comes back, so that nothing has to be loaded
// again when verbs or flags change.
func Script(shell string) (string, error) {
	text, err := scripts.ReadFile("scripts/" + shell)
	if err != nil {
		return "", fmt.Errorf("there is no completion for the shell %q; there is one for %s", shell, strings.Join(Shells, ", "))
	}
	return string(text), nil
}

// String is the offer as the scripts read it: one line that says whether files
// or folders are offered as well, then a line for each candidate with what it
// is after a tab.
func (o Offer) String() string {
	also := "words"
	switch {
	case o.Files:
		also = "files"
	case o.Folders:
		also = "folders"
	}
	var s strings.Builder
	s.WriteString(also + "\n")
	for _, c := range o.Candidates {
		s.WriteString(c.Word + "\t" + c.Words + "\n")
	}
	return s.String()
}
