package bench

import (
	"slices"
	"strings"
	"testing"
)

// startedAs is a build with a command whose program is llama-bench.
func startedAs(command string) EngineBuild {
	return EngineBuild{Prefix: strings.Fields(command), Traits: Traits{Lines: "llama-bench"}}
}

func TestWordsAroundAProgramAreFound(t *testing.T) {
	for command, want := range map[string]string{
		"/bin/llama-bench":                           "",
		`C:\llama\llama-bench.exe --numa distribute`: "--numa distribute",
		"/bin/llama bench":                           "",
		"/bin/llama bench -rpc there:1":              "-rpc there:1",
		"/e/ld-linux-x86-64.so.2 --library-path /e/llama-bench /e/x/llama-bench": "",
		"/e/ld.so --library-path /e /e/llama bench --numa distribute":            "--numa distribute",
		"/usr/bin/numactl --cpunodebind=0 /bin/llama-bench -v":                   "numactl --cpunodebind=0 -v",
		"/home/ada/wrapper.sh -v":                                                "wrapper.sh -v",
	} {
		if got, known := startedAs(command).AddedWords(); !known || strings.Join(got, " ") != want {
			t.Errorf("%s: %q, %t; want %q", command, got, known, want)
		}
	}
	python := EngineBuild{Prefix: []string{"/venv/bin/python", "-m", "mlx_lm.benchmark"}}
	if got, known := python.AddedWords(); !known || !slices.Equal(got, python.Prefix[1:]) {
		t.Errorf("a program without a name: %q, %t", got, known)
	}
	if _, known := (EngineBuild{}).AddedWords(); known {
		t.Error("nothing was recorded, but the words are known")
	}
}

// Commands with a loader used to fill five lines of every list.
func TestALoaderIsLeftOutOfShortCommands(t *testing.T) {
	for command, want := range map[string]string{
		"/bin/llama-bench --numa distribute":                                            "/bin/llama-bench --numa distribute",
		"/e/ld-linux-x86-64.so.2 --library-path /e/lib:/e/lib/llama /e/bin/llama-bench": "/e/bin/llama-bench, through its own loader",
		"/e/ld.so --library-path /e /e/llama bench -rpc there:1":                        "/e/llama bench -rpc there:1, through its own loader",
		"/e/ld.so --library-path /e /e/other":                                           "/e/ld.so --library-path /e /e/other",
	} {
		if got := startedAs(command).ShortCommand(); got != want {
			t.Errorf("%s: %q, want %q", command, got, want)
		}
	}
	variant := startedAs("/e/ld.so --library-path /e /e/llama-bench")
	variant.Env = []string{"GGML_X=1", "HF_TOKEN=opensesame"}
	if got := variant.ShortCommand(); got != "GGML_X=1 HF_TOKEN=… /e/llama-bench, through its own loader" {
		t.Errorf("a variant: %q", got)
	}
}

func TestWordsAreComparedAsAReportHasThem(t *testing.T) {
	reported := func(words ...string) EngineBuild { return EngineBuild{Added: append([]string{}, words...)} }
	for _, c := range []struct {
		what string
		a, b EngineBuild
		same bool
	}{
		{"the same program in two places", startedAs("/a/llama-bench"), startedAs("/b/ld.so --library-path /b /b/llama-bench"), true},
		{"arguments", startedAs("/a/llama-bench --numa distribute"), startedAs("/a/llama-bench"), false},
		{"other arguments", startedAs("/a/llama-bench --numa distribute"), startedAs("/a/llama-bench --numa isolate"), false},
		{"a program before it", startedAs("/usr/bin/numactl -N 0 /a/llama-bench"), startedAs("/a/llama-bench"), false},
		{"a report without arguments", reported(), startedAs("/a/llama-bench -v"), false},
		{"a report of an earlier version", EngineBuild{}, startedAs("/a/llama-bench -v"), true},
		{"numbered machines", reported("--rpc", "host-1:50052,host-2:50052"), startedAs("/a/llama-bench --rpc 192.168.0.7:50052,lab.lan:50052"), true},
		{"one of two machines", reported("--rpc", "host-1:50052,host-2:50052"), startedAs("/a/llama-bench --rpc 192.168.0.7:50052"), false},
		{"another machine", startedAs("/a/llama-bench --rpc a:1"), startedAs("/a/llama-bench --rpc b:1"), false},
		{"a home folder", reported("--cache", "~/cache"), startedAs("/a/llama-bench --cache /home/ada/cache"), true},
	} {
		if SameAddedWords(c.a, c.b) != c.same || SameAddedWords(c.b, c.a) != c.same {
			t.Errorf("%s: the same is %t", c.what, !c.same)
		}
	}
}
