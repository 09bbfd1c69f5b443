package cli

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// shop is a made-up place that engines are installed from. It has none.
type shop struct{ wishes []engine.SetupWish }

func (s *shop) setup() *engine.Setup {
	return &engine.Setup{Offers: func(_ context.Context, _ engine.Folders, w engine.SetupWish) ([]engine.Offer, []engine.Refusal) {
		s.wishes = append(s.wishes, w)
		return []engine.Offer{{Engine: "abacus", Way: "shop", Run: func(context.Context, func(engine.Progress)) (engine.Installed, error) {
			return engine.Installed{}, errors.New("sold out")
		}}}, nil
	}}
}

// TestAVersionThatIsMissingIsOffered: with --setup it is installed; else the
// message says how to get it.
func TestAVersionThatIsMissingIsOffered(t *testing.T) {
	for _, c := range []struct {
		asked  []string
		flags  runFlags
		wishes []engine.SetupWish
		part   string // a part of the error
	}{
		{[]string{"abacus@13-beads"}, runFlags{}, nil, ""},
		{[]string{"abacus@99"}, runFlags{}, nil, ""}, // the plan itself then says what is missing
		{[]string{"abacus@99"}, runFlags{setup: true, yes: true}, []engine.SetupWish{{Version: "99"}}, "sold out"},
		{[]string{"abacus@99"}, runFlags{setup: true, yes: true, dryRun: true}, nil, ""},
		{[]string{"abacus@13-beads", "abacus@newest"}, runFlags{}, nil, "setup abacus --upgrade"},
		{[]string{"abacus@13-beads", "abacus@newest"}, runFlags{setup: true, yes: true}, []engine.SetupWish{{Newest: true}}, "sold out"},
	} {
		var errs bytes.Buffer
		e := shelf(t)
		e.err = &errs
		shop := &shop{}
		e.kinds = append(e.kinds, &engine.Kind{
			Name: "abacus", Short: "abacus", Finder: abacus{},
			Adapter: func(engine.Folders) engine.Adapter { return abacus{} },
			Setup:   shop.setup(),
		})
		choice := &engineChoice{env: e, ctx: t.Context(), asked: c.asked}
		err := e.getVersions(t.Context(), choice, &c.flags)
		if (err == nil) != (c.part == "") || err != nil && !strings.Contains(err.Error(), c.part) {
			t.Errorf("%q %+v: %v", c.asked, c.flags, err)
		}
		if len(shop.wishes) != len(c.wishes) || len(c.wishes) > 0 && shop.wishes[0] != c.wishes[0] {
			t.Errorf("%q: wished for %+v, want %+v", c.asked, shop.wishes, c.wishes)
		}
	}
}

func TestTheMessageAboutAMissingVersionSaysHowToGetIt(t *testing.T) {
	e := shelf(t)
	e.kinds = append(e.kinds, &engine.Kind{Name: "abacus", Short: "abacus", Finder: abacus{}, Adapter: func(engine.Folders) engine.Adapter { return abacus{} }})
	choice := &engineChoice{env: e, ctx: t.Context(), asked: []string{"abacus@99"}}
	if _, _, err := choice.buildsFor([]bench.Model{{}}); err == nil || !strings.Contains(err.Error(), "setup abacus --tag 99") {
		t.Errorf("%v", err)
	}
}
