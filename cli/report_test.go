package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// said calls a verb and gives what it prints.
func said(e *env, args ...string) (out, problem string, code int) {
	var o, p bytes.Buffer
	e.out, e.err = &o, &p
	code = e.main(args)
	return o.String(), p.String(), code
}

// `dragstrip report FILE` used to say that the file is not a session folder.
func TestAReportIsWrittenOfAReport(t *testing.T) {
	e := shelf(t)
	shelve(t, e, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), 2, true)
	written, _, code := said(e, "report", "--format", "json")
	file := filepath.Join(t.TempDir(), "result.json")
	if err := os.WriteFile(file, []byte(written), 0o600); err != nil || code != exitDone {
		t.Fatal(code, err)
	}
	if out, problem, code := said(e, "report", file); code != exitDone || !strings.HasPrefix(out, "#") {
		t.Errorf("%d: %s%.200s", code, problem, out)
	}
	early := filepath.Join(t.TempDir(), "early.json")
	shelve(t, e, time.Date(2026, 2, 2, 3, 4, 5, 0, time.UTC), 2, false)
	if _, problem, code := said(e, "report", "--format", "json", "-o", early); code != exitDone {
		t.Fatal(problem)
	}
	if out, _, _ := said(e, "report", early); !strings.Contains(out, "**not finished**") || strings.Contains(out, "finished after") {
		t.Errorf("a report from the middle of a session:\n%.600s", out)
	}
	for format, want := range map[string]string{"llama-bench": "needs the session itself"} {
		if _, problem, code := said(e, "report", file, "--format", format); code == exitDone || !strings.Contains(problem, want) {
			t.Errorf("%s: %d, %s", format, code, problem)
		}
	}
	if _, problem, _ := said(e, "report", file+".md"); !strings.Contains(problem, "there is no report") {
		t.Error(problem)
	}
}

// `dragstrip compare FOLDER` found a session's folder in the current folder.
// `dragstrip report FOLDER` used not to find it.
func TestAReportIsWrittenOfAFolderHere(t *testing.T) {
	e := shelf(t)
	f := shelve(t, e, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), 2, true)
	t.Chdir(t.TempDir())
	if err := os.CopyFS("copied", os.DirFS(f.Path)); err != nil {
		t.Fatal(err)
	}
	if out, problem, code := said(e, "report", "copied"); code != exitDone || !strings.HasPrefix(out, "#") {
		t.Errorf("%d: %s%.200s", code, problem, out)
	}
}

func TestASessionThatIsNotThereNamesTheNewest(t *testing.T) {
	e := shelf(t)
	var names []string
	for i := range 4 {
		f := shelve(t, e, time.Date(2026, 1, 2+i, 3, 4, 5, 0, time.UTC), 1, true)
		names = append(names, f.Name())
		_, problem, _ := said(e, "report", "nosuch")
		want := []string{
			"the only one is " + names[0] + "\n", "there are " + f.Name() + " and " + names[0] + "\n",
			", ", "the newest are " + f.Name() + ", ",
		}[i]
		if !strings.Contains(problem, `session "nosuch": no such session; `) || !strings.Contains(problem, want) {
			t.Errorf("%d sessions: %s", i+1, problem)
		}
	}
}

func TestVersionTakesNoArguments(t *testing.T) {
	if _, problem, code := said(shelf(t), "version", "extra"); code != exitUsage || !strings.Contains(problem, "version takes no arguments") {
		t.Errorf("%d: %s", code, problem)
	}
}

// A file whose name begins with "-" used to be an unknown flag, with no hint how
// to name it.
func TestAFileThatLooksLikeAFlagIsNamedByItsFolder(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("-dash.gguf", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"run", "-dash.gguf"}, {"-dash.gguf"}} {
		if _, problem, code := said(shelf(t), args...); code != exitUsage || !strings.Contains(problem, "./-dash.gguf") {
			t.Errorf("%v: %d, %s", args, code, problem)
		}
	}
}

// A format that was written as a flag used to be unknown, without a hint.
func TestAFormatWrittenAsAFlagIsRecognized(t *testing.T) {
	for _, written := range []string{"--json", "-csv", "--html"} {
		err := reportVerb(shelf(t), []string{written})
		if want := "did you mean --format " + strings.TrimLeft(written, "-") + "?"; err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", written, err)
		}
	}
}
