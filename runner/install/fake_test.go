package install

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// fakeDebian plays apt-get, apt-cache and dpkg-deb of a Debian machine, for a
// system whose files lie below root.
type fakeDebian struct {
	t    *testing.T
	root string

	policy string // what apt-cache says
	// packages are what the archive offers: name → version; each holds the
	// files of contents.
	packages map[string]string
	contents map[string][]string
	// broken names a step that fails: "update", "closure", "download",
	// "digest", "unpack" or "start".
	broken string
	// says is what apt prints if it cannot find what is needed, and fails is
	// the error then.
	says  string
	fails error
	// before is called with each step's name.
	before func(step string)

	mu   sync.Mutex
	ran  [][]string
	seen map[string]string // the content of files that are removed later
}

const debianOS = "ID=debian\nVERSION_CODENAME=bookworm\n"

func newFakeDebian(t *testing.T) (*fakeDebian, *Store) {
	f := &fakeDebian{
		t: t, root: t.TempDir(), seen: map[string]string{},
		policy: "libc6:\n  Installed: 2.36\n  Candidate: 2.36\n  Version table:\n        500 http://m.example/debian bookworm/main amd64 Packages\n",
		packages: map[string]string{
			debPackage: "1:0.7.0+dfsg-2", "libzephyr0": "1:0.7.0+dfsg-2", "libplug0": "0.27.0-1", "libc6": "2.43-7",
			"debconf": "1.5.92", "gcc-16-base": "16.2.0-4", vulkanPackage: "0.27.0-1",
		},
		contents: map[string][]string{
			debPackage:    {"usr/bin/zephyr-bench", "usr/share/doc/zephyr/changelog"},
			"libc6":       {"usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2", "usr/lib/x86_64-linux-gnu/libc.so.6"},
			vulkanPackage: {"usr/lib/x86_64-linux-gnu/plug/backends0/libplug-gpu-vulkan"},
			"libplug0":    {"usr/lib/x86_64-linux-gnu/plug/backends0/libplug-zen4.so"},
		},
	}
	put(t, debianOS, f.root, "etc/os-release")
	put(t, "deb [signed-by=/usr/share/keyrings/debian.gpg] http://m.example/debian bookworm main\n", f.root, "etc/apt/sources.list")
	in := &Store{Data: filepath.Join(t.TempDir(), "data"), System: System{
		GOOS: "linux", GOARCH: "amd64", Root: f.root, Run: f.run,
		Admin: func() bool { return false }, GPU: func() GPU { return GPU{} }, Free: func(string) int64 { return 1 << 40 },
		LookPath: onlyPrograms("apt-get", "apt-cache", "dpkg-deb"),
	}}
	return f, in
}

func onlyPrograms(names ...string) func(string) (string, error) {
	return func(name string) (string, error) {
		if slices.Contains(names, name) {
			return "/usr/bin/" + name, nil
		}
		return "", errors.New("not found")
	}
}

// withoutOptions are the words of an apt-get command without its options.
func withoutOptions(argv []string) []string {
	var out []string
	for i := 1; i < len(argv); i++ {
		switch {
		case argv[i] == "-o" || argv[i] == "-c":
			i++
		case !strings.HasPrefix(argv[i], "-"):
			out = append(out, argv[i])
		}
	}
	return out
}

// option gives an option's value.
func option(argv []string, name string) string {
	for i, a := range argv {
		if value, ok := strings.CutPrefix(a, name+"="); ok && argv[i-1] == "-o" {
			return value
		}
	}
	return ""
}

func (f *fakeDebian) run(ctx context.Context, c Command) (string, error) {
	f.mu.Lock()
	f.ran = append(f.ran, c.Argv)
	f.mu.Unlock()
	step := c.Argv[0]
	if step == "apt-get" {
		step = map[string]string{"update": "update", "install": "closure", "download": "download"}[withoutOptions(c.Argv)[0]]
	}
	if step == "dpkg-deb" {
		step = "unpack"
	}
	if strings.HasSuffix(step, "ld-linux-x86-64.so.2") {
		step = "start"
	}
	if f.before != nil {
		f.before(step)
	}
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if f.broken == step {
		return "", fmt.Errorf("%s failed", step)
	}
	switch step {
	case "apt-cache":
		return f.policy, nil
	case "update":
		source, err := os.ReadFile(filepath.Join(option(c.Argv, "Dir::Etc::sourceparts"), "dragstrip.sources"))
		if err != nil {
			f.t.Error(err)
		}
		f.seen["source"] = string(source)
		return "", os.WriteFile(filepath.Join(option(c.Argv, "Dir::State::lists"), "Packages"), make([]byte, 5000), 0o644)
	case "closure":
		if f.fails != nil {
			return f.says, f.fails
		}
		return f.closure(withoutOptions(c.Argv)[1:])
	case "download":
		return "", f.download(c.Dir, withoutOptions(c.Argv)[1:])
	case "unpack":
		return "", f.unpack(c.Argv[2], c.Argv[3])
	}
	return "usage", nil
}

func fileOf(name, version string) string {
	return name + "_" + strings.ReplaceAll(version, ":", "%3a") + "_amd64.deb"
}

func (f *fakeDebian) closure(names []string) (string, error) {
	var b strings.Builder
	for _, n := range names {
		if f.packages[n] == "" {
			return "", fmt.Errorf("E: Unable to locate package %s", n)
		}
	}
	for name, version := range f.packages {
		if name == vulkanPackage && !slices.Contains(names, name) {
			continue
		}
		sum := sha256.Sum256([]byte(name))
		fmt.Fprintf(&b, "'http://m.example/pool/%s.deb' %s %d SHA256:%s\n", name, fileOf(name, version), len(name), hex.EncodeToString(sum[:]))
	}
	return b.String(), nil
}

func (f *fakeDebian) download(folder string, asked []string) error {
	for _, one := range asked {
		name, version, _ := strings.Cut(one, "=")
		content := name
		if f.broken == "digest" && name == "libc6" {
			content = "LIBC6"
		}
		if err := os.WriteFile(filepath.Join(folder, fileOf(name, version)), []byte(content), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func (f *fakeDebian) unpack(deb, root string) error {
	name, err := os.ReadFile(deb)
	if err != nil {
		return err
	}
	for _, path := range f.contents[string(name)] {
		put(f.t, "content of "+path, root, path)
	}
	return nil
}

// steps are the commands that ran, by their last words.
func (f *fakeDebian) count(program, verb string) int {
	n := 0
	for _, argv := range f.ran {
		if argv[0] == program && (verb == "" || slices.Contains(argv, verb)) {
			n++
		}
	}
	return n
}
