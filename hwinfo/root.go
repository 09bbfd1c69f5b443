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

	"dragstrip/bench/isolated"
)

// Runner runs a program and returns what the program wrote to standard output.
// The program must end when ctx ends.
type Runner func(ctx context.Context, name string, args ...string) ([]byte, error)

// Root is the source from which a machine is read. The zero Root is this
// machine. Tests replace it by a folder, a command runner and tables, so every
// operating system can be tested on any other.
type Root struct {
	OS   string // GOOS; empty means that of this system
	Arch string // GOARCH
	// FS holds proc, sys, etc and run.
	FS fs.FS
	// Run starts programs. It must return an error for a program that is not
	// installed.
	Run Runner
	// Sysctl reads a value by name on macOS. Numbers are decimal.
	Sysctl func(name string) (string, error)
	// Firmware returns the SMBIOS table on Windows, with its header of eight
	// bytes.
	Firmware func() ([]byte, error)
	// Registry reads a value below HKEY_LOCAL_MACHINE. Numbers are decimal.
	// Subkeys lists the names below a key.
	Registry func(key, name string) (string, error)
	Subkeys  func(key string) []string
	// CPUID returns what the processor says about itself.
	CPUID func() CPUID
	// Cores counts physical and logical cores. Memory returns the bytes of
	// memory and swap. Both are for systems where no file holds these numbers.
	Cores  func() (physical, logical int)
	Memory func() (memory, swap int64)
	// DRM asks an AMD graphics driver for values that no file holds.
	DRM func(render string) (amdDevice, bool)
	// Listens lists the processes that listen at a TCP port, on Windows.
	Listens func(port int) []int
	// UserProcesses is how many processes and threads the user may have; nil or
	// 0 means that there is no limit.
	UserProcesses func() int64
	// Stream starts a program that prints a line from time to time; nil means
	// that no such program is started.
	Stream Streamer
	// Env reads an environment variable.
	Env func(string) string
	// Patience is how long Describe waits for the programs that it starts.
	// nvidia-smi, which takes seconds if its driver has to wake first, may take
	// five times as long. Zero means 800 ms.
	Patience time.Duration

	counters func(engine, own []int) counters
}

// count reads the counters. If r has no counters, all values are unknown.
func (r Root) count(engine, own []int) counters {
	if r.counters == nil {
		return counters{memory: -1, swap: -1, swapIn: -1, swapOut: -1}
	}
	return r.counters(engine, own)
}

// CPUID is what the processor says about itself.
type CPUID struct {
	Brand      string
	Features   []string
	Hypervisor string // "KVM"; empty on bare metal
	Virtual    bool
}

const maxOutput = 1 << 20 // how much of a program's output or of a file is read at most

// or fills in the fields that are not set. If r is this machine, it fills them
// in from this machine.
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

// withLocal fills in the fields that are not set from this machine.
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

// start runs a program without input. Its messages are in English.
func start(ctx context.Context, name string, args ...string) ([]byte, error) {
	cmd := isolated.Command(ctx, append([]string{name}, args...))
	cmd.WaitDelay = 100 * time.Millisecond
	asHelper(cmd)
	var out bytes.Buffer
	cmd.Stdout = &limited{to: &out, left: maxOutput}
	runtime.LockOSThread() // if this thread ended, the kernel would end the program
	defer runtime.UnlockOSThread()
	err := cmd.Run()
	return out.Bytes(), err
}

// limited keeps the first bytes that are written to it and drops the rest.
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

// plainReader is a file system whose files can be read without an fs.File.
// Opening an fs.File takes more time than reading it.
type plainReader interface {
	readPlain(name string, most int) ([]byte, error)
}

// read returns the text of a file without surrounding spaces and NULs, or "" if
// the file cannot be read. Files of proc and sys tell no size, so read reads at
// most maxOutput bytes.
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

// readInt returns the whole number in a file, decimal or 0x….
func (r Root) readInt(parts ...string) (int64, bool) {
	return toInt(r.read(parts...))
}

func toInt(s string) (int64, bool) {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 0, 64)
	if err != nil {
		n, err = strconv.ParseInt(strings.TrimSpace(s), 10, 64) // so that 012 is twelve
	}
	return n, err == nil
}

// ranAtAll tells whether a program was started and then failed. It returns
// false if the program could not be started.
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
