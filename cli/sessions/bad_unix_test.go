//go:build unix

package sessions

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"dragstrip/bench"
	"dragstrip/bench/journal"
)

// TestOneBadSessionNeverHarmsTheList: with each of these sessions the list used
// to hang or to take gigabytes.
func TestOneBadSessionNeverHarmsTheList(t *testing.T) {
	shelf := Shelf{Store: journal.Store{Root: t.TempDir()}, Cache: t.TempDir()}
	good, err := shelf.Store.Create(&bench.Plan{Jobs: []bench.Job{{ID: "j1", Tests: []bench.Test{{Prompt: 1}}}}})
	if err != nil {
		t.Fatal(err)
	}
	folder := func(name string) journal.Folder {
		f := journal.Folder{Path: filepath.Join(shelf.Store.Root, name)}
		if err := os.Mkdir(f.Path, 0o700); err != nil {
			t.Fatal(err)
		}
		return f
	}
	write := func(f journal.Folder, file, text string) {
		if err := os.WriteFile(f.File(file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const huge = `{"seq":1,"kind":"SessionStarted","fact":{"session":"x","plan":{"rounds":2000000000,"jobs":[{"id":"a","repetitions":2000000000,"tests":[{"p":1}]}]}}}` + "\n"
	pipe, rounds, planless := folder("20251129-121117-0001"), folder("20251129-121117-0002"), folder("20251129-121117-0003")
	if err := unix.Mkfifo(pipe.File(journal.EventsFile), 0o600); err != nil {
		t.Fatal(err)
	}
	write(rounds, journal.EventsFile, huge)
	write(rounds, "plan.json", `{"rounds":2000000000}`)
	if err := os.Symlink("/dev/zero", planless.File("plan.json")); err != nil {
		t.Fatal(err)
	}
	for _, when := range []string{"first", "again"} {
		lines, err := shelf.Lines(context.Background())
		if err != nil || len(lines) != 4 {
			t.Fatalf("%s: %+v, %v", when, lines, err)
		}
		for _, l := range lines {
			if ok := l.Name == good.Name(); ok != (l.State != "unreadable") || ok != (l.Problem == "") {
				t.Errorf("%s: %+v", when, l)
			}
		}
	}
	for f, want := range map[journal.Folder]bool{pipe: false, rounds: true, good: false} {
		if _, keep := describe(f, remembered{}, false); keep != want {
			t.Errorf("%s is remembered: %v, want %v", f.Name(), keep, want)
		}
	}
	if f, ok := shelf.Unfinished(); !ok || f != good {
		t.Errorf("unfinished is %v", f)
	}
	if problem := problemOf(t, shelf, rounds.Name()); !strings.Contains(problem, "rounds must be") {
		t.Errorf("%q", problem)
	}
}

func problemOf(t *testing.T, s Shelf, name string) string {
	t.Helper()
	lines, err := s.Lines(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		if l.Name == name {
			return l.Problem
		}
	}
	return ""
}
