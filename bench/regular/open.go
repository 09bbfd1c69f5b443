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
	// ErrIrregular says that there is a pipe, a device or a folder instead of a
	// file.
	ErrIrregular = errors.New("this is not a regular file")
	// ErrLink says that there is a link instead of the file to write to.
	ErrLink = errors.New("this is a link, and dragstrip does not write through links here; put the file itself in its place")
	// ErrTooLarge says that the file is larger than any file of its sort can be.
	ErrTooLarge = errors.New("it is too large")
)

// Open opens a file for reading.
func Open(path string) (*os.File, error) { return open(path, os.O_RDONLY, 0) }

// Append opens a file for writing at its end. If the file is missing, Append
// makes it. Append refuses links. Otherwise somebody who made a folder could
// choose which of our files we write to.
func Append(path string, perm fs.FileMode) (*os.File, error) {
	return open(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND|noFollow, perm)
}

// Update is like [Append], but opens the file for reading and writing.
func Update(path string, perm fs.FileMode) (*os.File, error) {
	return open(path, os.O_CREATE|os.O_RDWR|noFollow, perm)
}

func open(path string, flag int, perm fs.FileMode) (*os.File, error) {
	// Opening a device can already change something, so the file is checked
	// first. Somebody may replace it in between, so the opened file is checked
	// again.
	if st, err := os.Stat(path); err == nil && !st.Mode().IsRegular() {
		return nil, refused(path, ErrIrregular)
	}
	file, err := os.OpenFile(path, flag|noWait, perm)
	if err != nil {
		if st, look := os.Lstat(path); flag&noFollow != 0 && look == nil && st.Mode().Type() == fs.ModeSymlink {
			return nil, refused(path, ErrLink) // the system's own error would say "too many levels of symbolic links"
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

// Read gives a whole file. It is an error if the file has more than most bytes.
func Read(path string, most int64) ([]byte, error) {
	file, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var text bytes.Buffer
	if st, err := file.Stat(); err == nil {
		// A growing buffer would need several times the file's size.
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

// Head reads the beginning of a file, up to most bytes.
func Head(path string, most int64) ([]byte, error) {
	file, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, most))
}

// Tail reads the end of a file, up to most bytes.
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
