package llama

import (
	"bytes"

	"dragstrip/bench"
)

// objectBytes is the size of the largest result object that is read. A longer
// object could not be read from a journal.
const objectBytes = bench.MaxRaw

// assembler puts together the objects of a JSON array that arrives line by
// line. It drops everything outside the objects.
type assembler struct {
	buf      []byte
	depth    int
	inString bool
	escaped  bool
	tooLong  bool
}

// feed takes one line and returns the objects that end in this line.
func (a *assembler) feed(line []byte) [][]byte {
	var out [][]byte
	// A result begins with a line that has only a brace. If an object is still
	// open then, that object is incomplete.
	if a.depth > 0 && opensResult(line) {
		a.reset()
	}
	for _, b := range line {
		if a.step(b) {
			out = append(out, append([]byte(nil), a.buf...))
			a.reset()
		}
	}
	if a.depth == 1 && !a.inString && lastField(line) {
		// No line end follows the closing brace, so the brace arrives only with
		// the next result. Waiting for the brace would delay this result.
		a.keep('}')
		if !a.tooLong {
			out = append(out, append([]byte(nil), a.buf...))
		}
		a.reset()
	}
	if a.depth > 0 {
		a.keep('\n')
		a.inString = false // a string cannot go over a line's end
	}
	return out
}

// opensResult recognizes the line "  {".
func opensResult(line []byte) bool {
	for i, b := range line {
		if b == '{' {
			return i+1 == len(line)
		}
		if b != ' ' && b != '\t' {
			return false
		}
	}
	return false
}

// lastField recognizes the line `    "samples_ts": [ 41.2, 35.8 ]`.
func lastField(line []byte) bool {
	line = bytes.TrimSpace(line)
	return bytes.HasPrefix(line, []byte(`"samples_ts"`)) && bytes.HasSuffix(line, []byte("]"))
}

// step takes one byte and tells whether an object is complete.
func (a *assembler) step(b byte) bool {
	if a.depth == 0 {
		if b != '{' {
			return false
		}
		a.depth = 1
		a.keep(b)
		return false
	}
	a.keep(b)
	switch {
	case a.escaped:
		a.escaped = false
	case a.inString && b == '\\':
		a.escaped = true
	case b == '"':
		a.inString = !a.inString
	case a.inString:
	case b == '{':
		a.depth++
	case b == '}':
		a.depth--
	}
	if a.depth == 0 && a.tooLong {
		a.reset()
		return false
	}
	return a.depth == 0
}

func (a *assembler) keep(b byte) {
	if len(a.buf) >= objectBytes {
		a.tooLong = true
		return
	}
	a.buf = append(a.buf, b)
}

func (a *assembler) reset() { *a = assembler{buf: a.buf[:0]} }
