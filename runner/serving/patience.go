package serving

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// patience is how long a server may still be busy.
type patience struct {
	most, left, next time.Duration
	// asked is how long the server asked to wait the last time; 0 if it did not
	// say.
	asked time.Duration
}

func newPatience(most time.Duration) *patience {
	return &patience{most: most, left: most, next: 500 * time.Millisecond}
}

// until waits as long as a busy server asked for, in seconds or until a date. If
// it did not say, the wait doubles each time. It returns false if that is longer
// than is left, or if ctx ended.
func (p *patience) until(ctx context.Context, retryAfter string) bool {
	wait := p.next
	p.next, p.asked = 2*p.next, 0
	if seconds, err := strconv.Atoi(strings.TrimSpace(retryAfter)); err == nil {
		wait = time.Duration(min(max(seconds, 0), 1<<30)) * time.Second
		p.asked = wait
	} else if when, err := http.ParseTime(retryAfter); err == nil {
		wait = max(time.Until(when), 0)
		p.asked = wait
	}
	wait = max(wait, 10*time.Millisecond)
	if wait > p.left {
		return false
	}
	p.left -= wait
	return rest(ctx, wait)
}

// rest waits. It returns false if ctx ended before.
func rest(ctx context.Context, wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
