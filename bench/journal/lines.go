package journal

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// maxLine bounds one event; the longest carry a plan.
const maxLine = 32 << 20

// errLongLine: a line is longer than any that a writer of ours makes.
var errLongLine = errors.New("the line is too long")

// lineReader gives the lines of a file that may be written at the same time.
// Each byte is looked at once, however long a line is, and no more than the
// longest line is kept.
type lineReader struct {
	r    *bufio.Reader
	most int
	// begun is what was read of a line whose end was not there yet, length how
	// long that line is so far.
	begun  []byte
	length int64
	// offset is where the next line begins.
	offset int64
}

func newLineReader(r io.Reader, most int) *lineReader {
	return &lineReader{r: bufio.NewReaderSize(r, 64<<10), most: most}
}

// next returns a line without its end; it is good until the next call. At the
// end of the file it returns io.EOF; the line that has no end yet is then in
// begun, and is gone on with where the file has grown. Of a line that is too
// long it returns errLongLine.
func (l *lineReader) next() ([]byte, error) {
	for {
		part, err := l.r.ReadSlice('\n')
		l.length += int64(len(part))
		whole := err == nil
		if whole && l.length == int64(len(part)) && len(part) <= l.most {
			l.end()
			return bytes.TrimSuffix(part, []byte{'\n'}), nil
		}
		if l.length <= int64(l.most) {
			l.begun = append(l.begun, part...)
		} else {
			l.begun = nil
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil {
			return nil, err
		}
		line, long := l.begun, l.length > int64(l.most)
		l.end()
		if long {
			return nil, errLongLine
		}
		return bytes.TrimSuffix(line, []byte{'\n'}), nil
	}
}

// keptLine is how much room is kept from one line to the next.
const keptLine = 64 << 10

func (l *lineReader) end() {
	l.offset += l.length
	l.length = 0
	if cap(l.begun) > keptLine {
		l.begun = nil // one long line must not hold its room for ever
	}
	l.begun = l.begun[:0]
}
