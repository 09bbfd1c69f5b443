package bench

import (
	"bytes"
	"encoding/json"
)

// CleanJSON makes a line of JSON safe for programs that print what they read in
// it: every text in it is cleaned (see [Clean]), including names of fields and
// characters that JSON spells with escapes (\u001b). A line that is not JSON is
// only escaped.
func CleanJSON(line []byte) []byte {
	if !bytes.ContainsFunc(line, needsCleaning) || !json.Valid(line) {
		return EscapeJSON(line)
	}
	out := bytes.NewBuffer(make([]byte, 0, len(line)))
	for len(line) > 0 {
		begin := bytes.IndexByte(line, '"')
		if begin < 0 {
			break
		}
		out.Write(line[:begin])
		end := begin + JSONTextLength(line[begin:])
		writeCleaned(out, line[begin:end])
		line = line[end:]
	}
	out.Write(line)
	return EscapeJSON(out.Bytes())
}

// needsCleaning finds the characters that [Clean] may change. JSON has no
// control characters in its texts, so everything that [Clean] removes is either
// not ASCII or written with an escape.
func needsCleaning(r rune) bool { return r == '\\' || r < 0x20 || r > 0x7e }

// JSONTextLength is how many bytes a text of JSON takes, with its quotes. The
// text begins at the first byte; other JSON may follow it.
func JSONTextLength(text []byte) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}

func writeCleaned(out *bytes.Buffer, text []byte) {
	var said string
	if !bytes.ContainsFunc(text, needsCleaning) || json.Unmarshal(text, &said) != nil {
		out.Write(text)
		return
	}
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(Clean(said)) // a text can always be written
	out.Truncate(out.Len() - 1) // the line's end
}
