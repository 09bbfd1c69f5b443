package cli

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragstrip/models/standin"
)

// draft writes a stand-in with the vocabulary of the tiny one, in a folder of its
// own.
func (w *world) draft(folder, quant string) string {
	w.t.Helper()
	path := filepath.Join(w.home, folder, "small.gguf")
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := standin.Write(context.Background(), standin.StandIn{Shape: "tiny", Quant: quant, Seed: 7, Path: path}, nil); err != nil {
		w.t.Fatal(err)
	}
	return path
}

// TestAnotherDraftModelIsAnotherConfiguration measures the real llama-server with
// two draft models whose files have one name. Memory and digest count for each.
func TestAnotherDraftModelIsAnotherConfiguration(t *testing.T) {
	w := newWorld(t).withEngine()
	server := strings.Replace(os.Getenv("DRAGSTRIP_TEST_LLAMA_BENCH"), "llama-bench", "llama-server", 1)
	model, drafts := w.tiny(), []string{w.draft("a", "Q8_0"), w.draft("b", "Q4_0")}
	flags := []string{"run", model, "--engine", server, "-p", "0", "-n", "24", "-text", "code", "-t", "1", "-r", "1", "--rounds", "1"}
	needs := func() int64 {
		var said struct {
			Cost struct {
				Bytes int64 `json:"memory_bytes"`
			}
		}
		if err := json.Unmarshal([]byte(w.must(append(flags[:len(flags):len(flags)], "--dry-run", "--json")...)), &said); err != nil {
			t.Fatal(err)
		}
		return said.Cost.Bytes
	}
	alone, common := needs(), len(flags)
	var names, digests []string
	for _, draft := range drafts {
		st, err := os.Stat(draft)
		if err != nil {
			t.Fatal(err)
		}
		flags = append(flags[:common:common], "-md", draft)
		if more := needs() - alone; more < st.Size()*9/10 {
			t.Errorf("%s of %d bytes needs only %d bytes more", draft, st.Size(), more)
		}
		code, out, errs := w.dragstrip(flags...)
		if code != exitDone {
			t.Fatalf("exit code %d\n%s\n%s", code, out, errs)
		}
		s := w.newest()
		checkComplete(t, s)
		j := s.Jobs[0]
		if proposed, _, known := j.Tests[0].Acceptance(); !known || proposed == 0 {
			t.Errorf("%s proposed nothing: %+v", draft, j.Tests[0].Exchanges())
		}
		if j.DraftModel == nil || j.DraftModel.Files[0].SHA256 == "" {
			t.Fatalf("no digest of the draft model: %+v", j.DraftModel)
		}
		names, digests = append(names, s.ID), append(digests, j.DraftModel.Files[0].SHA256)
		text, err := os.ReadFile(w.folder(s.ID).File("report.md"))
		if err != nil || !strings.Contains(string(text), "draft model") || !strings.Contains(string(text), digests[len(digests)-1]) || strings.Contains(string(text), filepath.Dir(draft)) {
			t.Errorf("%v\n%s", err, text)
		}
	}
	if digests[0] == digests[1] {
		t.Error("two files with one digest")
	}
	if out := w.must("compare", names[0], names[1]); !strings.Contains(out, "draft sha256") && !strings.Contains(out, "draft model (sha256") {
		t.Errorf("the draft models are not told apart:\n%s", out)
	}
	// Another file at the place of the draft model is found out.
	code, out, errs := w.dragstrip("rerun", names[0], "--engine", server)
	if code != exitDone {
		t.Errorf("exit code %d\n%s\n%s", code, out, errs)
	}
	if err := os.Rename(drafts[1], drafts[0]); err != nil {
		t.Fatal(err)
	}
	if code, out, errs := w.dragstrip("rerun", names[0], "--engine", server); code == exitDone || !strings.Contains(errs, "is another file") {
		t.Errorf("exit code %d\n%s\n%s", code, out, errs)
	}
}
