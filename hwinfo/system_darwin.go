package hwinfo

import (
	"encoding/binary"
	"os/exec"
	"strconv"

	"golang.org/x/sys/unix"
)

// withSystem sets Sysctl to a function that starts no process and needs no cgo.
func withSystem(r Root) Root {
	if r.Sysctl == nil {
		r.Sysctl = sysctl
	}
	return r
}

// sysctl returns a text unchanged, and a number in decimal. A value that ends
// with NUL is a text. Any other value of four or eight bytes is a number.
func sysctl(name string) (string, error) {
	raw, err := unix.SysctlRaw(name)
	if err != nil {
		return "", err
	}
	if isText(raw) {
		return string(raw[:len(raw)-1]), nil
	}
	switch len(raw) {
	case 4:
		return strconv.FormatInt(int64(int32(binary.NativeEndian.Uint32(raw))), 10), nil
	case 8:
		return strconv.FormatInt(int64(binary.NativeEndian.Uint64(raw)), 10), nil
	}
	return string(raw), nil
}

func isText(raw []byte) bool {
	if len(raw) < 2 || raw[len(raw)-1] != 0 {
		return false
	}
	for _, b := range raw[:len(raw)-1] {
		if b < ' ' || b > '~' {
			return false
		}
	}
	return true
}

// asHelper does nothing. On macOS a program notices only by its pipe that
// dragstrip has ended.
func asHelper(*exec.Cmd) {}
