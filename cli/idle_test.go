package cli

import (
	"testing"
	"time"
)

// Two tickers with one period used to wake the program twice in each period.
func TestIdleLooksComeTogether(t *testing.T) {
	began := time.Unix(1_700_000_000, 0)
	for _, offset := range []time.Duration{0, time.Millisecond, 1500 * time.Millisecond, 2999 * time.Millisecond, 3001 * time.Millisecond, idleEvery - 1} {
		at := began.Add(offset)
		wait := untilIdleLook(at)
		if due := at.Add(wait); !due.Truncate(idleEvery).Equal(due) || wait < time.Second || wait > idleEvery+time.Second {
			t.Errorf("%v after a look: wait %v until %v", offset, wait, due)
		}
	}
}
