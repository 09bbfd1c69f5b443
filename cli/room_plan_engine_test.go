package cli

import (
	"testing"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// Whether a build is dragstrip's own used to depend on a text for people.
func TestOnlyOwnBuildsHaveShortNamesInACommand(t *testing.T) {
	own := engine.Installed{Engine: "zephyr", Way: "debian", Prefix: []string{"/own/ld-linux-x86-64.so.2", "--library-path", "/own/lib", "/own/zephyr-bench"}}.Build()
	own.ID, own.Traits.Lines = "zephyr-1", "zephyr-bench"
	other := own
	other.Origin = "dragstripped, by somebody"
	for want, b := range map[string]bench.EngineBuild{"zephyr-1": own, other.ShownCommand(): other} {
		if got := engineNamed(b); got != want {
			t.Errorf("%s: %q, want %q", b.Origin, got, want)
		}
	}
}
