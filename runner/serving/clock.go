package serving

import (
	"context"
	"net"
	"sync/atomic"
	"time"
)

// clock gives the times of one client's requests. All of them count from the
// same moment, also those of several requests at once.
type clock struct {
	base time.Time // of the monotonic clock
}

func newClock() *clock { return &clock{base: time.Now()} }

// now is the time since the clock was made.
func (c *clock) now() time.Duration { return time.Since(c.base) }

// dial opens connections that note when bytes arrive.
func (c *clock) dial(limit time.Duration) func(ctx context.Context, network, address string) (net.Conn, error) {
	dialer := net.Dialer{Timeout: limit}
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dialer.DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return &clockedConn{Conn: conn, clock: c}, nil
	}
}

// clockedConn knows when bytes last arrived at a network connection. The time is
// taken before anything reads the bytes: before HTTP, and before encryption.
type clockedConn struct {
	net.Conn
	clock *clock
	last  atomic.Int64
}

func (c *clockedConn) Read(buffer []byte) (int, error) {
	n, err := c.Conn.Read(buffer)
	if n > 0 {
		c.last.Store(int64(c.clock.now()))
	}
	return n, err
}

// arrived is when bytes last arrived.
func (c *clockedConn) arrived() time.Duration { return time.Duration(c.last.Load()) }

// arrivals tells when bytes last arrived at a connection, also at one that is
// encrypted.
func (c *clock) arrivals(conn net.Conn) func() time.Duration {
	if outer, ok := conn.(interface{ NetConn() net.Conn }); ok {
		conn = outer.NetConn()
	}
	if clocked, ok := conn.(*clockedConn); ok {
		return clocked.arrived
	}
	return c.now
}
