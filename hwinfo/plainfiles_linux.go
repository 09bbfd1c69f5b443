package hwinfo

import (
	"errors"
	"io/fs"

	"golang.org/x/sys/unix"
)

// plainFiles are the files of this machine, read by plain system calls. An
// os.File adds files of /proc and /sys to the poller of Go's runtime, and the
// poller wakes a second thread for each file. A dozen files caused two dozen
// context switches a second.
type plainFiles struct{ fs.FS }

// readPlain returns the first bytes of a file. most is the largest number of
// bytes.
func (plainFiles) readPlain(name string, most int) ([]byte, error) {
	if !fs.ValidPath(name) {
		return nil, fs.ErrInvalid
	}
	fd, err := again(func() (int, error) {
		// O_NONBLOCK, because opening a pipe would wait for a writer.
		return unix.Open("/"+name, unix.O_RDONLY|unix.O_CLOEXEC|unix.O_NONBLOCK|unix.O_NOCTTY, 0)
	})
	if err != nil {
		return nil, err
	}
	defer unix.Close(fd)
	text := make([]byte, 0, 16<<10)
	for len(text) < most {
		if len(text) == cap(text) {
			text = append(text, 0)[:len(text)] // grows
		}
		room := text[len(text):min(cap(text), most)]
		n, err := again(func() (int, error) { return unix.Read(fd, room) })
		if err != nil {
			return nil, err
		}
		if n == 0 {
			break
		}
		text = text[:len(text)+n]
	}
	return text, nil
}

// ReadLink and Lstat are those of the folder.
func (p plainFiles) ReadLink(name string) (string, error) { return fs.ReadLink(p.FS, name) }

func (p plainFiles) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(p.FS, name) }

// again repeats a call until no signal interrupts it.
func again(call func() (int, error)) (int, error) {
	for {
		if n, err := call(); !errors.Is(err, unix.EINTR) {
			return n, err
		}
	}
}
