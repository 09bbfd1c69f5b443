package cli

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"dragstrip/runner/engine"
)

// setup used to say "ready", and "installed" in JSON, although Homebrew or apt
// had the engine already.
func TestWhatWasHereIsNotCalledInstalled(t *testing.T) {
	e := shelf(t)
	e.err = io.Discard
	offers := []engine.Offer{{Way: "apt", Already: &engine.Installed{ID: "apt", Way: "apt", Version: "0.7.0"}}}
	if one, installed, err := e.takeOne(t.Context(), offers, nil, "apt", true, ""); err != nil || installed || one.Version != "0.7.0" {
		t.Errorf("%+v, %t, %v", one, installed, err)
	}
	now := time.Now()
	had := []engine.Installed{{ID: "a", When: now.Add(-time.Hour)}}
	for what, c := range map[string]struct {
		one  engine.Installed
		want bool
	}{
		"a build that was here":                   {had[0], false},
		"a new one":                               {engine.Installed{ID: "b", When: now}, true},
		"a new one in place of one of its name":   {engine.Installed{ID: "a", When: now}, true},
		"a package manager's that was here":       {engine.Installed{ID: "winget"}, false},
		"a package manager's, installed just now": {engine.Installed{ID: "winget", When: now}, true},
	} {
		if got := isNew(c.one, had); got != c.want {
			t.Errorf("%s: %t", what, got)
		}
		offers = []engine.Offer{{Way: "any", Run: func(context.Context, func(engine.Progress)) (engine.Installed, error) { return c.one, nil }}}
		if one, _, err := e.takeOne(t.Context(), offers, nil, "", true, ""); err != nil || one.ID != c.one.ID {
			t.Errorf("%s: %+v, %v", what, one, err)
		}
	}
}

// TestTheDeviceIsSaidBeforeTheQuestion: the device on which the build will
// compute.
func TestTheDeviceIsSaidBeforeTheQuestion(t *testing.T) {
	var told strings.Builder
	e := shelf(t)
	e.err = &told
	offer := engine.Offer{Way: "release", Title: "an archive", Device: []string{"It will compute on the GPU.", "No CUDA."}, Explain: []string{"download it"}}
	if _, _, err := e.takeOne(t.Context(), []engine.Offer{offer}, nil, "", false, "It is missing."); err == nil || told.String() != "It is missing. an archive:\n  It will compute on the GPU.\n  No CUDA.\n  - download it\n" {
		t.Errorf("%s, %v", told.String(), err)
	}
	if got := strings.Join(explained(offer), "|"); got != "It will compute on the GPU.|download it|No CUDA." {
		t.Errorf("the screen says %s", got)
	}
}

// `dragstrip setup --upgrade` asked, downloaded everything, and only then said
// that nothing is newer.
func TestAnUpgradeLooksBeforeItAsks(t *testing.T) {
	for _, c := range []struct {
		here      *engine.Installed
		fails     error
		yes       bool
		says, err string
	}{
		{here: &engine.Installed{ID: "b1"}, says: "asking\n"},
		{says: "asking\nIt stays. an archive:\n", err: "nobody can answer"},
		{fails: errors.New("no network"), says: "asking\n", err: "look for the version (release): no network"},
		{here: &engine.Installed{ID: "b1"}, yes: true, says: "It stays. an archive:\n"},
	} {
		var told strings.Builder
		e := shelf(t)
		e.err = &told
		offer := engine.Offer{
			Way: "release", Title: "an archive",
			Look: func(_ context.Context, progress func(engine.Progress)) (*engine.Installed, error) {
				progress(engine.Progress{Step: "asking"})
				return c.here, c.fails
			},
			Run: func(context.Context, func(engine.Progress)) (engine.Installed, error) {
				return engine.Installed{ID: "b1"}, nil
			},
		}
		one, installed, err := e.takeOne(t.Context(), []engine.Offer{offer}, nil, "", c.yes, "It stays.")
		if told.String() != c.says || installed || c.here != nil && one.ID != "b1" || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%+v: %q, %+v, %v", c, told.String(), one, err)
		}
	}
}

// The reason why the first way failed used to be printed twice: before the
// second way, and again at the end.
func TestEachReasonIsSaidOnce(t *testing.T) {
	var told strings.Builder
	e := shelf(t)
	e.err = &told
	failing := func(way, why string) engine.Offer {
		return engine.Offer{Way: way, Run: func(context.Context, func(engine.Progress)) (engine.Installed, error) {
			return engine.Installed{}, errors.New(why)
		}}
	}
	_, _, err := e.takeOne(t.Context(), []engine.Offer{failing("one", "sold out"), failing("two", "closed")}, nil, "", true, "")
	if err == nil || strings.Contains(err.Error(), "sold out") || !strings.Contains(err.Error(), "closed") {
		t.Errorf("the error is %v", err)
	}
	if strings.Count(told.String(), "sold out") != 1 || strings.Contains(told.String(), "closed") {
		t.Errorf("it said %s", told.String())
	}
}
