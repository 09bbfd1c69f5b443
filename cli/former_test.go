package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragstrip/cli/former"
	"dragstrip/cli/settings"
)

const formerSession = "20261129-121117-db29"

// newFormerWorld is a home in which the program was used while it was called
// dyno. It has a session, a model and settings from that time.
func newFormerWorld(t *testing.T) *world {
	t.Helper()
	w := newWorld(t).without("DRAGSTRIP_HOME")
	was := systemPlaces(func(string) string { return "" }, w.home, former.Name)
	w.copyIn("../bench/journal/testdata/former/events.jsonl", was.state, "sessions", formerSession, "events.jsonl")
	w.copyIn("../bench/journal/testdata/former/plan.json", was.state, "sessions", formerSession, "plan.json")
	w.copyModel(was.data, "models", "tiny.gguf")
	w.write("model-folder = "+filepath.Join(w.home, "elsewhere")+"\n", was.config, former.Settings)
	w.copyModel(w.home, "elsewhere", "other.gguf")
	return w
}

func (w *world) write(text string, parts ...string) string {
	w.t.Helper()
	path := filepath.Join(parts...)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		w.t.Fatal(err)
	}
	return path
}

func (w *world) copyIn(from string, parts ...string) string {
	w.t.Helper()
	text, err := os.ReadFile(from)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.write(string(text), parts...)
}

// copyModel makes a stand-in from a golden file, which holds only its header.
func (w *world) copyModel(parts ...string) {
	w.t.Helper()
	if err := os.Truncate(w.copyIn("../models/standin/testdata/former/tiny.gguf", parts...), 8909696); err != nil {
		w.t.Fatal(err)
	}
}

func TestFormerFoldersAreNotIgnored(t *testing.T) {
	w := newFormerWorld(t)
	const note = "`dragstrip setup --take-over`"
	for range 2 {
		code, out, errs := w.dragstrip("history")
		if code != exitDone || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, note) || !strings.Contains(errs, "(1 session)") || !strings.Contains(errs, "(1 model)") {
			t.Errorf("%d\n%s\n%s", code, out, errs)
		}
	}
	for _, quiet := range []string{"version", "help"} {
		if _, _, errs := w.dragstrip(quiet); errs != "" {
			t.Errorf("%s says %s", quiet, errs)
		}
	}
	if code, _, errs := w.dragstrip("setup", "--leave-former"); code != exitDone {
		t.Errorf("%d: %s", code, errs)
	}
	if _, _, errs := w.dragstrip("history"); errs != "No sessions yet; `dragstrip run MODEL` makes one.\n" && errs != "" {
		t.Errorf("it was decided, and is said again: %s", errs)
	}
	if code, _, errs := w.dragstrip("setup", "--take-over"); code != exitDone {
		t.Errorf("%d: %s", code, errs)
	}
	if _, out, errs := w.dragstrip("history"); errs != "" || !strings.Contains(out, formerSession) || !strings.Contains(out, "4/4 tests") {
		t.Errorf("%s\n%s", out, errs)
	}
	if out := w.must("models", "--all"); !strings.Contains(out, "Tiny Q4_0 (stand-in)") || !strings.Contains(out, "other.gguf") {
		t.Errorf("the model, or the folder that was added, is not found:\n%s", out)
	}
	if out := w.must("report", formerSession); strings.Contains(out, former.Name+" ") || !strings.Contains(out, "Made by dragstrip 0.1.0-dev") {
		t.Errorf("the report speaks of the former name:\n%s", out)
	}
	if out := w.must("setup", "--take-over"); !strings.Contains(out, "nothing to take over") {
		t.Error(out)
	}
	if code, _, _ := w.dragstrip("setup", "--take-over", "--leave-former"); code != exitUsage {
		t.Errorf("both: %d", code)
	}
}

func TestFormerVariables(t *testing.T) {
	w := newWorld(t).without("DRAGSTRIP_HOME")
	home := filepath.Join(w.home, "one folder")
	w.copyIn("../bench/journal/testdata/former/events.jsonl", home, "state", "sessions", formerSession, "events.jsonl")
	w.copyIn("../bench/journal/testdata/former/plan.json", home, "state", "sessions", formerSession, "plan.json")
	w.write("model-folder = "+filepath.Join(w.home, "elsewhere")+"\n", home, "config", former.Settings)
	w.copyModel(w.home, "elsewhere", "other.gguf")
	w.env = append(w.env, former.HomeVariable+"="+home, "DYNO_R=3")
	code, out, errs := w.dragstrip("history")
	if code != exitDone || !strings.Contains(out, formerSession) || !strings.Contains(errs, former.HomeVariable+" is used as DRAGSTRIP_HOME") || !strings.Contains(errs, "DYNO_R is ignored") {
		t.Errorf("%d\n%s\n%s", code, out, errs)
	}
	if out := w.must("models", "--all"); !strings.Contains(out, "other.gguf") {
		t.Errorf("the settings are not read:\n%s", out)
	}
	// The first change writes a settings file under the present name, with the
	// old contents.
	w.must("models", "--add", w.home)
	text, err := os.ReadFile(filepath.Join(home, "config", settings.FileName))
	if err != nil || !strings.Contains(string(text), "elsewhere") {
		t.Errorf("%s, %v", text, err)
	}
}

// TestWhereBothVariablesOfTheHomeAreSetOneIsSaidNotToBeObeyed: without this
// note, people would miss the folders that the other variable names.
func TestWhereBothVariablesOfTheHomeAreSetOneIsSaidNotToBeObeyed(t *testing.T) {
	w := newWorld(t)
	w.env = append(w.env, former.HomeVariable+"=/elsewhere")
	if _, _, errs := w.dragstrip("history"); !strings.Contains(errs, former.HomeVariable+" is ignored, because DRAGSTRIP_HOME is set as well") {
		t.Error(errs)
	}
	w.env = append(w.env, former.HomeVariable+"="+filepath.Join(w.home, "dragstrip"))
	if _, _, errs := w.dragstrip("history"); strings.Contains(errs, "ignored") {
		t.Errorf("both name the same folder: %s", errs)
	}
}
