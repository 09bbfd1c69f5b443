package cli

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
)

// splitArgs takes a command as `dragstrip engines --prefix` prints it.
func splitArgs(command string) []string { return strings.Fields(command) }

// TestFailureTable gives every kind of unusable model to the real llama-bench.
// The reason must be one that a person understands, with a remedy.
func TestFailureTable(t *testing.T) {
	w := newWorld(t).withEngine()
	prefix := splitArgs(os.Getenv("DRAGSTRIP_TEST_LLAMA_BENCH"))
	tiny, err := os.ReadFile(w.tiny())
	if err != nil {
		t.Fatal(err)
	}
	write := func(name string, content []byte) string {
		path := filepath.Join(w.home, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	cases := []struct {
		name   string
		path   string
		prefix []string
		code   bench.FailureCode
		says   string // part of the reason, lower case
	}{
		{"truncated data", write("truncated.gguf", tiny[:len(tiny)-len(tiny)/4]), prefix, bench.FailFileIncomplete, "incomplete"},
		{"truncated header", write("header.gguf", tiny[:600]), prefix, bench.FailFileIncomplete, "incomplete"},
		{"not GGUF", write("text.gguf", []byte(strings.Repeat("hello world ", 1000))), prefix, bench.FailNotModel, "not a gguf"},
		{"bad magic", write("magic.gguf", append([]byte("GGML"), tiny[4:]...)), prefix, bench.FailNotModel, "not a gguf"},
		{"empty", write("empty.gguf", nil), prefix, bench.FailFileEmpty, "empty"},
		{"a folder", w.home, prefix, bench.FailIsFolder, "folder"},
		{"missing", filepath.Join(w.home, "nope.gguf"), prefix, bench.FailFileMissing, "not there"},
		{"missing shard", write("part-00001-of-00002.gguf", asFirstShard(t, tiny)), prefix, bench.FailShardMissing, "part"},
		{"unknown architecture", write("arch.gguf", withArchitecture(t, tiny, "zorgx")), prefix, bench.FailEngineTooOld, "zorgx"},
		{"GGUF v1", write("v1.gguf", withVersion(tiny, 1)), prefix, bench.FailFormatTooOld, "2023"},
		{"big-endian", write("be.gguf", withVersion(tiny, 3<<24)), prefix, bench.FailByteOrder, "byte order"},
		{"no such engine", w.tiny(), []string{filepath.Join(w.home, "gone")}, bench.FailEngineMissing, ""},
	}
	if runtime.GOOS == "linux" {
		script := filepath.Join(w.home, "limited")
		if err := os.WriteFile(script, []byte("#!/bin/sh\nulimit -v 400000\nexec "+strings.Join(prefix, " ")+" \"$@\"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		limited := []string{script}
		cases = append(cases, struct {
			name   string
			path   string
			prefix []string
			code   bench.FailureCode
			says   string
		}{"memory limit", write("tiny2.gguf", tiny), limited, bench.FailOutOfMemory, "memory"})
	}
	plan := &bench.Plan{}
	for i, c := range cases {
		test := bench.Test{Prompt: 16}
		if c.code == bench.FailOutOfMemory {
			test.Depth = 4_000_000 // gigabytes of KV cache
		}
		plan.Jobs = append(plan.Jobs, bench.Job{
			ID: "f" + string(rune('a'+i)), Model: bench.Model{Name: c.name, Path: c.path},
			Build: bench.EngineBuild{ID: strings.Join(c.prefix, " "), Engine: "llama.cpp", Prefix: c.prefix},
			Tests: []bench.Test{test}, Repetitions: 1,
		})
	}
	f, err := w.store().Create(plan)
	if err != nil {
		t.Fatal(err)
	}
	// dragstrip does not start a program just because a plan names it, so the test
	// names the builds again.
	resume := []string{"run", "--resume", f.Name(), "--engine", strings.Join(prefix, " ")}
	if last := cases[len(cases)-1]; last.code == bench.FailOutOfMemory {
		resume = append(resume, "--engine", last.prefix[0])
	}
	code, out, errs := w.dragstrip(resume...)
	if code != exitFailed {
		t.Errorf("exit code %d\n%s\n%s", code, out, errs)
	}
	s := w.session(f)
	for i, c := range cases {
		failure := s.Jobs[i].Tests[0].Failure
		if failure == nil {
			t.Errorf("%s: no failure (%s)", c.name, s.Jobs[i].Outcome)
			continue
		}
		checkFailure(t, c.name, failure, c.code, c.says, out)
	}
}

// checkFailure checks the code, a part of the reason in lower case, and that a
// remedy was shown.
func checkFailure(t *testing.T, name string, f *bench.Failure, code bench.FailureCode, says, shown string) {
	t.Helper()
	t.Logf("%-26s %s\n%28s%s", name, f.Reason, "", f.Remedy)
	if f.Code != code || !strings.Contains(strings.ToLower(f.Reason), says) {
		t.Errorf("%s: got %s: %q, want %s with %q", name, f.Code, f.Reason, code, says)
	}
	if f.Remedy == "" || strings.Contains(f.Reason, "exit status") {
		t.Errorf("%s: no help in %q / %q", name, f.Reason, f.Remedy)
	}
	if !strings.Contains(shown, f.Remedy) {
		t.Errorf("%s: the remedy was not shown", name)
	}
}

func withVersion(gguf []byte, version uint32) []byte {
	out := slices.Clone(gguf)
	binary.LittleEndian.PutUint32(out[4:], version)
	return out
}

// withArchitecture puts another name of the same length into the metadata.
func withArchitecture(t *testing.T, gguf []byte, name string) []byte {
	t.Helper()
	out := slices.Clone(gguf)
	key := bytes.Index(out, []byte("general.architecture"))
	at := bytes.Index(out[key:], []byte("llama"))
	if key < 0 || at < 0 || len(name) != len("llama") {
		t.Fatal("the tiny stand-in has no architecture to replace")
	}
	copy(out[key+at:], name)
	return out
}

// asFirstShard makes a whole file say that it is the first of two.
func asFirstShard(t *testing.T, gguf []byte) []byte {
	t.Helper()
	const head, align = 4 + 4 + 8 + 8, 32
	var keys bytes.Buffer
	add := func(key string, kind uint32, value any) {
		binary.Write(&keys, binary.LittleEndian, uint64(len(key)))
		keys.WriteString(key)
		binary.Write(&keys, binary.LittleEndian, kind)
		binary.Write(&keys, binary.LittleEndian, value)
	}
	add("split.no", 2, uint16(0))
	add("split.count", 2, uint16(2))
	add("split.tensors.count", 5, int32(binary.LittleEndian.Uint64(gguf[8:])+1))
	// This text is as long as needed to keep everything after it aligned.
	const padKey = "test.pad"
	pad := align - (keys.Len()+8+len(padKey)+4+8)%align
	add(padKey, 8, uint64(pad))
	keys.Write(bytes.Repeat([]byte{'x'}, pad))
	out := slices.Clone(gguf[:head])
	binary.LittleEndian.PutUint64(out[16:], binary.LittleEndian.Uint64(gguf[16:])+4)
	return append(append(out, keys.Bytes()...), gguf[head:]...)
}
