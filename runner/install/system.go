package install

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"
)

// System is what an installation touches of the world; the zero value is this
// machine. Tests give it another one.
type System struct {
	GOOS, GOARCH string
	// Root stands before /etc and the like; "" is the real one.
	Root string
	// Home is the user's home folder, where Pythons may be; "" is unknown.
	Home string
	// Getenv is the environment; nil is this process's.
	Getenv func(string) string
	// Admin tells whether we may install system-wide.
	Admin func() bool
	// LookPath finds a program.
	LookPath func(string) (string, error)
	// Run starts a program and waits for its end. No shell is in between.
	Run func(context.Context, Command) (string, error)
	// GPU tells what kind of device a build could use.
	GPU func() GPU
	// Free is what is left on the disk of a folder, in bytes; 0 is unknown.
	Free func(folder string) int64
}

// GPU is what can be told of a device before there is an engine to ask.
type GPU struct {
	// Nvidia is set where NVIDIA's own driver answers; Cuda is the newest
	// CUDA that it can do, {0,0} when unknown.
	Nvidia bool
	Cuda   [2]int
	// Vulkan is set where a device and a driver for it are installed.
	Vulkan bool
}

// OS is the system, as Go names it.
func (s *System) OS() string {
	if s.GOOS != "" {
		return s.GOOS
	}
	return runtime.GOOS
}

// Arch is the processor's architecture, as Go names it.
func (s *System) Arch() string {
	if s.GOARCH != "" {
		return s.GOARCH
	}
	return runtime.GOARCH
}

func (s *System) getenv(name string) string {
	if s.Getenv != nil {
		return s.Getenv(name)
	}
	return os.Getenv(name)
}

func (s *System) platform() string { return s.OS() + "/" + s.Arch() }

func (s *System) admin() bool {
	if s.Admin != nil {
		return s.Admin()
	}
	return os.Geteuid() == 0
}

func (s *System) look(program string) (string, bool) {
	look := exec.LookPath
	if s.LookPath != nil {
		look = s.LookPath
	}
	path, err := look(program)
	return path, err == nil
}

func (s *System) has(program string) bool {
	_, ok := s.look(program)
	return ok
}

func (s *System) run(ctx context.Context, c Command) (string, error) {
	switch {
	case s.Run != nil:
		return s.Run(ctx, c)
	case c.Asked:
		return runAsked(ctx, c)
	}
	return runCommand(ctx, c)
}

// askTime is how long a program of the system may take to answer; nvidia-smi
// never does where its driver hangs.
const askTime = 20 * time.Second

// ask runs a program that only looks.
func (s *System) ask(ctx context.Context, argv ...string) (string, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, askTime, fmt.Errorf("%s does not answer within %v", argv[0], askTime))
	defer cancel()
	return s.run(ctx, Command{Argv: argv, Asked: true})
}

func (s *System) free(folder string) int64 {
	if s.Free != nil {
		return s.Free(folder)
	}
	return free(folder)
}

// path gives a file of the system.
func (s *System) path(parts ...string) string {
	return filepath.Join(append([]string{"/", s.Root}, parts...)...)
}

// maxConfig bounds a configuration file of the system.
const maxConfig = 4 << 20

func (s *System) readFile(parts ...string) (string, error) {
	text, err := readBounded(s.path(parts...), maxConfig)
	return string(text), err
}
