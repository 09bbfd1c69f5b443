package install

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// debianMirror is a mirror on this machine, with one suite and real packages.
type debianMirror struct {
	*httptest.Server
	root string
}

// newDebianMirror serves packages, each given by its name and its folder. The
// test is skipped if this machine has no apt.
func newDebianMirror(t *testing.T, packages map[string]string) *debianMirror {
	t.Helper()
	for _, program := range []string{"apt-get", "dpkg-deb"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip("this machine has no " + program)
		}
	}
	t.Setenv("no_proxy", "127.0.0.1")
	m := &debianMirror{root: t.TempDir()}
	m.Server = httptest.NewServer(http.FileServer(http.Dir(m.root)))
	t.Cleanup(m.Close)
	var list strings.Builder
	for name, folder := range packages {
		control := "Package: " + name + "\nVersion: 1.0\nArchitecture: amd64\nMaintainer: a test\nDescription: a test\n"
		if name == debPackage {
			for other := range packages {
				if other != name {
					control += "Depends: " + other + "\n"
				}
			}
		}
		put(t, control, folder, "DEBIAN/control")
		file := filepath.Join(m.root, name+"_1.0_amd64.deb")
		if out, err := exec.CommandContext(t.Context(), "dpkg-deb", "-Znone", "--root-owner-group", "--build", folder, file).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		fmt.Fprintf(&list, "%sFilename: ./%s\n%s\n", control, filepath.Base(file), sumOf(t, file, "Size: %d\nSHA256: %x\n"))
	}
	const at = "main/binary-amd64/Packages"
	dist := filepath.Join("dists", "sid")
	put(t, list.String(), m.root, filepath.Join(dist, at))
	put(t, "Suite: unstable\nCodename: sid\nComponents: main\nArchitectures: amd64\nDate: Sun, 29 Nov 2026 00:00:00 UTC\nSHA256:\n"+sumOf(t, filepath.Join(m.root, dist, at), " %[2]x %[1]d "+at+"\n"), m.root, filepath.Join(dist, "Release"))
	return m
}

// sumOf writes a file's size and SHA-256.
func sumOf(t *testing.T, path, format string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf(format, len(text), sha256.Sum256(text))
}

// store is the engines folder of a machine whose apt uses the mirror, with
// these options of a source.
func (m *debianMirror) store(t *testing.T, options string) *Store {
	t.Helper()
	in := &Store{Data: filepath.Join(t.TempDir(), "data"), System: System{GOARCH: "amd64", Root: t.TempDir(), GPU: func() GPU { return GPU{} }}}
	in.Run = func(ctx context.Context, c Command) (string, error) {
		if c.Argv[0] == "apt-cache" { // otherwise apt reads this machine's own lists, which takes a second
			return "", nil
		}
		return runCommand(ctx, c)
	}
	put(t, debianOS, in.Root, "etc/os-release")
	put(t, "deb "+options+" "+m.URL+" bookworm main\n", in.Root, "etc/apt/sources.list")
	return in
}

// zephyrTree is a package's files: a program, and a loader that does nothing
// and succeeds.
func zephyrTree(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	for _, path := range []string{"usr/bin/zephyr-bench", "usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2"} {
		put(t, "#!/bin/sh\n", folder, path)
		if err := os.Chmod(filepath.Join(folder, path), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// TestPackagesOfDebianWriteNothingOutside: one package brings links that lead
// out of the folder, and the other one has files below them.
func TestPackagesOfDebianWriteNothingOutside(t *testing.T) {
	outside, program, other := t.TempDir(), zephyrTree(t), t.TempDir()
	put(t, "untouched", outside, "file")
	for _, tree := range []string{program, other} {
		if err := os.MkdirAll(filepath.Join(tree, "usr", "share"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name, target := range map[string]string{"absolute": outside, "up": "../../../../../../../../../../../.." + outside} {
		if err := os.Symlink(target, filepath.Join(other, "usr", "share", name)); err != nil {
			t.Fatal(err)
		}
		put(t, "changed", program, filepath.Join("usr", "share", name, "file"))
	}
	if err := os.Symlink(outside, filepath.Join(other, "usr", "share", "left")); err != nil {
		t.Fatal(err)
	}
	// apt first names the packages that a package needs, then the package
	// itself.
	m := newDebianMirror(t, map[string]string{debPackage: program, "libplug0": other})
	one, err := debianOffer(t, m.store(t, "[trusted=yes]")).Do(t.Context(), nil)
	if err != nil || one.Version != "1.0" {
		t.Fatalf("%+v, %v", one, err)
	}
	if bad := linksStayInside(one.Folder); bad != "" || exists(filepath.Join(one.Folder, "root", "usr", "share", "left")) {
		t.Errorf("a link leads out: %s", bad)
	}
	if text, err := os.ReadFile(filepath.Join(outside, "file")); string(text) != "untouched" {
		t.Errorf("a file outside holds %q, %v", text, err)
	}
}

// TestListsThatNobodySignedAreNotUsed, even if the machine's apt is configured
// to use them.
func TestListsThatNobodySignedAreNotUsed(t *testing.T) {
	m := newDebianMirror(t, map[string]string{debPackage: zephyrTree(t)})
	in := m.store(t, "")
	put(t, `Acquire::AllowInsecureRepositories "true"; Acquire::AllowWeakRepositories "true"; APT::Get::AllowUnauthenticated "true";`, in.Root, "apt.conf")
	t.Setenv("APT_CONFIG", filepath.Join(in.Root, "apt.conf"))
	one, err := debianOffer(t, in).Do(t.Context(), nil)
	if err == nil || !strings.Contains(err.Error(), "uses unsigned package lists only from sources") {
		t.Errorf("installed %+v, %v", one, err)
	}
	nothingLeft(t, in)
}
