package serving

import (
	"context"
	"net"
	"sync/atomic"
	"time"
)

// clock knows when bytes last arrived at a network connection. The time is
// taken before anything reads the bytes: before HTTP, and before encryption.
type clock struct {
	base time.Time // of the monotonic clock
	last atomic.Int64
}

func newClock() *clock { return &clock{base: time.Now()} }

// now is the time since the clock was made.
func (c *clock) now() time.Duration { return time.Since(c.base) }

// arrived is when bytes last arrived.
func (c *clock) arrived() time.Duration { return time.Duration(c.last.Load()) }

// dial opens connections that tell the clock when bytes arrive.
func (c *clock) dial(limit time.Duration) func(ctx context.Context, network, address string) (net.Conn, error) {
	dialer := net.Dialer{Timeout: limit}
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dialer.DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return clockedConn{conn, c}, nil
	}
}

type clockedConn struct {
	net.Conn
	clock *clock
}

func (c clockedConn) Read(buffer []byte) (int, error) {
	n, err := c.Conn.Read(buffer)
	if n > 0 {
		c.clock.last.Store(int64(c.clock.now()))
	}
	return n, err
}
