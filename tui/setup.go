package tui

import (
	"cmp"
	"context"
	"slices"
)

// offersMsg brings what can be installed here.
type offersMsg struct {
	offers    []Offer
	freeBytes int64 // free bytes on the disk; 0 means not known
}

// upgradeMsg asks for the offers with the upgrade of an engine ticked.
type upgradeMsg struct{ engine string }

// setupLine is a line of an installation's log.
type setupLine string

// setupForm offers what is missing and installs it.
type setupForm struct {
	*desk
	offers []Offer
	free   int64 // free bytes on the disk; 0 means not known
	ticked []bool
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
	}
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
