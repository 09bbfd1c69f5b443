package bench

import "bytes"

// LegalJSON replaces nan, -nan, inf and -nan(ind) outside texts by null. C
// prints these words for values that are not finite numbers, and JSON does not
// allow them. Everything else stays as it is.
func LegalJSON(in []byte) []byte {
	var out []byte
	kept := 0 // everything before it is in out
	for i := 0; i < len(in); {
		switch in[i] {
		case '"':
			i = min(len(in), i+JSONTextLength(in[i:]))
		case 'n', 'i', '-', '+':
			if n := notANumber(in[i:]); n > 0 {
				out = append(append(out, in[kept:i]...), "null"...)
				i += n
				kept = i
				continue
			}
			i++
		default:
			i++
		}
	}
	if kept == 0 {
		return in
	}
	return append(out, in[kept:]...)
}

// notANumber returns the length of the word nan or inf at the beginning of b,
// with its sign and parentheses. It returns 0 if b begins with something else.
func notANumber(b []byte) int {
	n := 0
	if b[0] == '-' || b[0] == '+' {
		n = 1
	}
	rest := b[n:]
	switch {
	case bytes.HasPrefix(rest, []byte("nan")):
		n += 3
	case bytes.HasPrefix(rest, []byte("infinity")):
		n += 8
	case bytes.HasPrefix(rest, []byte("inf")):
		n += 3
	default:
		return 0
	}
	if n < len(b) && b[n] == '(' {
		if end := bytes.IndexByte(b[n:min(len(b), n+16)], ')'); end >= 0 {
			n += end + 1
		}
	}
	return n
}
