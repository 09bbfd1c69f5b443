package cli

import (
	"strings"

	"dragstrip/runner"
)

// setupWords is the help of setup, made from the table of engines.
type setupWords struct {
	takes, about, ways string
	// versions is the help of --tag: which versions each engine has.
	versions string
	// backends is the help of --with.
	backends string
}

func wordsOfSetup(kinds runner.Kinds) setupWords {
	var says, ways, versions, backends []string
	for _, kind := range kinds {
		if len(kind.Setup.Backends) > 0 {
			backends = append(backends, "for "+kind.Name+": "+listed(kind.Setup.Backends))
		}
		if kind.Setup.Versions != "" {
			versions = append(versions, "for "+kind.Name+": "+kind.Setup.Versions)
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
		ways: strings.Join(ways, "; "), versions: strings.Join(versions, "; "),
		backends: "install a build with this `BACKEND`, whatever GPU this machine has (" + strings.Join(backends, "; ") + "); without it, the one that fits the machine",
	}
}

// listed joins words as a sentence does: "a, b or c".
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}
