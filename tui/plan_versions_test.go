package tui

import (
	"context"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
)

// TestOldAgainstNewTakesThreeKeys: Plan, v, enter.
func TestOldAgainstNewTakesThreeKeys(t *testing.T) {
	build := func(id, version string, number int, backends ...string) bench.EngineBuild {
		return bench.EngineBuild{ID: id, Engine: "llama.cpp", Prefix: []string{id}, Version: version, Number: number, Backends: backends, Traits: bench.Traits{Formats: []string{"gguf"}}}
	}
	for _, c := range []struct {
		what   string
		builds []bench.EngineBuild
		want   []string
	}{
		{"two versions and an older one", []bench.EngineBuild{build("b", "0.6", 2, "CPU"), build("a", "0.5", 1, "CPU"), build("c", "0.7", 3, "CPU")}, []string{"b", "c"}},
		{"another backend is another thing", []bench.EngineBuild{build("v", "0.7", 3, "Vulkan", "CPU"), build("c", "0.7", 3, "CPU"), build("a", "0.5", 1, "CPU")}, []string{"c", "a"}},
		{"not numbered", []bench.EngineBuild{build("x", "0.33", 0, "CPU"), build("y", "0.32", 0, "CPU")}, []string{"x", "y"}},
	} {
		m, _ := onPlan(t, nil)
		_, cmd := m.Update(buildsMsg{m.buildAsk, c.builds, nil})
		drain(t, m, cmd)
		press(t, m, "3", "v")
		var ticked []string
		for _, b := range m.screens[atPlan].(*planScreen).choice().Builds {
			ticked = append(ticked, b.ID)
		}
		if !slices.Equal(ticked, c.want) {
			t.Errorf("%s: %v is ticked, want %v", c.what, ticked, c.want)
		}
	}
}

// TestOldAgainstNewGetsTheNewVersionThatIsMissing: Plan used to name a command
// to type elsewhere.
func TestOldAgainstNewGetsTheNewVersionThatIsMissing(t *testing.T) {
	installed := 0
	offers := []Offer{
		{Name: "llama.cpp", Title: "release archive", Do: func(context.Context, func(string)) error { t.Error("not asked for"); return nil }},
		{Name: "llama.cpp", Title: "upgrade, beside b11669: Debian package", Explain: []string{"It stays"}, Upgrade: true, Bytes: 45 << 20, Do: func(context.Context, func(string)) error { installed++; return nil }},
		{Name: "MLX", Title: "upgrade, beside 0.32", Upgrade: true, Do: func(context.Context, func(string)) error { t.Error("another engine"); return nil }},
	}
	m, _ := onPlan(t, nil)
	m.Engines.Offers = func(context.Context) []Offer { return offers }
	press(t, m, "3", "v")
	if screen := seen(m, 100, 40); !strings.Contains(screen, "Only one version of llama.cpp is here: b11669") {
		t.Fatalf("not offered:\n%s", screen)
	}
	if press(t, m, "esc"); len(m.dialogs) > 0 || m.at != atPlan {
		t.Error("the question stays")
	}
	press(t, m, "v", "y")
	setup := m.screens[atMachine].(*machineScreen).setup
	if m.at != atMachine || setup == nil || setup.count() != 1 || !setup.offers[setup.at].Upgrade {
		t.Fatalf("at %s: %+v", screenNames[m.at], setup)
	}
	if screen := seen(m, 100, 40); !strings.Contains(screen, "It stays") || !strings.Contains(screen, "45.0 MiB of disk") {
		t.Errorf("what comes is not said:\n%s", screen)
	}
	if press(t, m, "esc"); m.at != atPlan || m.screens[atMachine].(*machineScreen).setup != nil {
		t.Errorf("esc shows %s", screenNames[m.at])
	}
	press(t, m, "v", "y")
	if press(t, m, "enter"); installed != 1 || m.at != atPlan {
		t.Errorf("installed %d times, at %s", installed, screenNames[m.at])
	}
	refused := func(name string) Offer {
		return Offer{Name: name, Title: "upgrade, homebrew", Upgrade: true, Refused: "it keeps only one version of " + name}
	}
	offers = []Offer{offers[0], refused("MLX"), refused("llama.cpp")}
	press(t, m, "v", "y")
	setup = m.screens[atMachine].(*machineScreen).setup
	screen := seen(m, 100, 40)
	for _, part := range []string{"No newer version of llama.cpp can be had here.", "upgrade, homebrew: it keeps only one version of llama.cpp"} {
		if !strings.Contains(screen, part) {
			t.Errorf("no %q:\n%s", part, screen)
		}
	}
	if strings.Contains(screen, "below") || strings.Contains(screen, "of MLX") || setup.count() != 0 || setup.offers[setup.at].Name != "llama.cpp" {
		t.Errorf("nothing to get, at %d:\n%s", setup.at, screen)
	}
}

// The answer used to be that no engine can read the chosen models, though none
// was chosen and an engine was ticked.
func TestOldAgainstNewSaysWhatIsMissing(t *testing.T) {
	m, _ := onPlan(t, nil)
	press(t, m, "v")
	if len(m.dialogs) != 1 {
		t.Fatalf("with a marked model nothing is offered:\n%s", m.View())
	}
	press(t, m, "esc")
	clear(m.marked)
	if press(t, m, "v"); m.notice.text != "no model is marked; key 2 lists the models" {
		t.Errorf("without a model: %q", m.notice.text)
	}
	m.marked["/m/a.gguf"] = true
	builds := m.builds
	m.builds = nil
	if press(t, m, "v"); m.notice.text != "no engine was found; to install one, press 1 (Machine), then s" {
		t.Errorf("without an engine: %q", m.notice.text)
	}
	m.builds = []bench.EngineBuild{builds[0]}
	m.builds[0].Traits.Formats = []string{"mlx"}
	if press(t, m, "v"); m.notice.text != "no engine on this machine can read the chosen models; to install one, press 1 (Machine), then s" {
		t.Errorf("with another engine: %q", m.notice.text)
	}
}
