package tui

import (
	"context"
	"sync/atomic"
	"time"
)

// modelLooks looks whether models have come or gone while the screen Models is
// shown. It looks at the moments at which the load is read anyway, because
// waking up at moments of its own costs more than the look itself. The rest
// between two looks is 2000 times as long as the last look, so an idle viewer
// costs almost nothing. The rest also has a lower and an upper limit.
type modelLooks struct {
	// ask is the search that is compared with what is there now. It is 0 if
	// nobody wants to know. found is a search after which models have come or
	// gone. The root and the reader of the load share both.
	ask, found atomic.Int64
	// soon asks for a look at the next reading. A key sets it: its user has
	// perhaps just written a model elsewhere.
	soon atomic.Bool

	// Only the reader of the load uses these two.
	last int64     // the search that was looked at last
	next time.Time // the next look is not earlier
}

const (
	leastLook   = 10 * time.Second
	mostLook    = 30 * time.Second
	restPerLook = 2000
	// lookSlack lets a look begin a little too early. The readings do not come at
	// exact times, and without it a look could miss its reading by a millisecond.
	lookSlack = time.Second
)

// look tells whether models have come or gone, if it is time to look. now is
// the clock.
func (l *modelLooks) look(ctx context.Context, changed func(context.Context) bool, now func() time.Time) bool {
	ask, began := l.ask.Load(), now()
	if ask != l.last { // a search that has just ended knows what is there
		l.last, l.next = ask, began.Add(leastLook-lookSlack)
		l.soon.Store(false)
	}
	if ask == 0 || began.Before(l.next) && !l.soon.Swap(false) {
		return false
	}
	if changed(ctx) {
		l.found.Store(ask)
		return true
	}
	rest := restPerLook * now().Sub(began)
	l.next = began.Add(min(max(leastLook, rest), mostLook) - lookSlack)
	return false
}
