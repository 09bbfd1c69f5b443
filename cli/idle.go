package cli

import (
	"context"
	"time"
)

// idleEvery is how often the screens look what has changed while nothing is
// measured: the load in the first line, and whether another session has begun.
const idleEvery = 5 * time.Second

// nextIdleLook waits for the next moment to look, and returns false when ctx has
// ended. These moments are the same for everything that waits here, so the
// program wakes up once for all. Waking up is most of what a look costs.
func nextIdleLook(ctx context.Context) bool {
	select {
	case <-time.After(untilIdleLook(time.Now())):
		return true
	case <-ctx.Done():
		return false
	}
}

// untilIdleLook is at least a second, because a share of the processors' time is
// known only after a while.
func untilIdleLook(now time.Time) time.Duration {
	now = now.Round(0) // by the clock on the wall, like the moments
	return now.Add(time.Second).Truncate(idleEvery).Add(idleEvery).Sub(now)
}
