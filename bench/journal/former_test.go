package journal

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// TestJournalsOfTheFormerNameAreRead: testdata/former was measured by the
// program while it was called dyno, with llama.cpp and with MLX.
func TestJournalsOfTheFormerNameAreRead(t *testing.T) {
	former, present := Folder{filepath.Join("testdata", "former")}, Folder{t.TempDir()}
	for _, name := range []string{planFile, eventsFile} {
		text, err := os.ReadFile(former.File(name))
		if err != nil {
			t.Fatal(err)
		}
		for was, is := range map[string]string{
			`"dyno_version":`: `"dragstrip_version":`, `"stream":"dyno"`: `"stream":"dragstrip"`,
			`"origin":"dyno, `: `"origin":"dragstrip, `, `"origin": "dyno, `: `"origin": "dragstrip, `,
		} {
			text = bytes.ReplaceAll(text, []byte(was), []byte(is))
		}
		if err := os.WriteFile(present.File(name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	was, err := former.Read()
	if err != nil {
		t.Fatal(err)
	}
	is, err := present.Read()
	if err != nil {
		t.Fatal(err)
	}
	if len(was.Notes) > 0 || was.Session.Version != "0.1.0-dev" || len(was.Session.Jobs) != 2 || !strings.HasPrefix(was.Session.Jobs[1].Build.Origin, "dragstrip, ") {
		t.Errorf("%q, version %q, %d jobs", was.Notes, was.Session.Version, len(was.Session.Jobs))
	}
	if !reflect.DeepEqual(was.Session, is.Session) {
		t.Error("the same journal with the present keys is another session")
	}
	planWas, err := former.Plan()
	if err != nil {
		t.Fatal(err)
	}
	planIs, err := present.Plan()
	if err != nil || !reflect.DeepEqual(planWas, planIs) {
		t.Errorf("the same plan with the present keys is another plan: %v", err)
	}
}

// TestNeitherProgramMeasuresWhileTheOtherDoes: the former program takes only
// its own lock.
func TestNeitherProgramMeasuresWhileTheOtherDoes(t *testing.T) {
	folder := t.TempDir()
	ours := &MachineLock{path: filepath.Join(folder, "ours"), former: formerLock{path: filepath.Join(folder, "former")}}
	if free, _, err := ours.Try(Holder{Session: "a"}); !free || err != nil {
		t.Fatalf("without a former lock: %v, %v", free, err)
	}
	ours.Release()
	if _, err := os.Lstat(ours.former.path); err == nil {
		t.Error("a lock of the former name was made")
	}
	theirs := NewMachineLock(ours.former.path)
	if free, _, err := theirs.Try(Holder{Session: "b"}); !free || err != nil {
		t.Fatal(free, err)
	}
	if free, who, err := ours.Try(Holder{Session: "a"}); free || who.Holder.Session != "b" || err != nil {
		t.Errorf("while the former program measures: %v, %+v, %v", free, who, err)
	}
	theirs.Release()
	if free, _, err := ours.Try(Holder{Session: "a"}); !free || err != nil {
		t.Fatalf("when it is done: %v, %v", free, err)
	}
	if free, who, err := theirs.Try(Holder{Session: "b"}); free || who.Holder.Session != "a" || err != nil {
		t.Errorf("the former program while we measure: %v, %+v, %v", free, who, err)
	}
	ours.Release()
	if free, _, err := theirs.Try(Holder{Session: "b"}); !free || err != nil {
		t.Errorf("afterwards: %v, %v", free, err)
	}
	ours.Release() // the lock that it released before may now be another's
	if who := theirs.Holder(); who.Session != "b" {
		t.Errorf("the former program's note is now %+v", who)
	}
	theirs.Release()
}
