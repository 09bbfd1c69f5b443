package llama

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/guard"
)

// The environment tells the test program to play an engine, or the guard over
// it.
func TestMain(m *testing.M) {
	if guard.Asked(os.Args) {
		os.Exit(guard.Main(os.Args[2:]))
	}
	if role := os.Getenv("DRAGSTRIP_TEST_PLAY"); role != "" {
		play(role, os.Args[len(os.Args)-1])
		return
	}
	os.Exit(m.Run())
}

func play(role, question string) {
	if log := os.Getenv("DRAGSTRIP_TEST_LOG"); log != "" {
		f, _ := os.OpenFile(log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		fmt.Fprintln(f, question)
		f.Close()
	}
	switch {
	case role == "mute":
		time.Sleep(time.Hour)
	case role == "broken":
		fmt.Fprintln(os.Stderr, "llama-bench: error while loading shared libraries: libggml.so: cannot open shared object file: No such file or directory")
		os.Exit(127)
	case role == "ls":
		fmt.Println("usage: ls [OPTION]...")
	case question == "--help":
		fmt.Fprintln(os.Stderr, "load_backend: loaded CUDA backend from /x/libggml-cuda.so\nload_backend: loaded RPC backend from /x/libggml-rpc.so\nload_backend: loaded CPU backend from /x/libggml-cpu-zen4.so")
		raw, _ := os.ReadFile(filepath.Join(os.Getenv("DRAGSTRIP_TEST_DATA"), "help", role+".txt"))
		os.Stdout.Write(raw)
	case question == "--version":
		fmt.Fprintln(os.Stderr, "version: 0.7.0 (build 11669, commit Debian)\nbuilt with GNU 16.2.0 for Linux x86_64")
	case question == "--list-devices":
		fmt.Println("Available devices:\n  CUDA0: NVIDIA GeForce RTX 4090 (24080 MiB, 23500 MiB free)\n  CUDA1: \x1b[31mevil (1) card (8 MiB, 7 MiB free)")
	}
}

func playing(t *testing.T, role string) (bench.EngineBuild, func() []string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// The program is started in another folder.
	said, err := filepath.Abs("testdata")
	if err != nil {
		t.Fatal(err)
	}
	log := filepath.Join(t.TempDir(), "questions")
	build := bench.EngineBuild{Prefix: []string{self, "bench"}, Env: []string{"DRAGSTRIP_TEST_PLAY=" + role, "DRAGSTRIP_TEST_LOG=" + log, "DRAGSTRIP_TEST_DATA=" + said}}
	return build, func() []string {
		raw, _ := os.ReadFile(log)
		return strings.Fields(string(raw))
	}
}

func TestProbeFillsInWhatABuildSaysOfItself(t *testing.T) {
	build, questions := playing(t, "b11669")
	a := New()
	got, err := a.Probe(t.Context(), build)
	if err != nil {
		t.Fatal(err)
	}
	if got.Version != "0.7.0" || got.Number != 11669 || got.Commit != "Debian" || !slices.Equal(got.Backends, []string{"CUDA", "CPU"}) {
		t.Errorf("%+v", got)
	}
	if len(got.Devices) != 2 || got.Devices[0] != (bench.Device{Name: "CUDA0", Description: "NVIDIA GeForce RTX 4090", TotalBytes: 24080 << 20, FreeBytes: 23500 << 20}) ||
		strings.ContainsRune(got.Devices[1].Description, 0x1b) {
		t.Errorf("%+v", got.Devices)
	}
	if _, err := a.Invocations(t.Context(), build, workOf(job("j1", nil)), engine.Options{}); err != nil {
		t.Fatal(err)
	}
	if asked := questions(); !slices.Equal(asked, []string{"--help", "--version", "--list-devices"}) {
		t.Errorf("asked %v: the help must not be asked for twice", asked)
	}
}

func TestOldBuildsAreAskedOnlyWhatTheyKnow(t *testing.T) {
	build, questions := playing(t, "2024-11")
	got, err := New().Probe(t.Context(), build)
	if err != nil || !slices.Equal(questions(), []string{"--help"}) || got.Version != "" {
		t.Errorf("%+v %v, asked %v", got, err, questions())
	}
}

func TestBuildsThatCannotBeUsedSayWhatToDo(t *testing.T) {
	broken, _ := playing(t, "broken")
	ls, _ := playing(t, "ls")
	for name, c := range map[string]struct {
		build bench.EngineBuild
		code  bench.FailureCode
		words string
	}{
		"not there":         {bench.EngineBuild{Prefix: []string{filepath.Join(t.TempDir(), "llama-bench")}}, bench.FailEngineMissing, "was not found"},
		"not on PATH":       {bench.EngineBuild{Prefix: []string{"llama-bench-of-nobody"}}, bench.FailEngineMissing, "llama-bench-of-nobody"},
		"no program at all": {bench.EngineBuild{}, bench.FailEngineMissing, "no engine"},
		"a library missing": {broken, bench.FailEngineNotRunning, "libggml.so"},
		"another program":   {ls, bench.FailEngineNotRunning, "not llama-bench"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := New().Probe(t.Context(), c.build)
			var b *BuildError
			if !errors.As(err, &b) || b.Failure.Code != c.code || !strings.Contains(err.Error(), c.words) || b.Failure.Remedy == "" {
				t.Errorf("%v", err)
			}
			list, err := New().Invocations(t.Context(), c.build, workOf(job("j1", nil)), engine.Options{})
			if err != nil || len(list) != 1 || len(list[0].Argv) != 0 {
				t.Fatalf("%v %v", list, err)
			}
			if got := facts[bench.TestFailed](list[0].Parser.End(time.Time{}, engine.Exit{})); len(got) != 2 || got[0].Failure.Code != c.code {
				t.Errorf("%+v", got)
			}
		})
	}
}

