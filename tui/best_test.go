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

// onBest is the form of a search, of one marked model. asks has the questions
// that were asked.
func onBest(t *testing.T) (m *root, asks *[]SearchAsk, started *[]*bench.Plan) {
	t.Helper()
	asks, started = &[]SearchAsk{}, &[]*bench.Plan{}
	m, _ = onPlan(t, func(h *House) {
		h.Plans.Search = func(ctx context.Context, ask SearchAsk) (Search, error) {
			*asks = append(*asks, ask)
			return testSearch(ctx, ask)
		}
		h.Sessions.Start = func(p *bench.Plan) (string, error) {
			*started = append(*started, p)
			return "20261123-120000-cd", nil
		}
		h.Sessions.Follow = func(string) Feed { return &fakeFeed{} }
	})
	press(t, m, "f")
	return m, asks, started
}

func TestTheBestIsSearchedForFromPlan(t *testing.T) {
	m, asks, started := onBest(t)
	for _, want := range []string{"Find the best", "4 configurations, others not tried", "at most about 6:00", "[x] 16 (default), 8", "[x] auto (default), off", "ub 4096: does not fit", "dragstrip tune /m/a.gguf"} {
		if !strings.Contains(m.View(), want) {
			t.Errorf("no %q:\n%s", want, m.View())
		}
	}
	if strings.Contains(m.View(), "batch size") || strings.Contains(m.View(), "-b ") {
		t.Errorf("it shows what cannot differ:\n%s", m.View())
	}
	press(t, m, "right", "down", "down", "down", "down", "space")
	last := (*asks)[len(*asks)-1]
	if last.Fields["goal"] != "prefill" || !slices.Equal(last.Kept, []string{"n_threads"}) || !strings.Contains(m.View(), "2 configurations") || !strings.Contains(m.View(), "[ ] only 16") {
		t.Errorf("asked for %v, without %v:\n%s", last.Fields, last.Kept, m.View())
	}
	press(t, m, "e", "ctrl+u", "4", ",", "8", "enter")
	if last = (*asks)[len(*asks)-1]; last.Fields["t"] != "4,8" || len(last.Kept) > 0 {
		t.Errorf("asked for %v, without %v", last.Fields, last.Kept)
	}
	press(t, m, "i")
	for _, want := range []string{"Not tried:", "j4 fa auto", "The same on the command line:"} {
		if !strings.Contains(m.View(), want) {
			t.Errorf("the list has no %q:\n%s", want, m.View())
		}
	}
	press(t, m, "esc", "enter")
	if len(*started) != 1 || len((*started)[0].Jobs) != 4 || m.at != atLive || len(m.dialogs) > 0 {
		t.Errorf("%d sessions, at %s:\n%s", len(*started), screenNames[m.at], m.View())
	}
}

// A wrong value must not start anything, and must not hide the field in which it
// stands.
func TestAWrongValueOfASearchIsToldAtOnce(t *testing.T) {
	m, _, started := onBest(t)
	press(t, m, "down", "down", "down", "down", "e", "ctrl+u", "0", "enter")
	if !strings.Contains(m.View(), "-t 0 is not possible") || !strings.Contains(m.View(), "▌ threads") {
		t.Errorf("not told:\n%s", m.View())
	}
	if press(t, m, "enter"); len(*started) > 0 || len(m.dialogs) != 1 {
		t.Errorf("%d sessions began", len(*started))
	}
	if press(t, m, "e", "ctrl+u", "enter", "enter"); len(*started) != 1 {
		t.Errorf("corrected, but %d sessions began:\n%s", len(*started), m.View())
	}
}

func TestEachModelHasASearchOfItsOwn(t *testing.T) {
	m, _ := started(t, nil)
	var began []string
	m.Sessions.Start = func(p *bench.Plan) (string, error) {
		if began = append(began, p.Note); len(began) > 1 {
			return "", errors.New("the disk is full")
		}
		return "first", nil
	}
	m.Sessions.Follow = func(string) Feed { return &fakeFeed{} }
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	press(t, m, "2", "space", "down", "space", "3", "f")
	if !strings.Contains(m.View(), "2 models, one after another") || !strings.Contains(m.View(), "8 configurations") {
		t.Errorf("%s", m.View())
	}
	if press(t, m, "enter"); !slices.Equal(began, []string{"/m/a.gguf", "/m/b.gguf"}) || m.name != "first" || !strings.Contains(m.View(), "the disk is full") {
		t.Errorf("began %q, shows %q:\n%s", began, m.name, m.View())
	}
}

func TestASearchNeedsAModelAndABuild(t *testing.T) {
	m, _ := started(t, nil)
	press(t, m, "3", "f")
	if len(m.dialogs) > 0 || m.notice.text != "no model is marked; key 2 lists the models" {
		t.Errorf("without a model: %q", m.notice.text)
	}
}

func TestTheFormOfASearchFitsEverySize(t *testing.T) {
	m, _, _ := onBest(t)
	for _, keys := range [][]string{nil, {"G"}, {"enter"}, {"up", "up", "up", "e"}} {
		press(t, m, keys...)
		for _, size := range [][2]int{{40, 12}, {41, 13}, {60, 20}, {80, 24}, {100, 30}, {160, 45}} {
			m.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			fits(t, m.View(), size[0], size[1])
			for _, want := range []string{"Find the best", "4 configurations", "at most", "▌"} {
				if !strings.Contains(m.View(), want) {
					t.Errorf("%v, %v: no %q:\n%s", keys, size, want, m.View())
				}
			}
		}
	}
}

// Only one environment could be tried at a time.
func TestSeveralEnvironmentsAreTried(t *testing.T) {
	m, _, _ := onBest(t)
	var last SearchAsk
	m.Plans.Search = func(ctx context.Context, ask SearchAsk) (Search, error) {
		last = ask
		found, err := testSearch(ctx, ask)
		found.Variants = []SearchVariant{{"RADV", []string{"AMD_VULKAN_ICD=RADV"}}, {"AMDVLK", []string{"AMD_VULKAN_ICD=AMDVLK"}}}
		return found, err
	}
	press(t, m, "right") // asks again, with the environments
	to := func(what string) {
		t.Helper()
		for range 20 {
			if strings.Contains(m.View(), "▌ environment") && strings.Contains(m.View(), what) {
				return
			}
			press(t, m, "down")
		}
		t.Fatalf("no %q:\n%s", what, m.View())
	}
	press(t, m, "g")
	to("AMD_VULKAN_ICD=RADV")
	press(t, m, "space", "down", "right")
	if !slices.Equal(last.Variants, []string{"RADV", "AMDVLK"}) || !strings.Contains(m.View(), "[x] AMDVLK") {
		t.Errorf("%q:\n%s", last.Variants, m.View())
	}
	press(t, m, "down", "enter", "A", "=", "1", "enter")
	press(t, m, "down", "enter", "B", "=", "2", "enter", "up", "up", "space")
	if !slices.Equal(last.Variants, []string{"RADV", "A=1", "B=2"}) || !strings.Contains(m.View(), "[ ] AMDVLK") {
		t.Errorf("%q:\n%s", last.Variants, m.View())
	}
	press(t, m, "down", "e", "ctrl+u", "A", "=", "7", "enter", "down", "e", "ctrl+u", "enter")
	if !slices.Equal(last.Variants, []string{"RADV", "A=7"}) {
		t.Errorf("%q:\n%s", last.Variants, m.View())
	}
	for _, size := range [][2]int{{40, 12}, {60, 20}, {100, 30}, {160, 45}} {
		m.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		fits(t, m.View(), size[0], size[1])
	}
}
