package tui

import (
	"context"
	"strings"
	"testing"

	"dragstrip/bench"
)

// paired is a house that also has the first model for MLX, twice.
func paired(refused string) func(*House) {
	return func(h *House) {
		find := h.Models.Find
		h.Models.Find = func(ctx context.Context, m bench.Machine, best bench.Bandwidth, each func(Model)) []string {
			for _, o := range []Model{
				{Model: bench.Model{Name: "Llama 3.2 1B", Quant: "8bit", Path: "/m/8", Format: "mlx", SizeBytes: 1250 << 20}, Engine: "MLX", Refused: refused, Unread: unread},
				{Model: bench.Model{Name: "Llama 3.2 1B", Quant: "4bit", Path: "/m/4", Format: "mlx", SizeBytes: 663 << 20}, Engine: "MLX", Refused: refused, Unread: unread},
			} {
				each(o)
			}
			return find(ctx, m, best, each)
		}
		builds := h.Engines.Find
		h.Engines.Find = func(ctx context.Context) ([]bench.EngineBuild, []string) {
			found, problems := builds(ctx)
			return append(found, bench.EngineBuild{
				ID: "m1", Engine: "mlx", Prefix: []string{"python"}, Version: "0.32.2", Backends: []string{"Metal"},
				Traits: bench.Traits{Formats: []string{"mlx"}},
			}), problems
		}
		h.Models.SameModel = func(path string) []string {
			return map[string][]string{"/m/a.gguf": {"/m/4", "/m/8"}, "/m/4": {"/m/a.gguf"}, "/m/8": {"/m/a.gguf"}}[path]
		}
	}
}

const unread = "MLX is not on this machine: Machine, s gets it"

func TestOneModelIsMarkedOnBothEngines(t *testing.T) {
	m, _ := started(t, paired(""))
	press(t, m, "2", "/", "4", "b", "i", "t", "enter") // the list has the filter's order
	if !strings.Contains(m.View(), "the same model on both engines: Llama 3.2 1B Q4_0 (llama.cpp)") {
		t.Errorf("the facts do not say so:\n%s", m.View())
	}
	press(t, m, "b")
	if !m.marked["/m/4"] || !m.marked["/m/a.gguf"] || len(m.marked) != 2 {
		t.Errorf("marked %v\n%s", m.marked, m.View())
	}
	press(t, m, "esc", "i")
	if !strings.Contains(m.View(), "the same model on both engines") {
		t.Errorf("all that is known does not say so:\n%s", m.View())
	}
}

// A copy with twice the bits used to be called the same model, without more.
func TestACopyOfAnotherSizeIsNamedSo(t *testing.T) {
	sized := func(bytes int64) Model { return Model{Model: bench.Model{SizeBytes: bytes}} }
	for _, c := range []struct {
		one, other int64
		want       string
	}{
		{663, 737, ""}, {737, 663, ""}, {788, 1490, ", but 1.9 times as large"}, {1490, 788, ", but 53 % of its size"}, {0, 788, ""}, {788, 0, ""},
	} {
		if got := otherSize(sized(c.one), sized(c.other)); got != c.want {
			t.Errorf("%d and %d: %q, want %q", c.one, c.other, got, c.want)
		}
	}
	m, _ := started(t, paired(""))
	press(t, m, "2", "/", "8", "b", "i", "t", "enter")
	if !strings.Contains(m.View(), "the same model on both engines, but 61 % of its size: Llama 3.2 1B Q4_0") {
		t.Errorf("the facts do not say so:\n%s", m.View())
	}
	press(t, m, "b")
	if !strings.Contains(m.View(), "Llama 3.2 1B Q4_0, but 61 % of its size") {
		t.Errorf("nothing says that the sizes differ:\n%s", m.View())
	}
}

// TestOfSeveralTheNearestInSizeIsMarked: Q4_0 and 4 bit have the nearest sizes.
func TestOfSeveralTheNearestInSizeIsMarked(t *testing.T) {
	m, _ := started(t, paired(""))
	press(t, m, "2", "/", "Q", "4", "_", "0", "enter", "b")
	if !m.marked["/m/a.gguf"] || !m.marked["/m/4"] || len(m.marked) != 2 {
		t.Errorf("marked %v\n%s", m.marked, m.View())
	}
}

func TestAModelThatCannotBeMeasuredIsNotMarkedWithAnother(t *testing.T) {
	m, _ := started(t, paired("no engine reads it"))
	press(t, m, "2", "/", "Q", "4", "_", "0", "enter", "b")
	if len(m.marked) > 0 || !strings.Contains(m.View(), "no engine reads it") {
		t.Errorf("marked %v\n%s", m.marked, m.View())
	}
}

// TestAPairIsPlannedOnBothEngines: if both models are marked, a build of each
// engine is ticked.
func TestAPairIsPlannedOnBothEngines(t *testing.T) {
	m, _ := started(t, paired(""))
	press(t, m, "2", "/", "Q", "4", "_", "0", "enter", "b", "enter")
	if c := m.screens[atPlan].(*planScreen).choice(); len(c.Builds) != 2 || c.Builds[0].Engine == c.Builds[1].Engine {
		t.Errorf("ticked: %+v\n%s", c.Builds, m.View())
	}
}

// TestMLXOnTheCPUIsSaidToBeSlow: the plan says so before the start.
func TestMLXOnTheCPUIsSaidToBeSlow(t *testing.T) {
	for backend, want := range map[string]bool{"CPU": true, "Metal": false} {
		m, _ := started(t, func(h *House) {
			paired("")(h)
			builds := h.Engines.Find
			h.Engines.Find = func(ctx context.Context) ([]bench.EngineBuild, []string) {
				found, problems := builds(ctx)
				if last := &found[len(found)-1]; backend == "CPU" {
					last.Traits.TryOnly.Note = "MLX on the CPU is slow; use it only to try MLX out"
				}
				return found, problems
			}
			h.Plans.Make = func(c Choice) (*bench.Plan, error) {
				plan := &bench.Plan{}
				for i, b := range c.Builds {
					plan.Jobs = append(plan.Jobs, bench.Job{ID: "j" + string(rune('1'+i)), Model: c.Models[0].Model, Build: b, Tests: []bench.Test{{Prompt: 512}}, Repetitions: 6})
				}
				return plan, nil
			}
		})
		press(t, m, "2", "/", "Q", "4", "_", "0", "enter", "b", "enter")
		if got := strings.Contains(m.View(), "MLX on the CPU is slow"); got != want {
			t.Errorf("%s: %t\n%s", backend, got, m.View())
		}
	}
}

// TestModelsForMLXWithoutMLXSayWhatIsMissing: such models are listed but cannot
// be marked.
func TestModelsForMLXWithoutMLXSayWhatIsMissing(t *testing.T) {
	m, _ := started(t, func(h *House) {
		paired("")(h)
		builds := h.Engines.Find
		h.Engines.Find = func(ctx context.Context) ([]bench.EngineBuild, []string) {
			found, problems := builds(ctx)
			return found[:1], problems
		}
	})
	press(t, m, "2", "/", "4", "b", "i", "t", "enter", " ")
	if len(m.marked) > 0 || !strings.Contains(m.View(), unread) {
		t.Errorf("marked %v\n%s", m.marked, m.View())
	}
}
