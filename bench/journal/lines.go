package journal

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"
)

// errLongLine: a line is longer than any that dragstrip writes.
var errLongLine = errors.New("the line is too long")

// lineReader gives the lines of a file that may be written at the same time. It
// looks at each byte only once, even if a line is very long. It keeps no more
// of a line than most allows.
type lineReader struct {
	r *bufio.Reader
	// most says how many bytes a line with this beginning may have.
	most func(head []byte) int
	// begun is what was read of a line whose end has not come yet, and length
	// is how long that line is so far. long is set if the line is too long.
	// Then no part of the line is kept.
	begun  []byte
	length int64
	long   bool
	// offset is where the next line begins.
	offset int64
}

func newLineReader(r io.Reader, most func(head []byte) int) *lineReader {
	return &lineReader{r: bufio.NewReaderSize(r, 64<<10), most: most}
}

// next returns a line without its line end. The line is valid until the next
// call. At the end of the file it returns io.EOF. A line that has no end yet is
// then in begun, and later calls continue it if the file has grown. If a line
// is too long, it returns errLongLine.
func (l *lineReader) next() ([]byte, error) {
	for {
		part, err := l.r.ReadSlice('\n')
		l.length += int64(len(part))
		whole := err == nil
		if whole && l.length == int64(len(part)) && len(part) <= l.most(part) {
			l.end()
			return bytes.TrimSuffix(part, []byte{'\n'}), nil
		}
		l.keep(part)
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil {
			return nil, err
		}
		line, long := l.begun, l.long
		l.end()
		if long {
			return nil, errLongLine
		}
		return bytes.TrimSuffix(line, []byte{'\n'}), nil
	}
}

// keep adds a part to a line. It drops a line that is too long.
func (l *lineReader) keep(part []byte) {
	head := l.begun
	if len(head) == 0 {
		head = part
	}
	most := l.most(head)
	if l.long = l.long || l.length > int64(most); l.long {
		l.begun = nil
		return
	}
	if len(l.begun)+len(part) > cap(l.begun) {
		// The room is doubled each time. append grows in smaller steps, and the
		// garbage of all steps adds up to several times the line.
		l.begun = slices.Grow(l.begun, max(len(part), min(len(l.begun)+len(part), most-len(l.begun))))
	}
	l.begun = append(l.begun, part...)
}

// keptLine is the largest buffer, in bytes, that is kept from one line to the
// next.
const keptLine = 64 << 10

func (l *lineReader) end() {
	l.offset += l.length
	l.length, l.long = 0, false
	if cap(l.begun) > keptLine {
		l.begun = nil // one long line must not hold its room for ever
	}
	l.begun = l.begun[:0]
}
