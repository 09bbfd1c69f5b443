package hwinfo

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// Runner starts a program and returns what it wrote to standard output. It
// must end when ctx does.
type Runner func(ctx context.Context, name string, args ...string) ([]byte, error)

// Root is where a machine is read from. The zero Root is this machine; tests
// put a folder, a command runner and tables in its place, so every operating
// system can be tried on any other.
type Root struct {
	OS   string // GOOS; this system's where empty
	Arch string // GOARCH
	// FS holds proc, sys, etc and run.
	FS fs.FS
	// Run starts programs. A name that is not installed must be an error.
	Run Runner
	// Sysctl reads a value by name on macOS, numbers in decimal.
	Sysctl func(name string) (string, error)
	// Firmware returns the SMBIOS table with its eight byte header on Windows.
	Firmware func() ([]byte, error)
	// Registry reads a value below HKEY_LOCAL_MACHINE, numbers in decimal,
	// and Subkeys lists the names below a key.
	Registry func(key, name string) (string, error)
	Subkeys  func(key string) []string
	// CPUID tells what only the processor itself says.
	CPUID func() CPUID
	// Cores counts physical and logical cores where no file tells, and Memory
	// returns the bytes of memory and swap.
	Cores  func() (physical, logical int)
	Memory func() (memory, swap int64)
	// DRM asks an AMD graphics driver what no file tells.
	DRM func(render string) (amdDevice, bool)
	// Stream starts a program that goes on talking; nil starts none.
	Stream Streamer
	// Env reads an environment variable.
	Env func(string) string
	// Patience bounds how long Describe waits for the programs it starts
	// (nvidia-smi takes seconds where the driver first has to wake); zero is
	// 800 ms.
	Patience time.Duration

	counters func(engine int, own []int) counters
}

// count takes a look at the counters; a system without any has none to tell.
func (r Root) count(engine int, own []int) counters {
	if r.counters == nil {
		return counters{memory: -1, swap: -1, swapIn: -1, swapOut: -1}
	}
	return r.counters(engine, own)
}

// CPUID is what the processor says of itself.
type CPUID struct {
	Brand      string
	Features   []string
	Hypervisor string // "KVM"; empty on bare metal
	Virtual    bool
}

const maxOutput = 1 << 20 // of a program or file: anything longer is not an answer

// or fills what was not given from this machine.
func (r Root) or() Root {
	local := r.FS == nil && (r.OS == "" || r.OS == runtime.GOOS)
	if r.OS == "" {
		r.OS = runtime.GOOS
	}
	if r.Arch == "" {
		r.Arch = runtime.GOARCH
	}
	if r.Patience == 0 {
		r.Patience = 800 * time.Millisecond
	}
	if local {
		r = r.withLocal()
	}
	if r.FS == nil {
		r.FS = emptyFS{}
	}
	if r.Run == nil {
		r.Run = func(context.Context, string, ...string) ([]byte, error) { return nil, exec.ErrNotFound }
	}
	if r.Sysctl == nil {
		r.Sysctl = func(string) (string, error) { return "", fs.ErrNotExist }
	}
	if r.Firmware == nil {
		r.Firmware = func() ([]byte, error) { return nil, fs.ErrNotExist }
	}
	if r.Registry == nil {
		r.Registry = func(string, string) (string, error) { return "", fs.ErrNotExist }
	}
	if r.Subkeys == nil {
		r.Subkeys = func(string) []string { return nil }
	}
	if r.CPUID == nil {
		r.CPUID = func() CPUID { return CPUID{} }
	}
	if r.Cores == nil {
		r.Cores = func() (int, int) { return 0, 0 }
	}
	if r.Memory == nil {
		r.Memory = func() (int64, int64) { return 0, 0 }
	}
	if r.DRM == nil {
		r.DRM = func(string) (amdDevice, bool) { return amdDevice{}, false }
	}
	if r.Env == nil {
		r.Env = func(string) string { return "" }
	}
	if r.counters == nil && r.OS == "linux" {
		r.counters = r.countLinux
	}
	return r
}

// withLocal puts this machine behind everything not given.
func (r Root) withLocal() Root {
	if r.Run == nil {
		r.Run = start
	}
	if r.CPUID == nil {
		r.CPUID = readCPUID
	}
	if r.Env == nil {
		r.Env = os.Getenv
	}
	if r.Stream == nil {
		r.Stream = stream
	}
	r = withSystem(r)
	if r.counters == nil {
		r.counters = localCounters(r)
	}
	return r
}

// start runs a program with nothing to read, its own words unlocalised.
func start(ctx context.Context, name string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	cmd.WaitDelay = 100 * time.Millisecond
	asHelper(cmd)
	var out bytes.Buffer
	cmd.Stdout = &limited{to: &out, left: maxOutput}
	runtime.LockOSThread() // its end would end the program
	defer runtime.UnlockOSThread()
	err := cmd.Run()
	return out.Bytes(), err
}

// limited keeps the first bytes and swallows the rest.
type limited struct {
	to   io.Writer
	left int
}

func (l *limited) Write(p []byte) (int, error) {
	n := min(len(p), l.left)
	l.left -= n
	if _, err := l.to.Write(p[:n]); err != nil {
		return 0, err
	}
	return len(p), nil
}

type emptyFS struct{}

func (emptyFS) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// plainReader are files that can be read without being opened as an fs.File,
// because that costs more than the reading.
type plainReader interface {
	readPlain(name string, most int) ([]byte, error)
}

// read returns a file's text without surrounding space and NULs; empty where
// it cannot be read. Files of proc and sys say no size, so it is bounded by
// reading.
func (r Root) read(parts ...string) string {
	return strings.Trim(r.readRaw(parts...), " \t\r\n\x00")
}

func (r Root) readRaw(parts ...string) string {
	name := path.Join(parts...)
	if files, plain := r.FS.(plainReader); plain {
		b, err := files.readPlain(name, maxOutput)
		if err != nil {
			return ""
		}
		return string(b)
	}
	f, err := r.FS.Open(name)
	if err != nil {
		return ""
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxOutput))
	if err != nil {
		return ""
	}
	return string(b)
}

// readInt returns the whole number a file holds, decimal or 0x….
func (r Root) readInt(parts ...string) (int64, bool) {
	return toInt(r.read(parts...))
}

func toInt(s string) (int64, bool) {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 0, 64)
	if err != nil {
		n, err = strconv.ParseInt(strings.TrimSpace(s), 10, 64) // 012 is twelve
	}
	return n, err == nil
}

// ranAtAll tells a program that failed from one that is not there.
func ranAtAll(err error) bool {
	var exit *exec.ExitError
	return errors.As(err, &exit)
}

func (r Root) glob(pattern string) []string {
	names, _ := fs.Glob(r.FS, pattern)
	return names
}

func (r Root) exists(parts ...string) bool {
	_, err := fs.Stat(r.FS, path.Join(parts...))
	return err == nil
}
