package regular

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// Errors that callers tell apart.
var (
	// ErrIrregular: a pipe, a device, a folder stands where a file should be.
	ErrIrregular = errors.New("this is not a regular file")
	// ErrLink: a link stands where a file is to be written.
	ErrLink = errors.New("this is a link, and dragstrip does not write through links here; put the file itself in its place")
	// ErrTooLarge: it has more bytes than any file of its sort.
	ErrTooLarge = errors.New("it is too large")
)

// Open opens a file for reading.
func Open(path string) (*os.File, error) { return open(path, os.O_RDONLY, 0) }

// Append opens a file to be written at its end, and makes it where it is
// missing. Links are refused: whoever made a folder must not choose which of
// our files is written to.
func Append(path string, perm fs.FileMode) (*os.File, error) {
	return open(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND|noFollow, perm)
}

// Update opens a file to be read and written, like [Append].
func Update(path string, perm fs.FileMode) (*os.File, error) {
	return open(path, os.O_CREATE|os.O_RDWR|noFollow, perm)
}

func open(path string, flag int, perm fs.FileMode) (*os.File, error) {
	// Opening alone can do something to a device, so it is looked at first.
	// Somebody may exchange it in between: what was opened is looked at again.
	if st, err := os.Stat(path); err == nil && !st.Mode().IsRegular() {
		return nil, refused(path, ErrIrregular)
	}
	file, err := os.OpenFile(path, flag|noWait, perm)
	if err != nil {
		if st, look := os.Lstat(path); flag&noFollow != 0 && look == nil && st.Mode().Type() == fs.ModeSymlink {
			return nil, refused(path, ErrLink) // the system speaks of too many levels
		}
		return nil, err
	}
	if st, err := file.Stat(); err != nil || !st.Mode().IsRegular() {
		file.Close()
		return nil, refused(path, ErrIrregular)
	}
	return file, nil
}

func refused(path string, why error) error {
	return &fs.PathError{Op: "open", Path: path, Err: why}
}

// Read gives the whole of a file of at most so many bytes.
func Read(path string, most int64) ([]byte, error) {
	file, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var text bytes.Buffer
	if st, err := file.Stat(); err == nil {
		// A buffer that grows would leave several times the file behind.
		text.Grow(int(min(st.Size(), most)) + 2*bytes.MinRead)
	}
	if _, err := text.ReadFrom(io.LimitReader(file, most+1)); err != nil {
		return nil, err
	}
	if int64(text.Len()) > most {
		return nil, &fs.PathError{Op: "read", Path: path, Err: fmt.Errorf("%w (more than %d bytes)", ErrTooLarge, most)}
	}
	return text.Bytes(), nil
}

// Head reads the beginning of a file, at most most bytes.
func Head(path string, most int64) ([]byte, error) {
	file, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, most))
}

// Tail reads the end of a file, at most most bytes.
func Tail(path string, most int64) ([]byte, error) {
	file, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	st, err := file.Stat()
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.NewSectionReader(file, max(st.Size()-most, 0), most))
}
