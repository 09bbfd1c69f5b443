package bench

import "bytes"

// LegalJSON replaces nan, -nan, inf and -nan(ind) outside texts by null. C
// prints these words for values that are not finite numbers, and JSON does not
// allow them. Everything else stays as it is.
func LegalJSON(in []byte) []byte {
	if !bytes.Contains(in, []byte("nan")) && !bytes.Contains(in, []byte("inf")) {
		return in
	}
	out := make([]byte, 0, len(in))
	for i := 0; i < len(in); {
		if in[i] == '"' {
			end := min(len(in), i+JSONTextLength(in[i:]))
			out = append(out, in[i:end]...)
			i = end
			continue
		}
		if n := notANumber(in[i:]); n > 0 {
			out = append(out, "null"...)
			i += n
			continue
		}
		out = append(out, in[i])
		i++
	}
	return out
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
