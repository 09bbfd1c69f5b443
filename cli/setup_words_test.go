package cli

import (
	"context"
	"slices"
	"testing"

	"dragstrip/runner"
	"dragstrip/runner/engine"
)

func TestSetupExplainsItselfFromTheTable(t *testing.T) {
	kinds := runner.Kinds{
		{Name: "a.engine", Setup: &engine.Setup{How: "by hand", Ways: []string{"hand", "foot"}}},
		{Name: "none"},
		{Name: "b", Setup: &engine.Setup{How: "by air", Ways: []string{"air"}, Backends: []string{"wind", "sun"}, Versions: "b1"}},
		{Name: "c", Setup: &engine.Setup{How: "by sea", Ways: []string{"sea", "lake", "river"}, Versions: "a tide"}},
	}
	w := wordsOfSetup(kinds.Obtainable())
	want := setupWords{
		takes: "[a.engine | b | c]", about: "Installs a.engine if it is missing: by hand. With b: installs b by air. With c: installs c by sea.",
		ways: "hand or foot; for b: air; for c: sea, lake or river", versions: "for b: b1; for c: a tide",
		backends: "install a build with this `BACKEND`, whatever GPU this machine has (for b: wind or sun); without it, the one that fits the machine",
	}
	if w != want {
		t.Errorf("it says %+v, want %+v", w, want)
	}
}

// While package lists were read, the screens used to say nothing, because the
// size of the lists is not known.
func TestAStepWithoutATotalSaysHowMuchIsDone(t *testing.T) {
	var said []string
	offer := engine.Offer{Run: func(_ context.Context, progress func(engine.Progress)) (engine.Installed, error) {
		progress(engine.Progress{Step: "reading lists"})
		progress(engine.Progress{Step: "reading lists", Done: 300 << 20})
		return engine.Installed{}, nil
	}}
	if _, err := takeSaying(t.Context(), offer, func(text string) { said = append(said, text) }); err != nil || !slices.Equal(said, []string{"reading lists", "  300 MiB"}) {
		t.Errorf("%q, %v", said, err)
	}
}
