package serving

import "bytes"

// common is the form that nearly all servers understand.
var common = &Dialect{Read: ReadCommon}

// end is what ends each event of an answer.
func (d *Dialect) end() []byte {
	if d.Lines {
		return []byte("\n")
	}
	return []byte("\n\n")
}

// newest reads the last whole line of what has arrived of an answer. ok is false
// if that is no event.
func (d *Dialect) newest(text []byte) (p Piece, ok bool) {
	line := newest(text)
	if !d.Lines {
		text, isEvent := bytes.CutPrefix(line, []byte("data:"))
		if !isEvent && d.Sign != nil {
			return d.Sign(line)
		}
		if !isEvent {
			return p, false
		}
		line = text
	}
	return d.Read(line)
}

// readSize is how much of an answer is read at once.
const readSize = 32 << 10

// newest is the last whole line with an event in a text.
func newest(text []byte) []byte {
	end := bytes.LastIndexByte(text, '\n')
	if end < 0 {
		return nil
	}
	text = bytes.TrimRight(text[max(0, end-readSize):end], "\r\n")
	return text[bytes.LastIndexByte(text, '\n')+1:]
}
