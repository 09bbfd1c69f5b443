package journal

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"dragstrip/bench"
	"dragstrip/bench/regular"
)

// isImported tells whether the session of a journal was imported. Such a journal
// says so in its second line.
func isImported(journal string) bool {
	file, err := regular.Open(journal)
	if err != nil {
		return false
	}
	defer file.Close()
	lines := bufio.NewReaderSize(io.LimitReader(file, bench.MaxPlanBytes+1<<20), 1<<16)
	if err := skipLine(lines); err != nil {
		return false
	}
	second, _ := lines.Peek(256)
	return bytes.Contains(second, []byte(`"kind":"SessionImported"`))
}

// skipLine reads to the end of a line of any length.
func skipLine(lines *bufio.Reader) error {
	for {
		_, err := lines.ReadSlice('\n')
		if !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}
