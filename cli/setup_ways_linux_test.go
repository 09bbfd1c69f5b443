package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragstrip/runner/engine"
)

// TestABuildThatDoesNotSayWhatItIsIsReplaced: setup used to say "no engine was
// found", and then "already installed: nothing to do".
func TestABuildThatDoesNotSayWhatItIsIsReplaced(t *testing.T) {
	w := newWorld(t)
	folder := filepath.Join(w.home, "dragstrip", "data", "engines", "llama.cpp-b1")
	w.put(filepath.Join(folder, "llama-bench"), "#!/bin/sh\n", 0o755) // it starts, and prints nothing
	one, err := json.Marshal(engine.Installed{ID: "llama.cpp-b1", Engine: "llama.cpp", Way: "release", Version: "b1", Prefix: []string{"{folder}/llama-bench"}})
	if err != nil {
		t.Fatal(err)
	}
	w.put(filepath.Join(folder, "dragstrip-engine.json"), string(one), 0o644)
	w.env = append(w.env, "PATH="+filepath.Join(w.home, "none"))
	code, out, errs := w.dragstrip("setup", "llama.cpp", "--yes", "--way", "release")
	if code != exitFailed || !strings.Contains(errs, "got no usable answer") || !strings.Contains(errs, "`dragstrip engines remove llama.cpp-b1`, then `dragstrip setup llama.cpp`") || strings.Contains(strings.ToLower(out+errs), "nothing to do") {
		t.Errorf("%d: %s%s", code, out, errs)
	}
	deaf := []engine.Offer{{Way: "release", Already: &engine.Installed{ID: "llama.cpp-b1", Engine: "llama.cpp", Folder: folder}}}
	if shown := shownOffers("llama.cpp", false, deaf, nil); !strings.Contains(shown[0].Refused, "engines remove llama.cpp-b1") {
		t.Errorf("the screens say %q", shown[0].Refused)
	}
	w.must("engines", "remove", "llama.cpp-b1", "--yes")
	if _, err := os.Stat(folder); err == nil {
		t.Error("it was not removed")
	}
}

// TestTheQuestionNamesTheSize, like the screens. If nobody can be asked, a
// message gives the command that needs no answer.
func TestTheQuestionNamesTheSize(t *testing.T) {
	w := newWorld(t)
	w.env = append(w.env, "PATH="+filepath.Join(w.home, "none"))
	if code, _, errs := w.dragstrip("setup", "llama.cpp", "--way", "release"); code != exitFailed || !strings.Contains(errs, "Do this (about 40.0 MiB to download, about 200 MiB on disk)?") {
		t.Errorf("%d: %s", code, errs)
	}
	if code, _, errs := w.dragstrip("run"); code != exitFailed || !strings.Contains(errs, "`dragstrip run --setup --yes` installs what is missing") {
		t.Errorf("%d: %s", code, errs)
	}
}
