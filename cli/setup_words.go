package cli

import (
	"strings"

	"dragstrip/runner"
)

// setupWords is the help of setup, made from the table of engines.
type setupWords struct {
	takes, about, ways string
	// single names the engines of which dragstrip installs only one build.
	single string
}

func wordsOfSetup(kinds runner.Kinds) setupWords {
	var says, ways, single []string
	for _, kind := range kinds {
		if kind.Setup.Single {
			single = append(single, kind.Name)
		}
		way := listed(kind.Setup.Ways)
		if len(says) == 0 {
			says, ways = append(says, "Installs "+kind.Title()+" if it is missing: "+kind.Setup.How+"."), append(ways, way)
			continue
		}
		says = append(says, "With "+kind.Name+": installs "+kind.Title()+" "+kind.Setup.How+".")
		ways = append(ways, "for "+kind.Name+": "+way)
	}
	names := strings.Join(kinds.Names(), " | ")
	return setupWords{
		takes: "[" + names + "]", about: strings.Join(says, " "),
		ways: strings.Join(ways, "; "), single: listed(single),
	}
}

// listed joins words as a sentence does: "a, b or c".
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}
