package guard

import (
	"errors"
	"io"
	"os"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// quietPipe is the reading end of a pipe that Go's poller does not watch. The
// poller wakes a thread at each write into a pipe, even if no goroutine waits
// for it. So an engine that prints a line for each token would wake a thread
// each time, on a processor that it computes on. A quietPipe has its own epoll.
// The epoll is armed only while a Read waits, and fires once; the poller
// watches only the epoll.
type quietPipe struct {
	fd    int
	epoll *os.File
	armed syscall.RawConn
	// reading is held while fd is used. So Close cannot free the number, and no
	// other file can get it during a Read.
	reading sync.Mutex
	closed  bool
}

// quiet takes a pipe out of the poller. If that fails, quiet returns the file
// itself.
func quiet(file *os.File) io.ReadCloser {
	p, err := newQuietPipe(file)
	if err != nil {
		return file
	}
	_ = file.Close()
	return p
}

func newQuietPipe(file *os.File) (*quietPipe, error) {
	raw, err := file.SyscallConn()
	if err != nil {
		return nil, err
	}
	p := &quietPipe{fd: -1}
	if e := raw.Control(func(fd uintptr) {
		p.fd, err = unix.FcntlInt(fd, unix.F_DUPFD_CLOEXEC, 0)
	}); e != nil {
		return nil, e
	}
	if err != nil {
		return nil, err
	}
	if err = p.watch(); err != nil {
		_ = unix.Close(p.fd)
		return nil, err
	}
	return p, nil
}

// watch makes the epoll. The epoll is not armed yet.
func (p *quietPipe) watch() error {
	if err := unix.SetNonblock(p.fd, true); err != nil {
		return err
	}
	number, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return err
	}
	if err = unix.SetNonblock(number, true); err != nil { // otherwise the poller does not accept it
		_ = unix.Close(number)
		return err
	}
	if err = unix.EpollCtl(number, unix.EPOLL_CTL_ADD, p.fd, &unix.EpollEvent{Events: unix.EPOLLONESHOT}); err != nil {
		_ = unix.Close(number)
		return err
	}
	p.epoll = os.NewFile(uintptr(number), "the engine's pipe")
	// If the poller does not accept a file, deadlines cannot be set, and a
	// goroutine cannot wait for the file. The kernel of a sandbox may not
	// support an epoll within an epoll.
	if err = p.epoll.SetReadDeadline(time.Time{}); err == nil {
		p.armed, err = p.epoll.SyscallConn()
	}
	if err != nil {
		_ = p.epoll.Close()
	}
	return err
}

// Only one goroutine may call Read. Another may call Close.
func (p *quietPipe) Read(buffer []byte) (int, error) {
	for {
		n, err := p.readNow(buffer)
		switch {
		case errors.Is(err, unix.EINTR):
		case errors.Is(err, unix.EAGAIN):
			if err := p.await(); err != nil && !p.gone() {
				return 0, err
			}
		case err != nil:
			return 0, err
		case n == 0:
			return 0, io.EOF
		default:
			return n, nil
		}
	}
}

// readNow reads without waiting.
func (p *quietPipe) readNow(buffer []byte) (int, error) {
	p.reading.Lock()
	defer p.reading.Unlock()
	if p.closed {
		return 0, os.ErrClosed
	}
	return unix.Read(p.fd, buffer)
}

func (p *quietPipe) gone() bool {
	p.reading.Lock()
	defer p.reading.Unlock()
	return p.closed
}

// await returns when there is something to read, or the pipe has ended.
func (p *quietPipe) await() error {
	return p.armed.Read(func(epoll uintptr) bool {
		var events [1]unix.EpollEvent
		n, err := unix.EpollWait(int(epoll), events[:], 0)
		if n > 0 || err != nil && !errors.Is(err, unix.EINTR) {
			return true
		}
		// If arming fails, the next Read shows the error.
		return p.arm(int(epoll)) != nil
	})
}

// arm makes the epoll fire at the next write, or at once if there is something
// to read.
func (p *quietPipe) arm(epoll int) error {
	p.reading.Lock()
	defer p.reading.Unlock()
	if p.closed {
		return os.ErrClosed
	}
	return unix.EpollCtl(epoll, unix.EPOLL_CTL_MOD, p.fd, &unix.EpollEvent{Events: unix.EPOLLIN | unix.EPOLLONESHOT})
}

// Close closes the pipe and ends a Read that waits.
func (p *quietPipe) Close() error {
	p.reading.Lock()
	if p.closed {
		p.reading.Unlock()
		return os.ErrClosed
	}
	p.closed = true
	err := unix.Close(p.fd)
	p.reading.Unlock()
	// epoll.Close waits until a Read returns, and that Read may need the lock.
	// So the lock is released before.
	return errors.Join(err, p.epoll.Close())
}
