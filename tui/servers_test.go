package tui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

// Servers for tests: one lies beside the build of testHouse, one runs and has the
// first model and one of its own, and one must be started to be asked.
var (
	besideServer  = Server{Beside: true, Build: bench.EngineBuild{ID: "beside", Engine: "llama-server", Prefix: []string{"llama-server"}, Version: "b11669", Traits: bench.Traits{Formats: []string{"gguf"}}}}
	runningServer = Server{Serves: []string{"words:latest", "remote:7b"}, Build: bench.EngineBuild{
		ID: "runs", Engine: "ollama", Prefix: []string{"http://127.0.0.1:11434"}, Version: "0.6.8", VersionText: "0.6.8 at 127.0.0.1:11434", Traits: bench.Traits{Title: "Ollama", Serves: true},
	}}
	unaskedServer = Server{Unasked: true, Build: bench.EngineBuild{
		ID: "own", Engine: "ollama", Prefix: []string{"/usr/bin/ollama"}, Version: "0.6.8", VersionText: "0.6.8 started by dragstrip", Traits: bench.Traits{Title: "Ollama", Serves: true},
	}}
)

// withServers adds servers to a house, and counts how often each was asked alone.
func withServers(asked *[]string) func(*House) {
	return func(h *House) {
		found := []Server{besideServer, runningServer, unaskedServer}
		h.Engines.Servers = func(context.Context, []bench.EngineBuild) ([]Server, bool) { return slices.Clone(found), true }
		h.Engines.AskServer = func(_ context.Context, b bench.EngineBuild, _ []Model) Server {
			*asked = append(*asked, b.ID)
			at := slices.IndexFunc(found, func(s Server) bool { return s.Build.ID == b.ID })
			one := found[at]
			if one.Unasked {
				one.Unasked, one.Serves = false, []string{"words:latest"}
			}
			return one
		}
		find := h.Models.Find
		h.Models.Find = func(ctx context.Context, machine bench.Machine, best bench.Bandwidth, each func(Model)) []string {
			first := true
			problems := find(ctx, machine, best, func(m Model) {
				if first {
					m.Services = []Service{{"runs", "Ollama", "words:latest"}}
				}
				first = false
				each(m)
			})
			each(Model{
				Model: bench.Model{Name: "remote:7b", Served: "remote:7b", Quant: "Q4_0", SizeBytes: 4 << 30}, Place: "Ollama",
				Services: []Service{{"runs", "Ollama", "remote:7b"}}, Facts: [][2]string{{"note", "only the server has this model"}},
			})
			return problems
		}
		h.Plans.Hinders = func(b bench.EngineBuild, m Model) Hindrance {
			if !b.Traits.Serves {
				return Hindrance{"has no file of it", m.Name + " is only on a server"}
			}
			return Hindrance{"does not have it", "Ollama has no copy of " + m.Name}
		}
	}
}

// words are the words of a screen, with single spaces.
func words(m tea.Model) string { return strings.Join(strings.Fields(m.View()), " ") }

// TestAServedModelIsARow: a model that only a server has can be marked. A model
// that has a file, too, is one row with two engines.
func TestAServedModelIsARow(t *testing.T) {
	var asked []string
	m, _ := started(t, withServers(&asked))
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 30})
	press(t, m, "2")
	for _, want := range []string{"Llama 3.2 1B llama.cpp, Ollama", "remote:7b Ollama"} {
		if !strings.Contains(words(m), want) {
			t.Errorf("no %q:\n%s", want, m.View())
		}
	}
	press(t, m, "/", "r", "e", "m", "enter", "space", "3")
	if chosen := m.chosen(); len(chosen) != 1 || chosen[0].Served != "remote:7b" {
		t.Fatalf("marked %+v", chosen)
	}
	// No server is ticked by itself.
	if view := words(m); !strings.Contains(view, "remote:7b Q4_0 is only on ollama 0.6.8; to measure it") || !strings.Contains(view, "▌ [ ] ollama 0.6.8 · remote:7b") || !strings.Contains(view, "[ ] ✗ llama.cpp") {
		t.Errorf("%s", m.View())
	}
	if len(asked) > 0 {
		t.Errorf("asked %q", asked)
	}
}

// ticked are the IDs of the ticked builds.
func ticked(m *root) (ids []string) {
	for _, b := range m.screens[atPlan].(*planScreen).choice().Builds {
		ids = append(ids, b.ID)
	}
	return ids
}

