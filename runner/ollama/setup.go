package ollama

import (
	"context"

	"dragstrip/runner/engine"
	"dragstrip/runner/install"
)

// downloadPage is where Ollama's makers publish it.
const downloadPage = "https://ollama.com/download"

// setup says how to get Ollama: by a package manager, or by hand.
func setup() *engine.Setup {
	return &engine.Setup{
		How:  "by the platform's package manager, or says where to get it",
		Ways: []string{install.WayHomebrew, install.WayWinget},
		// People who want Ollama have it; nobody needs it to measure a GGUF.
		Usual: func(string, string) bool { return false },
		Offers: func(ctx context.Context, f engine.Folders, w engine.SetupWish) ([]engine.Offer, []engine.Refusal) {
			return offers(ctx, install.Here(f), w)
		},
		Own: func(context.Context, engine.Folders) []engine.Installed { return nil },
	}
}

func offers(ctx context.Context, in *install.Store, w engine.SetupWish) ([]engine.Offer, []engine.Refusal) {
	found, refusals := in.Offers(ctx, install.Program{Engine: Name, Title: title, Look: func(one engine.Installed) install.Command {
		return install.Command{Argv: append(one.Prefix[:len(one.Prefix):len(one.Prefix)], "--version")}
	}}, w,
		install.Homebrew{Formula: "ollama"},
		install.Winget{ID: "Ollama.Ollama"},
		install.ByHand{
			{Program: "pacman", Command: "sudo pacman -S ollama"},
			{Program: "dnf", Command: "sudo dnf install ollama"},
			{Program: "apk", Command: "sudo apk add ollama"},
			{Program: "nix", Command: "nix profile install nixpkgs#ollama"},
			{Program: "port", Command: "sudo port install ollama"},
		},
	)
	return found, append(refusals, engine.Refusal{Way: "its own installer", Why: "dragstrip does not run it, because it needs root and starts a service", Remedy: "see " + downloadPage})
}
