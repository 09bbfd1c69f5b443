package manual

import (
	"embed"
	"fmt"
	"strings"
)

// Shells lists the shells that have a completion script.
var Shells = []string{"bash", "zsh", "fish", "powershell"}

//go:embed scripts
var scripts embed.FS

// Script gives the script that a shell loads. It passes what is being typed to
// a verb of the program and shows the answer. So nothing must be loaded again
// when verbs or flags change.
func Script(shell string) (string, error) {
	text, err := scripts.ReadFile("scripts/" + shell)
	if err != nil {
		return "", fmt.Errorf("there is no completion for the shell %q; there is one for %s", shell, strings.Join(Shells, ", "))
	}
	return string(text), nil
}

// String writes the offer for the scripts. The first line says whether files or
// folders are offered as well. Then each candidate has a line with its word, a
// tab, and its description.
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