// llama-bench would measure with the value of the arguments and with that of
// the job, and the first figures used to be kept as those of the job.
func TestArgumentsThatDragstripSetsAreRefused(t *testing.T) {
	remove := "; leave this out of the engine's arguments"
	for _, c := range []struct{ program, arguments, want string }{
		{"llama-bench", "-dev Vulkan0", "the arguments of the engine contain -dev, which dragstrip sets itself for each test" + remove + ", and give it to dragstrip: `dragstrip run … -dev Vulkan0`"},
		{"llama-bench", "-v --n_prompt 16 --threads 1 -m x", "the arguments of the engine contain --n_prompt --threads -m, which dragstrip sets itself for each test" + remove + ", and give it to dragstrip: `dragstrip run … -p 16 -t 1`"},
		{"llama-bench", "--no-warmup -fa", "the arguments of the engine contain --no-warmup -fa, which dragstrip sets itself for each test" + remove + ", and give it to dragstrip: `dragstrip run … --no-warmup -fa`"},
		{"llama bench", "-o csv", "the arguments of the engine contain -o, which dragstrip sets itself for each test" + remove},
		{"nice -n 5 taskset -t llama-bench", "-rpc a:1 -v", ""},
		{"llama-server", "-c 4096 -n 7 -ngl 9", "the arguments of the engine contain -c -ngl, which dragstrip sets itself for each test" + remove + ", and give it to dragstrip: `dragstrip run … -ngl 9`"},
	} {
		build, tool := bench.EngineBuild{Prefix: strings.Fields(c.program + " " + c.arguments)}, benchTool
		if c.program == "llama-server" {
			tool = serverTool
		}
		got := ""
		if err := tool.checkArguments(build); err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s %s:\n%s, want\n%s", c.program, c.arguments, got, c.want)
		}
	}
	build, questions := playing(t, "b11669")
	build.Prefix = []string{build.Prefix[0], "llama-bench", "-dev", "CUDA0"}
	_, err := New().Probe(t.Context(), build)
	list, _ := New().Invocations(t.Context(), build, workOf(job("j1", nil)), engine.Options{})
	if f, ok := engine.FailureOf(err); !ok || f.Code != bench.FailUnsupportedFlag || len(list) != 1 || len(list[0].Argv) != 0 || len(questions()) != 0 {
		t.Errorf("%v %+v, asked %v", err, list, questions())
	}
}

func TestASilentBuildDoesNotHoldUpForEver(t *testing.T) {
	build, questions := playing(t, "mute")
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for len(questions()) == 0 && t.Context().Err() == nil {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	if _, err := New().Probe(ctx, build); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestVersionsInEverySpelling(t *testing.T) {
	for text, want := range map[string]string{
		"version: 4453 (f8feb4b0)\nbuilt with cc":                     "b4453 4453 f8feb4b0",
		"version: 0.7.0 (build 11669, commit Debian)\nbuilt with GNU": "0.7.0 11669 Debian",
		"version: 0.4.0 (build: 10700, commit: abc123)":               "0.4.0 10700 abc123",
		"version: 0 (unknown)":                                        "b0 0 unknown",
		"no version":                                                  " 0 ",
	} {
		s := readSelf(text, "")
		if got := fmt.Sprintf("%s %d %s", s.version, s.number, s.commit); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestDevicesAreReadFromOldBuildsInPassing(t *testing.T) {
	s := readSelf("", "", "ggml_cuda_init: found 1 ROCm devices:\n  Device 0: AMD Radeon 8060S, gfx1151 (0x1151), VMM: no, Wave Size: 32\n",
		"ggml_vulkan: Found 1 Vulkan devices:\nggml_vulkan: 0 = AMD Radeon (RADV) (radv) | uma: 1 | fp16: 1\n")
	if len(s.devices) != 2 || s.devices[0].Name != "ROCm0" || s.devices[1].Name != "Vulkan0" || s.devices[1].Description != "AMD Radeon (RADV) (radv)" {
		t.Errorf("%+v", s.devices)
	}
	if got := s.backends(); !slices.Equal(got, []string{"ROCm", "Vulkan", "CPU"}) {
		t.Errorf("%v", got)
	}
}

// A build without the RPC backend ignores --rpc. So a plan for several machines
// used to be measured on one.
func TestABuildWithoutRemotesIsRefusedForThem(t *testing.T) {
	for role, refused := range map[string]bool{"2024-11": true, "b11669": false} {
		build, _ := playing(t, role)
		build.Prefix = append(build.Prefix, "-rpc", "127.0.0.1:59999")
		if _, err := New().Probe(t.Context(), build); (err != nil) != refused {
			t.Errorf("%s with -rpc: %v", role, err)
		}
		build.Prefix[len(build.Prefix)-2] = remoteFlag
		probed, err := New().Probe(t.Context(), build)
		if probed.Remote == refused {
			t.Errorf("%s: says Remote %t", role, probed.Remote)
		}
		f, is := engine.FailureOf(err)
		if is != refused || refused && (f.Code != bench.FailUnsupportedFlag || !strings.Contains(err.Error(), "cannot compute on other machines (-rpc)")) {
			t.Errorf("%s: %v", role, err)
		}
	}
}
