package cli

import (
	"context"
	"time"
)

// idleEvery is how often the screens look for changes while nothing is
// measured: a new load in the first line, or another session that has begun.
const idleEvery = 5 * time.Second

// nextIdleLook waits for the next moment to look, and returns false when ctx
// has ended. Everything that waits here waits for the same moments, so the
// program wakes up once for everything. The wake-up is the largest part of what
// a look costs.
func nextIdleLook(ctx context.Context) bool {
	select {
	case <-time.After(untilIdleLook(time.Now())):
		return true
	case <-ctx.Done():
		return false
	}
}

// untilIdleLook gives the time until the next moment. It is at least a second,
// because the load of the processors is known only after a while.
func untilIdleLook(now time.Time) time.Duration {
	now = now.Round(0) // the moments follow the wall clock, so remove the monotonic one
	return now.Add(time.Second).Truncate(idleEvery).Add(idleEvery).Sub(now)
}
