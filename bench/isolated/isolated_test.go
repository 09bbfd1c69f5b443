package isolated

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench/benchtest/emulated"
)

// If the test binary is called with "say", it says in which folder and in which
// environment it was started.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "say" {
		folder, _ := os.Getwd()
		entries, _ := os.ReadDir(".")
		os.Stdout.WriteString(strings.Join(append([]string{folder, "entries:" + strings.Repeat("x", len(entries))}, os.Environ()...), "\n"))
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func used(t *testing.T) string {
	t.Helper()
	resolved, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(resolved, "cache", "empty")
	Use(folder)
	t.Cleanup(func() { chosen.Store(nil) })
	return folder
}

func TestAHelperSeesNothingOfTheCurrentFolder(t *testing.T) {
	folder := used(t)
	t.Chdir(t.TempDir())
	t.Setenv("PYTHONPATH", ".")
	t.Setenv("BASH_ENV", "trap.sh")
	t.Setenv("DRAGSTRIP_TEST_KEPT", "1")
	t.Setenv("DRAGSTRIP_TEST_GONE", "1")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	out, err := Command(t.Context(), []string{self, "say"}, "DRAGSTRIP_TEST_GONE", "DRAGSTRIP_TEST_SET=a").Output()
	emulated.Skip(t, err)
	said := strings.Split(string(out), "\n")
	if err != nil || len(said) < 3 || said[0] != folder || said[1] != "entries:" {
		t.Fatalf("%v: %.200s", err, out)
	}
	for want, is := range map[string]bool{"DRAGSTRIP_TEST_KEPT=1": true, "DRAGSTRIP_TEST_SET=a": true, "LC_ALL=C": true, "PWD=" + folder: runtime.GOOS != "windows", "PYTHONPATH=.": false, "BASH_ENV=trap.sh": false, "DRAGSTRIP_TEST_GONE=1": false} {
		if slices.Contains(said, want) != is {
			t.Errorf("%s is in its environment: %t", want, !is)
		}
	}
}

// TestTheFolderStaysEmpty: a crashed program leaves its memory image in the
// folder in which it was started.
func TestTheFolderStaysEmpty(t *testing.T) {
	folder := used(t)
	if got := Folder(); got != folder {
		t.Fatalf("it is %s", got)
	}
	if err := errors.Join(os.Chmod(folder, 0o777), os.MkdirAll(filepath.Join(folder, "a", "b"), 0o700), os.WriteFile(filepath.Join(folder, "pip.py"), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	st, err := os.Stat(Folder())
	entries, listErr := os.ReadDir(folder)
	if err != nil || listErr != nil || len(entries) > 0 || runtime.GOOS != "windows" && st.Mode().Perm() != 0o500 {
		t.Errorf("%v %v, it holds %v", err, st.Mode(), entries)
	}
}

// TestWhatCannotBeKeptEmptyIsNotUsed: a link to a folder is not used, because
// the folder's content would be removed. A file is not used either.
func TestWhatCannotBeKeptEmptyIsNotUsed(t *testing.T) {
	folder := used(t)
	precious := filepath.Join(t.TempDir(), "precious")
	if err := errors.Join(os.MkdirAll(filepath.Dir(folder), 0o700), os.Mkdir(precious, 0o700), os.WriteFile(filepath.Join(precious, "file"), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(precious, folder); err != nil {
		t.Skip(err)
	}
	for _, what := range []string{"a link", "a file"} {
		if got := Folder(); got != systemFolder() {
			t.Errorf("%s: %s is used", what, got)
		}
		if err := errors.Join(os.Remove(folder), os.WriteFile(folder, nil, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(filepath.Join(precious, "file")); err != nil {
		t.Error(err)
	}
}

// TestProgramsInRelativeFoldersAreNotFound: "." on PATH is a common mistake.
func TestProgramsInRelativeFoldersAreNotFound(t *testing.T) {
	here, bin := t.TempDir(), t.TempDir()
	t.Chdir(here)
	name := "tool"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	for _, folder := range []string{here, bin} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("#!/bin/sh\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	list := string(filepath.ListSeparator)
	t.Setenv("PATH", "."+list+list+bin)
	if got, err := Program("tool"); err != nil || got != filepath.Join(bin, name) {
		t.Errorf("found %q, %v", got, err)
	}
	t.Setenv("PATH", "."+list)
	for _, none := range []string{"tool", "./tool", ""} {
		if got, err := Program(none); !errors.Is(err, exec.ErrNotFound) {
			t.Errorf("%q: found %q, %v", none, got, err)
		}
	}
	if err := Command(t.Context(), []string{"tool"}).Run(); !errors.Is(err, exec.ErrNotFound) {
		t.Errorf("it was started: %v", err)
	}
}
