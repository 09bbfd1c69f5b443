package install

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"dyno/bench"
)

// System is what an installation touches of the world; the zero value is this
// machine. Tests give it another one.
type System struct {
	GOOS, GOARCH string
	// Root stands before /etc and the like; "" is the real one.
	Root string
	// Admin tells whether we may install system-wide.
	Admin func() bool
	// LookPath finds a program.
	LookPath func(string) (string, error)
	// Command runs a program to its end and gives what it printed. No shell
	// is in between.
	Command func(ctx context.Context, dir string, argv ...string) (string, error)
	// ReleaseAPI is the address of the project's newest release.
	ReleaseAPI string
	Client     *http.Client
	// GPU is "nvidia", "other" or "" for the device a build should use.
	GPU func() string
}

const releaseAPI = "https://api.github.com/repos/ggml-org/llama.cpp/releases/latest"

func (s *System) goos() string {
	if s.GOOS != "" {
		return s.GOOS
	}
	return runtime.GOOS
}

func (s *System) goarch() string {
	if s.GOARCH != "" {
		return s.GOARCH
	}
	return runtime.GOARCH
}

func (s *System) admin() bool {
	if s.Admin != nil {
		return s.Admin()
	}
	return os.Geteuid() == 0
}

func (s *System) has(program string) bool {
	look := exec.LookPath
	if s.LookPath != nil {
		look = s.LookPath
	}
	_, err := look(program)
	return err == nil
}

func (s *System) command(ctx context.Context, dir string, argv ...string) (string, error) {
	if s.Command != nil {
		return s.Command(ctx, dir, argv...)
	}
	return runCommand(ctx, dir, argv...)
}

// maxOutput bounds what is kept of a program's words.
const maxOutput = 8 << 20

func runCommand(ctx context.Context, dir string, argv ...string) (string, error) {
	c := exec.CommandContext(ctx, argv[0], argv[1:]...)
	c.Dir = dir
	// Programs print for people in the user's language and for us in C.
	c.Env = append(os.Environ(), "LC_ALL=C", "DEBIAN_FRONTEND=noninteractive", "HOMEBREW_NO_AUTO_UPDATE=1", "NONINTERACTIVE=1")
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.WaitDelay = 5 * time.Second
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &head{w: &out, left: maxOutput}, &head{w: &errs, left: maxOutput}
	if err := c.Run(); err != nil {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		return out.String(), fmt.Errorf("%s: %w%s", strings.Join(argv[:min(2, len(argv))], " "), err, lastWords(errs.String()))
	}
	return out.String(), nil
}

// head keeps the beginning and swallows the rest.
type head struct {
	w    io.Writer
	left int
}

func (h *head) Write(p []byte) (int, error) {
	keep := p[:min(len(p), h.left)]
	h.left -= len(keep)
	if _, err := h.w.Write(keep); err != nil {
		return 0, err
	}
	return len(p), nil
}

// lastWords gives the end of what a program complained about.
func lastWords(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	lines = lines[max(0, len(lines)-4):]
	if len(lines) == 0 || lines[0] == "" {
		return ""
	}
	for i := range lines {
		lines[i] = bench.Clean(lines[i])
	}
	return " (" + strings.Join(lines, " / ") + ")"
}

func (s *System) readFile(path string) (string, error) {
	text, err := os.ReadFile(filepath.Join("/", s.Root, path))
	return string(text), err
}

func (s *System) client() *http.Client {
	if s.Client != nil {
		return s.Client
	}
	return http.DefaultClient
}

func (s *System) api() string {
	if s.ReleaseAPI != "" {
		return s.ReleaseAPI
	}
	return releaseAPI
}

// gpu guesses what device a build could use; asking the engine itself comes
// after there is one.
func (s *System) gpu() string {
	if s.GPU != nil {
		return s.GPU()
	}
	if s.has("nvidia-smi") {
		return "nvidia"
	}
	if s.goos() == "linux" {
		cards, _ := filepath.Glob("/dev/dri/renderD*")
		if len(cards) > 0 {
			return "other"
		}
	}
	return ""
}

// free is what is left on the disk that holds a folder which may not exist
// yet; 0 when it cannot be told.
func free(folder string) int64 {
	for {
		n, err := freeBytes(folder)
		if err == nil {
			return n
		}
		up := filepath.Dir(folder)
		if up == folder || !errors.Is(err, os.ErrNotExist) {
			return 0
		}
		folder = up
	}
}

func (in *Installer) needDisk(bytes int64) error {
	if have := free(in.folder()); have > 0 && have < bytes {
		return fmt.Errorf("not enough disk space: %s are needed and %s free where dyno keeps its engines (%s); free some, or set XDG_DATA_HOME to another disk",
			bench.FormatBytes(bytes), bench.FormatBytes(have), in.folder())
	}
	return nil
}
