package gguf

import "strings"

// Block reads the number of the layer from a tensor's name: 12 from
// "blk.12.attn_q.weight". It is -1 for other names.
func Block(name string) int64 {
	rest, ok := strings.CutPrefix(name, "blk.")
	if !ok {
		return -1
	}
	var n int64
	for i, r := range []byte(rest) {
		if r < '0' || r > '9' || i > 6 {
			if r == '.' && i > 0 {
				return n
			}
			return -1
		}
		n = n*10 + int64(r-'0')
	}
	return -1
}
