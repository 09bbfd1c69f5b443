package install

import (
	"context"
	"strconv"
	"strings"

	"dragstrip/bench/lazyregexp"
)

// debArch is an architecture: its name in Debian, the folder of its libraries,
// and its loader.
type debArch struct{ name, triplet, loader string }

var debArchs = map[string]debArch{
	"amd64": {"amd64", "x86_64-linux-gnu", "ld-linux-x86-64.so.2"},
	"arm64": {"arm64", "aarch64-linux-gnu", "ld-linux-aarch64.so.1"},
}

// HasGlibc tells whether the loader of the GNU C library is in its usual place.
// Programs from other systems need it.
func (s *System) HasGlibc() bool {
	arch, ok := debArchs[s.Arch()]
	return !ok || exists(s.path("lib64", arch.loader)) || exists(s.path("lib", arch.loader))
}

var glibcForm = lazyregexp.New(`(?m)(?:^glibc 2\.(\d+)|(?:GNU libc|GLIBC).* 2\.(\d+))`)

// Glibc returns the minor version of the GNU C library: 36 for 2.36.
func (s *System) Glibc(ctx context.Context) (int, bool) {
	for _, argv := range [][]string{{"getconf", "GNU_LIBC_VERSION"}, {"ldd", "--version"}} {
		if !s.has(argv[0]) {
			continue
		}
		out, err := s.ask(ctx, argv...)
		if m := glibcForm.FindStringSubmatch(out); err == nil && m != nil {
			minor, err := strconv.Atoi(m[1] + m[2])
			return minor, err == nil
		}
	}
	return 0, false
}

// Translated tells whether this dragstrip was built for Intel but runs on Apple
// silicon.
func (s *System) Translated(ctx context.Context) bool {
	out, err := s.ask(ctx, "sysctl", "-n", "hw.optional.arm64")
	return err == nil && strings.TrimSpace(out) == "1"
}

// MacOS returns the version of macOS. It returns false if the version is not
// known.
func (s *System) MacOS(ctx context.Context) (string, bool) {
	out, err := s.ask(ctx, "sw_vers", "-productVersion")
	return strings.TrimSpace(out), err == nil
}
