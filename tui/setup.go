package tui

import (
	"cmp"
	"context"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
)

// offersMsg brings what can be installed here. of is what the machine had when
// that was asked.
type offersMsg struct {
	of        had
	offers    []Offer
	freeBytes int64 // free bytes on the disk; 0 means not known
}

// upgradeMsg asks for the offers with the upgrade of an engine ticked.
type upgradeMsg struct{ engine string }

// setupLine is a line of an installation's log.
type setupLine string

// had is what a machine has already; offers depend on it.
type had struct {
	builds string // the builds' IDs
	model  bool
}

// setupForm offers what is missing and installs it.
type setupForm struct {
	*desk
	offers []Offer
	of     had   // what the machine had when the offers were asked for
	free   int64 // free bytes on the disk; 0 means not known
	ticked []bool
	// chosen are the offers that the user ticked or unticked, by their texts. It
	// lasts when the offers are asked for again.
	chosen map[string]bool
	known  bool
	// lacksEngine tells that there was no engine when the offers were opened.
	lacksEngine bool
	// upgrade is the engine that the user wants to upgrade. It is "" if the user
	// did not ask for an upgrade.
	upgrade string
	at      int
	lines   []string
	stop    context.CancelFunc
	failed  string
}

func (f *setupForm) busy() bool { return f.stop != nil }

// take ticks the offers that are recommended and missing.
func (f *setupForm) take(msg offersMsg, hasEngine, hasModel bool) {
	f.offers, f.known, f.free = msg.offers, true, msg.freeBytes
	// Why there is no upgrade matters only to a user who asked for one.
	f.offers = slices.DeleteFunc(f.offers, func(o Offer) bool { return o.Upgrade && o.Refused != "" && o.Name != f.upgrade })
	// Refused offers come last.
	slices.SortStableFunc(f.offers, func(a, b Offer) int { return cmp.Compare(min(len(a.Refused), 1), min(len(b.Refused), 1)) })
	f.ticked = make([]bool, len(f.offers))
	if f.upgrade != "" {
		f.tickUpgrade()
		return
	}
	for i, o := range f.offers {
		missing := !hasEngine || o.Better
		if o.Name == "a model" {
			missing = !hasModel
		}
		f.ticked[i] = o.Recommended && o.Refused == "" && missing
		if on, said := f.chosen[o.text()]; said && o.Refused == "" && missing {
			f.ticked[i] = on
		}
	}
}

// text tells an offer from others, also when the offers are asked for again.
func (o Offer) text() string { return o.Name + "\x00" + o.Title }

// tick ticks or unticks the selected offer.
func (f *setupForm) tick() {
	f.ticked[f.at] = !f.ticked[f.at]
	if f.chosen == nil {
		f.chosen = map[string]bool{}
	}
	f.chosen[f.offers[f.at].text()] = f.ticked[f.at]
}

// hasNow is what the machine has now.
func (f *setupForm) hasNow() had {
	var ids []string
	for _, b := range f.builds {
		ids = append(ids, b.ID)
	}
	return had{strings.Join(ids, " "), len(f.models) > 0}
}

// outdated tells whether engines or a model have come or gone since the offers
// were asked for.
func (f *setupForm) outdated() bool { return !f.busy() && f.of != f.hasNow() }

// ask asks what can be installed here.
func (f *setupForm) ask() tea.Cmd {
	f.offers, f.ticked, f.known, f.at, f.of = nil, nil, false, 0, f.hasNow()
	ctx, of, find, free := f.ctx, f.of, f.Engines.Offers, f.Engines.FreeBytes
	return to(atMachine, func() tea.Msg {
		msg := offersMsg{of: of, offers: find(ctx)}
		if free != nil {
			msg.freeBytes = free(ctx)
		}
		return msg
	})
}

// tickUpgrade ticks only the upgrade that the user asked for. If it is refused,
// the cursor goes to the first reason.
func (f *setupForm) tickUpgrade() {
	at := slices.IndexFunc(f.offers, func(o Offer) bool { return o.Upgrade && o.Name == f.upgrade })
	if at >= 0 {
		f.at, f.ticked[at] = at, f.offers[at].Refused == ""
	}
	if f.count() == 0 {
		f.failed = "No newer version of " + f.upgrade + " can be had here."
	}
}

func (f *setupForm) count() int {
	n := 0
	for _, on := range f.ticked {
		if on {
			n++
		}
	}
	return n
}
