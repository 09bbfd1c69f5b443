package install

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"dragstrip/bench/isolated"
)

// System is the part of the machine that an installation uses. The zero value
// is this machine; tests replace parts of it.
type System struct {
	GOOS, GOARCH string
	// Root is put before folders such as /etc, for tests; "" is the real root.
	Root string
	// Home is the user's home folder, where Pythons may be; "" means unknown.
	Home string
	// Getenv reads a variable of the environment; nil means os.Getenv.
	Getenv func(string) string
	// Admin tells whether dragstrip may install for the whole system.
	Admin func() bool
	// LookPath finds a program.
	LookPath func(string) (string, error)
	// Run runs a program to its end, without a shell.
	Run func(context.Context, Command) (string, error)
	// GPU tells which kind of GPU a build could use.
	GPU func() GPU
	// Free returns the free space on the disk of a folder, in bytes; 0 means
	// unknown.
	Free func(folder string) int64
	// Reached, if it is set, is called before the last steps of an
	// installation: "seal" writes the manifest, "switch" puts a build in the
	// place of another one, and "clean" removes what is no longer needed.
	Reached func(step string)
	// NoExec tells whether no program can be started from a folder.
	NoExec func(folder string) bool
}

// GPU is what is known about the GPU before an engine can be asked.
type GPU struct {
	// Nvidia is set if NVIDIA's own driver answers. Cuda is the newest CUDA
	// version that it supports, {0,0} if unknown.
	Nvidia bool
	Cuda   [2]int
	// Card is set if there is a GPU, with or without a driver. Vulkan is set if
	// the GPU has a Vulkan driver.
	Card, Vulkan bool
}

// OS returns the name of the operating system in Go.
func (s *System) OS() string {
	if s.GOOS != "" {
		return s.GOOS
	}
	return runtime.GOOS
}

// Arch returns the name of the processor's architecture in Go.
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
	look := isolated.Program
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

// askTime is how long a program of the system may take to answer. nvidia-smi
// never answers if its driver hangs.
const askTime = 20 * time.Second

// ask runs a program that only answers a question and changes nothing.
func (s *System) ask(ctx context.Context, argv ...string) (string, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, askTime, fmt.Errorf("%s does not answer within %v", argv[0], askTime))
	defer cancel()
	return s.run(ctx, Command{Argv: argv, Asked: true})
}

func (s *System) reached(step string) {
	if s.Reached != nil {
		s.Reached(step)
	}
}

func (s *System) free(folder string) int64 {
	if s.Free != nil {
		return s.Free(folder)
	}
	return free(folder)
}

// path returns the path of a file of the system, below Root.
func (s *System) path(parts ...string) string {
	return filepath.Join(append([]string{"/", s.Root}, parts...)...)
}

// maxConfig is the largest configuration file that is read.
const maxConfig = 4 << 20

func (s *System) readFile(parts ...string) (string, error) {
	text, err := readBounded(s.path(parts...), maxConfig)
	return string(text), err
}
