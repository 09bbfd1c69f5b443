package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/bench/report"
)

// withVulkan adds a real llama-bench with one Vulkan device, or skips the test.
// In CI the device is Mesa's llvmpipe. It computes on the CPU, so its speed
// means nothing, but what the engine and dragstrip do is as on a GPU.
func (w *world) withVulkan() *world {
	w.t.Helper()
	prefix := os.Getenv("DRAGSTRIP_TEST_VULKAN_LLAMA_BENCH")
	if prefix == "" {
		if os.Getenv("CI") != "" {
			w.t.Fatal("DRAGSTRIP_TEST_VULKAN_LLAMA_BENCH is not set: .ci/run gets this engine through dragstrip setup --with vulkan")
		}
		w.t.Skip("skipped: needs a llama-bench with a Vulkan device; set DRAGSTRIP_TEST_VULKAN_LLAMA_BENCH to its command")
	}
	w.env = append(w.env, "DRAGSTRIP_ENGINE="+prefix, "GGML_VK_VISIBLE_DEVICES=0")
	return w
}

// A GPU's report, read back, used to be suspect as a fallback to the CPU, even
// when it was compared with the session it came from.
func TestSessionOnAGPUIsReportedReadBackAndMeasuredAgain(t *testing.T) {
	w := newWorld(t).withVulkan()
	folder := filepath.Join(w.home, "dragstrip", "data", "models")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	model := filepath.Join(folder, "tiny.gguf")
	if err := os.Rename(w.tiny(), model); err != nil {
		t.Fatal(err)
	}
	w.must("run", model, "-dev", "Vulkan0,none", "-p", "0", "-n", "4", "-r", "4", "--rounds", "4", "--no-sentinel")
	f := w.folder("last")
	s := w.session(f)
	checkMeasuredOn(t, s, "Vulkan0", "none")
	page := w.readsBackAlike(f)
	// Without a limit: on a busy machine two sessions may differ by any amount.
	if out := w.must("rerun", page); !strings.Contains(out, "have the same settings") {
		t.Errorf("measured again:\n%s", out)
	}
	checkMeasuredOn(t, w.session(w.folder("last")), "Vulkan0", "none")
}

// checkMeasuredOn wants one finished job for each device. Only the job on
// Vulkan has a warning, because llvmpipe is no GPU.
func checkMeasuredOn(t *testing.T, s *bench.Session, devices ...string) {
	t.Helper()
	if s.Outcome != bench.OutcomeDone || len(s.Jobs) != len(devices) {
		t.Fatalf("%s with %d jobs", s.Outcome, len(s.Jobs))
	}
	for i, j := range s.Jobs {
		if j.Params["devices"] != devices[i] {
			t.Errorf("%s ran on %q, want %q", j.ID, j.Params["devices"], devices[i])
		}
	}
	for _, row := range report.Rows(s) {
		codes := map[string]bool{}
		for _, w := range row.Doubts {
			codes[w.Code] = true
		}
		onGPU := row.Job.Params["devices"] != "none"
		if codes["cpu_fallback"] || codes["software_device"] != onGPU || row.Summary.Starts != 4 {
			t.Errorf("%s %s: %d starts, %v", row.Job.ID, row.Test.Test, row.Summary.Starts, codes)
		}
	}
}

// readsBackAlike compares a session of two tests with each of its reports, read
// back. It gives the path of the one in markdown.
func (w *world) readsBackAlike(f journal.Folder) (page string) {
	w.t.Helper()
	for format, name := range map[string]string{"md": "report.md", "json": "report.json", "rerun": "rerun.json"} {
		path := filepath.Join(w.home, name)
		w.must("report", f.Name(), "--format", format, "-o", path)
		var d report.RerunDocument
		// On a busy machine the intervals may be too wide for a judgement. No other
		// reason is one here.
		code, text, errs := w.dragstrip("rerun", path, "--with", f.Name(), "--fail-if", "slower:50%", "--json")
		if json.Unmarshal([]byte(text), &d) != nil || len(d.Rows) != 2 || len(d.Differs)+len(d.Missing) != 0 || code != exitDone && code != exitUnjudged {
			w.t.Fatalf("%s, compared with its own session: exit code %d\n%s%s", format, code, text, errs)
		}
		for _, row := range d.Unjudged {
			if !strings.Contains(row.Why, "the change is uncertain") {
				w.t.Errorf("%s: %s cannot be judged: %s", format, row.Row, row.Why)
			}
		}
		for _, row := range d.Rows {
			if row.OldVerdict != row.NewVerdict || !slices.Equal(row.OldDoubts, row.NewDoubts) || row.Comparison == nil {
				w.t.Errorf("%s: %s %s is %s (%v) in the report, %s (%v) in the session", format, row.Job, row.Name, row.OldVerdict, row.OldDoubts, row.NewVerdict, row.NewDoubts)
			}
		}
	}
	return filepath.Join(w.home, "report.md")
}

// Two variants of a build used to have the same name everywhere.
func TestVariantsOfAGPUBuildAreNamedByTheirVariable(t *testing.T) {
	w := newWorld(t).withVulkan()
	build := os.Getenv("DRAGSTRIP_TEST_VULKAN_LLAMA_BENCH")
	w.must("run", w.tiny(), "-dev", "Vulkan0", "-p", "0", "-n", "4", "-r", "4", "--rounds", "4", "--no-sentinel",
		"--engine", build, "--engine", "GGML_VK_DISABLE_F16=1 "+build)
	f := w.folder("last")
	checkMeasuredOn(t, w.session(f), "Vulkan0", "Vulkan0")
	text, err := os.ReadFile(w.readsBackAlike(f))
	if err != nil || !regexp.MustCompile(`\| t/s \| +F16 default \| +F16 off \|`).Match(text) {
		t.Errorf("%v: the variants have no names in\n%s", err, text)
	}
}

// A search said nowhere that it leaves llvmpipe out.
func TestASearchSaysWhichDeviceIsLeftOut(t *testing.T) {
	w := newWorld(t).withVulkan()
	if out := w.must("tune", w.tiny(), "--dry-run"); !strings.Contains(out, "It is left out; -dev Vulkan0 measures it") {
		t.Errorf("%s", out)
	}
}
