package journal

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Waiting sessions used to get the machine in any order. When a session had
// ended, the first one that looked got the machine.
func TestTheMachineIsTakenInTheOrderOfComing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "machine.lock")
	names := []string{"a", "b", "c", "d"}
	var locks []*MachineLock
	try := func(i int) (bool, string) {
		t.Helper()
		me := Me(names[i])
		ok, ahead, err := locks[i].Try(me)
		if err != nil {
			t.Fatal(err)
		}
		return ok, ahead.WaitText(me)
	}
	for i, want := range []string{"", "for session a", "for session a; 1 more session is before this one", "for session a; 2 more sessions are before this one"} {
		locks = append(locks, NewMachineLock(path))
		if ok, text := try(i); ok != (i == 0) || !ok && text != want {
			t.Errorf("%s: %t, %q, want %q", names[i], ok, text, want)
		}
	}
	locks[0].Release()
	if ok, text := try(2); ok || text != "for session b" {
		t.Errorf("c: %t, %q", ok, text)
	}
	if newcomer, ahead, err := NewMachineLock(path).Try(Me("e")); newcomer || err != nil || ahead.Waiting != 2 {
		t.Errorf("a newcomer: %t, %+v, %v", newcomer, ahead, err)
	}
	if ok, _ := try(1); !ok {
		t.Error("b came first")
	}
	_ = locks[2].line.mine.Unlock() // c was killed
	locks[1].Release()
	if ok, text := try(3); !ok {
		t.Errorf("d waits %s, but c is dead", text)
	}
	locks[3].Release()
}

// Whoever leaves no longer stands in the way, and leaves nothing behind.
func TestTheWaitingLineIsCleanedUp(t *testing.T) {
	path := filepath.Join(t.TempDir(), "machine.lock")
	holder, waits := NewMachineLock(path), NewMachineLock(path)
	for _, lock := range []*MachineLock{holder, waits} {
		if _, _, err := lock.Try(Me("x")); err != nil {
			t.Fatal(err)
		}
	}
	dead := filepath.Join(path+lineSuffix, "00000000000000000001-1")
	if err := os.WriteFile(dead, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if ok, ahead, _ := waits.Try(Me("x")); ok || ahead.Waiting != 0 || !exists(t, dead) {
		t.Errorf("a young file: %t, %+v", ok, ahead)
	}
	old := time.Now().Add(-2 * deadAfter)
	if err := os.Chtimes(dead, old, old); err != nil {
		t.Fatal(err)
	}
	waits.Try(Me("x"))
	if exists(t, dead) {
		t.Error("the file of a dead process is kept")
	}
	waits.Release()
	holder.Release()
	if left, err := os.ReadDir(path + lineSuffix); err != nil || len(left) != 0 {
		t.Errorf("%v, %v", left, err)
	}
}

func exists(t *testing.T, path string) bool {
	t.Helper()
	_, err := os.Lstat(path)
	return err == nil
}

// If the line cannot be made, the machine can still be taken.
func TestTheMachineCanBeTakenWithoutALine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "machine.lock")
	if err := os.WriteFile(path+lineSuffix, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	lock := NewMachineLock(path)
	if ok, _, err := lock.Try(Me("a")); !ok || err != nil {
		t.Error(ok, err)
	}
	lock.Release()
}

// When the list of those who wait was cut, processes that came later used to
// count as earlier ones. A process whose file was removed used to lose its
// place.
func TestAPlaceInTheLineIsKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "machine.lock")
	holder, first, second := NewMachineLock(path), NewMachineLock(path), NewMachineLock(path)
	for _, lock := range []*MachineLock{holder, first, second} {
		if _, _, err := lock.Try(Me("x")); err != nil {
			t.Fatal(err)
		}
	}
	mine := first.line.mine.Path()
	remove(mine)
	if before := first.line.before(); len(before) != 0 {
		t.Errorf("before the first: %+v", before)
	}
	if _, ahead, err := first.Try(Me("x")); err != nil || ahead.Waiting != 0 || !exists(t, mine) {
		t.Errorf("the first: %+v, %v", ahead, err)
	}
	if before := second.line.before(); len(before) != 1 {
		t.Errorf("before the second: %+v", before)
	}
	for _, lock := range []*MachineLock{first, second, holder} {
		lock.Release()
	}
}

// A process that gave up after an error used to stay in the line as long as it
// lived.
func TestWhoCannotTakeTheMachineDoesNotWait(t *testing.T) {
	path := filepath.Join(t.TempDir(), "machine.lock")
	holder, waits := NewMachineLock(path), NewMachineLock(path)
	for _, lock := range []*MachineLock{holder, waits} {
		if _, _, err := lock.Try(Me("x")); err != nil {
			t.Fatal(err)
		}
	}
	holder.Release()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, _, err := waits.Try(Me("x")); err == nil || waits.line.mine != nil {
		t.Errorf("%v, %+v", err, waits.line.mine)
	}
}

// The time used to be read from a file that does not exist, or, on Windows,
// from a file without the note.
func TestAChangeOfTheNoteIsSeen(t *testing.T) {
	lock := NewMachineLock(filepath.Join(t.TempDir(), "machine.lock"))
	if at, err := lock.NoteChanged(); err == nil {
		t.Errorf("without a note: %v", at)
	}
	if ok, _, err := lock.Try(Me("x")); !ok || err != nil {
		t.Fatal(ok, err)
	}
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(lock.path+holderSuffix, old, old); err != nil {
		t.Fatal(err)
	}
	was, err := lock.NoteChanged()
	lock.Release()
	if now, err2 := lock.NoteChanged(); err != nil || err2 != nil || now.Sub(was) < time.Minute {
		t.Errorf("%v, %v, %v, %v", was, now, err, err2)
	}
}

// A session that was started first measures first, also if the next one looks at
// the lock before it does.
func TestWhoEnteredTheLineFirstMeasuresFirst(t *testing.T) {
	path := filepath.Join(t.TempDir(), "machine.lock")
	first, second := NewMachineLock(path), NewMachineLock(path)
	first.Enter(Me("first"))
	second.Enter(Me("second"))
	if ok, ahead, err := second.Try(Me("second")); ok || err != nil || ahead.Holder.Session != "first" {
		t.Errorf("second: %t, %+v, %v", ok, ahead, err)
	}
	if ok, _, err := first.Try(Me("first")); !ok || err != nil {
		t.Errorf("first: %t, %v", ok, err)
	}
	first.Release()
	if ok, _, err := second.Try(Me("second")); !ok || err != nil {
		t.Errorf("second: %t, %v", ok, err)
	}
	second.Release()
}