// TestPlanOffersServers: each line says which marked model the server has, or why
// it cannot measure it. A server that does not run is asked when it is ticked.
func TestPlanOffersServers(t *testing.T) {
	var asked []string
	m, _ := onPlan(t, withServers(&asked))
	for _, want := range []string{"[ ] llama-server b11669", "[ ] ollama 0.6.8 · words:latest", "[ ] ollama 0.6.8 own · asked w"} {
		if !strings.Contains(words(m), want) {
			t.Errorf("no %q:\n%s", want, m.View())
		}
	}
	if got := ticked(m); !slices.Equal(got, []string{"b1"}) {
		t.Fatalf("ticked at first: %q", got)
	}
	press(t, m, "down", "down", "down", "down", "down", "down", "space", "down", "space")
	if got := ticked(m); !slices.Equal(got, []string{"b1", "beside", "runs"}) || !slices.Equal(asked, []string{"runs"}) {
		t.Errorf("ticked %q, asked %q", got, asked)
	}
	press(t, m, "down", "space")
	if !slices.Equal(asked, []string{"runs", "own"}) || strings.Contains(words(m), "asked w") || strings.Contains(words(m), "asking") {
		t.Errorf("asked %q:\n%s", asked, m.View())
	}
	// The second model is a file that the server does not have.
	m.marked = map[string]bool{m.models[1].Key(): true}
	press(t, m, "2", "3")
	for _, want := range []string{"[x] ✗ ollama 0.6.8", "Ollama has no copy of"} {
		if !strings.Contains(words(m), want) {
			t.Errorf("no %q:\n%s", want, m.View())
		}
	}
}

// countedServers is like withServers, and counts how often servers are looked for.
func countedServers(asked *[]string, looked *int) func(*House) {
	return func(h *House) {
		withServers(asked)(h)
		find := h.Engines.Servers
		h.Engines.Servers = func(ctx context.Context, builds []bench.EngineBuild) ([]Server, bool) {
			*looked++
			return find(ctx, builds)
		}
	}
}

// TestServersAreNotAskedDuringAMeasurement: neither when a screen is opened, nor
// when one is ticked.
func TestServersAreNotAskedDuringAMeasurement(t *testing.T) {
	var asked []string
	looked := 0
	m, _ := onPlan(t, countedServers(&asked, &looked))
	before := looked
	m.live = true
	press(t, m, "down", "down", "down", "down", "down", "down", "down", "space", "2", "3")
	if looked != before || len(asked) > 0 {
		t.Errorf("looked %d times, asked %q", looked-before, asked)
	}
}

// TestAServerIsAddedByItsAddress: the error of a wrong one is said.
func TestAServerIsAddedByItsAddress(t *testing.T) {
	var asked, named []string
	looked := 0
	m, _ := onPlan(t, func(h *House) {
		countedServers(&asked, &looked)(h)
		h.Engines.ServerHelp = "Write the kind and the address."
		h.Engines.AddServer = func(_ context.Context, text string) (string, error) {
			named = append(named, text)
			if text == "x" {
				return "", errors.New("nothing listens there")
			}
			return "openai", nil
		}
	})
	before := looked
	press(t, m, "a")
	if !strings.Contains(words(m), "Write the kind and the address.") {
		t.Errorf("%s", m.View())
	}
	press(t, m, "x", "enter")
	if !strings.Contains(words(m), "nothing listens there") || looked != before {
		t.Errorf("looked %d times:\n%s", looked-before, m.View())
	}
	press(t, m, "a", "y", "enter")
	if !slices.Equal(named, []string{"x", "y"}) || looked != before+1 {
		t.Errorf("named %q, looked %d times", named, looked-before)
	}
}

// The answer of a server may come while another screen is shown. Plan used to say
// without end that it asks the server.
func TestPlanForgetsAnAnswerThatCameElsewhere(t *testing.T) {
	var asked []string
	m, _ := onPlan(t, withServers(&asked))
	press(t, m, "down", "down", "down", "down", "down", "down", "down", "space")
	s := m.screens[atPlan].(*planScreen)
	s.askServer(runningServer)
	press(t, m, "2", "3")
	if s.problem != "" || s.plan == nil || !s.ticked["runs"] {
		t.Errorf("%q, ticked %v", s.problem, s.ticked)
	}
}

// A session used to start while a server was still asked, if its tick had been
// removed meanwhile: then a large file may be read beside the measurement.
func TestNoSessionStartsWhileAServerIsAsked(t *testing.T) {
	var asked []string
	m, plans := onPlan(t, withServers(&asked))
	s := m.screens[atPlan].(*planScreen)
	press(t, m, "down", "down", "down", "down", "down", "down", "down")
	_, cmd := m.Update(keyMsg("space")) // it does not answer
	of := s.asking["runs"]
	if of == nil || of.ctx.Err() != nil {
		t.Fatalf("asking %v", s.asking)
	}
	press(t, m, "space", "enter")
	if why := s.lackingForSearch(); why == "" {
		t.Error("a search can start")
	}
	if of.ctx.Err() == nil || len(*plans) > 0 || !strings.Contains(words(m), "asking ollama 0.6.8 for its models") {
		t.Errorf("%v, %d sessions\n%s", of.ctx.Err(), len(*plans), m.View())
	}
	drain(t, m, cmd)
	if press(t, m, "enter"); len(*plans) != 1 {
		t.Errorf("%d sessions after the answer\n%s", len(*plans), m.View())
	}
}
