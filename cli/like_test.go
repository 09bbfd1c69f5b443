package cli

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestStandInLikeAFileOnAHub(t *testing.T) {
	w := newWorld(t)
	tiny := w.tiny()
	hub := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/org/Some-GGUF/resolve/main/sub/Some-Q4_0.gguf" {
			http.NotFound(out, r)
			return
		}
		http.ServeFile(out, r, tiny)
	}))
	defer hub.Close()
	w.env = append(w.env, "HF_ENDPOINT="+hub.URL, "HF_TOKEN=")
	code, _, errs := w.dragstrip("standin", "--like", "org/Some-GGUF:sub/Some-Q4_0.gguf")
	path := filepath.Join(w.home, "dragstrip", "data", "models", "standin-like-org_Some-GGUF_sub_Some-Q4_0.gguf")
	if code != 0 || !strings.Contains(errs, "reading the header of "+hub.URL) || !strings.Contains(errs, "wrote "+path) {
		t.Fatalf("%d: %s", code, errs)
	}
	if out := w.must("models", path); !strings.Contains(out, "(stand-in)") || !strings.Contains(out, "of org/Some-GGUF:sub/Some-Q4_0.gguf") {
		t.Errorf("shown\n%s", out)
	}
	if out := w.must("standin", "--like", tiny, "--check"); !strings.Contains(out, "the file's own header: equal") {
		t.Errorf("checked\n%s", out)
	}
	code, _, errs = w.dragstrip("standin", "--like", "org/Some-GGUF:absent.gguf")
	if code != exitFailed || !strings.Contains(errs, "there is no such file") {
		t.Errorf("%d: %s", code, errs)
	}
	code, _, errs = w.dragstrip("standin", "--like", "absent.gguf")
	if code != exitFailed || !strings.Contains(errs, "REPOSITORY:FILE.gguf") {
		t.Errorf("%d: %s", code, errs)
	}
	if code, _, _ := w.dragstrip("standin", "tiny", "--like", tiny); code != exitUsage {
		t.Errorf("a shape and a file: %d", code)
	}
}

func TestCheckSetsOursBesidePublished(t *testing.T) {
	w := newWorld(t)
	out := w.must("standin", "--check", "llama-2-7b", "q4_0")
	if !strings.Contains(out, "published    3.56 GiB    6.74 B  3825065984 bytes, llama.cpp discussions 4167 and 10879: equal") {
		t.Errorf("%s", out)
	}
	if out := w.must("standin", "--check"); strings.Count(out, ": equal\n") < 30 || strings.Contains(out, "DIFFERENT") {
		t.Errorf("%s", out)
	}
	if out := w.must("standin", "--check", "tiny"); !strings.Contains(out, "no published figures are known") {
		t.Errorf("%s", out)
	}
	if left, _ := os.ReadDir(filepath.Join(w.home, "dragstrip", "data", "models")); len(left) > 0 {
		t.Errorf("checking wrote %v", left)
	}
}
