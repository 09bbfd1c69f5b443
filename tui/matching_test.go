package tui

import (
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
)

func TestTheBestMatchOfAFilterComesFirst(t *testing.T) {
	texts := []string{
		"DeepSeek R1 Distill Qwen 1.5B Q8_0 llama.cpp LM Studio",
		"Llama 3.1 8B Q4_K_M llama.cpp Ollama llama3.1:8b",
		"Llama 3.2 1B Q4_0 llama.cpp added",
		"Qwen2.5 28B Q4_0 llama.cpp added",
		"Qwen3 30B-A3B Q8_0 llama.cpp Hugging Face",
		"Qwen3 8B Q4_K_M llama.cpp Hugging Face",
		"模型 7B Q4_0 llama.cpp added",
	}
	for filter, best := range map[string]string{
		"1b": "Llama 3.2 1B", "qwen 8b": "Qwen3 8B", "8b qwen3": "Qwen3 8B", "8b": "Qwen3 8B", "qwen3": "Qwen3 8B", "q8": "Qwen3 30B",
		"28B": "Qwen2.5 28B", "llama3.1:8b": "Llama 3.1 8B", "lama 3.2": "Llama 3.2 1B", "a3b": "Qwen3 30B", "模": "模型", "lm32": "Llama 3.2",
	} {
		found := matching(filter, texts)
		if len(found) == 0 || !strings.HasPrefix(texts[found[0]], best) {
			t.Errorf("/%s: %v, want %s first", filter, found, best)
		}
	}
	if found := matching("zephyr", texts); len(found) != 0 {
		t.Errorf("zephyr is in none of them: %v", found)
	}
	if found := matching(" ", texts); slices.Contains(found, -1) {
		t.Error(found)
	}
}

// The digits of a date are also in the names of sessions, so a filter for a month
// used to list every session.
func TestADateMustBeThereAsItIs(t *testing.T) {
	texts := []string{"Tiny Q4_0 2026-11-30 20261130-225840-d428", "Tiny Q4_0 2025-08-06 20261130-224748-8b3a"}
	for filter, want := range map[string][]int{"2025-08": {1}, "2025-08 tiny": {1}, "2025-09": nil, "2026-11-30": {0}, "2026-": {0}, "q4": {0, 1}} {
		if found := matching(filter, texts); !slices.Equal(found, want) {
			t.Errorf("/%s: %v, want %v", filter, found, want)
		}
	}
}

// Models arrive while one types. The cursor used to stay on the first one that
// matched, below the better ones that came later.
func TestTheCursorIsOnTheBestMatchWhileAFilterIsTyped(t *testing.T) {
	m, _ := started(t, nil)
	press(t, m, "2", "/", "8", "b")
	late := Model{Model: bench.Model{Name: "Qwen3 8B", Quant: "Q4_0", Path: "/m/late.gguf"}}
	m.Update(streamMsg[Model]{ask: m.modelAsk, items: []Model{{Model: bench.Model{Name: "Falcon 180B", Path: "/m/c.gguf"}}}})
	m.Update(streamMsg[Model]{ask: m.modelAsk, items: []Model{late}})
	press(t, m, "enter", "space")
	if !m.marked[late.Path] || len(m.chosen()) != 1 {
		t.Errorf("marked %v, want %s", m.marked, late.Path)
	}
}

// A search that has ended removes models that no longer exist. Each row below
// them used to mark another model until the list was drawn again.
func TestMarkingTakesTheRowThatIsSeen(t *testing.T) {
	m, _ := started(t, nil)
	press(t, m, "2")
	for _, name := range []string{"c", "d", "e"} {
		m.Update(streamMsg[Model]{ask: m.modelAsk, items: []Model{{Model: bench.Model{Name: "Zephyr " + name, Path: "/m/" + name + ".gguf"}}}})
	}
	s := m.screens[atModels].(*modelsScreen)
	for s.table.Move(1); ; s.table.Move(1) {
		if got, ok := s.selected(); ok && got.Path == "/m/e.gguf" {
			break
		} else if s.table.Cursor == len(s.table.Rows)-1 {
			t.Fatal("the model is not in the list")
		}
	}
	m.modelSeen = map[string]bool{"/m/d.gguf": true, "/m/e.gguf": true}
	m.Update(streamMsg[Model]{ask: m.modelAsk, ended: true})
	press(t, m, "space")
	if !m.marked["/m/e.gguf"] || len(m.chosen()) != 1 {
		t.Errorf("marked %v, want /m/e.gguf", m.marked)
	}
}
