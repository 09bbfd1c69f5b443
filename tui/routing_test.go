package tui

import (
	"context"
	"errors"
	"strings"
	"testing"

	"dragstrip/bench"
)

// TestAnAnswerReachesItsScreenThoughAnotherIsShown: if a session cannot be
// started, the start key works again, even if another screen is shown when the
// answer comes.
func TestAnAnswerReachesItsScreenThoughAnotherIsShown(t *testing.T) {
	m, _ := started(t, func(h *House) {
		h.Sessions.Start = func(*bench.Plan) (string, error) { return "", errors.New("no room on the disk") }
	})
	press(t, m, "2", "space", "enter")
	_, starting := m.Update(keyMsg("enter"))
	press(t, m, "1")
	if !m.screens[atPlan].(*planScreen).starting {
		t.Fatal("nothing is being started")
	}
	drain(t, m, starting)
	if m.screens[atPlan].(*planScreen).starting || m.at != atMachine || !strings.Contains(m.View(), "no room on the disk") {
		t.Errorf("Plan was not told:\n%s", m.View())
	}
}

// TestAfterAPresetIsChosenTheNextKeyIsNotLost: the plan changes with the
// preset. The command for the changed plan used to be requested only with the
// next key.
func TestAfterAPresetIsChosenTheNextKeyIsNotLost(t *testing.T) {
	m, _ := started(t, nil)
	press(t, m, "2", "space", "enter", "p", "enter", "?")
	if len(m.dialogs) != 1 || !strings.Contains(m.View(), "Keys of Plan") {
		t.Errorf("no help:\n%s", m.View())
	}
}

// TestWhileThingsAreGotScreensCanBeLookedAt: during an installation the screens
// can be used, and only q is ignored.
func TestWhileThingsAreGotScreensCanBeLookedAt(t *testing.T) {
	m, _ := started(t, func(h *House) {
		emptyHouse(h)
		offers := h.Engines.Offers(context.Background())
		offers[0].Do = func(ctx context.Context, _ func(string)) error { <-ctx.Done(); return ctx.Err() }
		h.Engines.Offers = func(context.Context) []Offer { return offers }
	})
	m.Update(keyMsg("enter"))
	setup := m.screens[atMachine].(*machineScreen).setup
	if setup == nil || !setup.busy() {
		t.Fatalf("nothing is being got:\n%s", m.View())
	}
	press(t, m, "q")
	if m.quitting {
		t.Error("q left what was being got")
	}
	press(t, m, "7")
	if m.at != atHistory {
		t.Errorf("at %s", screenNames[m.at])
	}
	setup.stop()
}

// TestWithoutPresetsThereIsNoEmptyMenu: the menu used to be two blank lines
// that took all keys.
func TestWithoutPresetsThereIsNoEmptyMenu(t *testing.T) {
	m, _ := started(t, func(h *House) { h.Plans.Presets = func() []Preset { return nil } })
	press(t, m, "3", "p")
	if len(m.dialogs) != 0 || !strings.Contains(m.View(), "there are no presets") {
		t.Errorf("%d dialogs:\n%s", len(m.dialogs), m.View())
	}
}
