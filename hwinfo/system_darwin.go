package hwinfo

import (
	"encoding/binary"
	"os/exec"
	"strconv"

	"golang.org/x/sys/unix"
)

// withSystem reads sysctl without starting a process and without cgo.
func withSystem(r Root) Root {
	if r.Sysctl == nil {
		r.Sysctl = sysctl
	}
	return r
}

// sysctl returns text unchanged and numbers of four or eight bytes in decimal.
// Text ends in NUL; anything else of four or eight bytes is a number.
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

// asHelper has nothing to do: on macOS a program notices our end only by its
// pipe.
func asHelper(*exec.Cmd) {}
