package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"dragstrip/bench"
)

const (
	home = "/home/kunigunde"
	user = "kunigunde"
	host = "schreibtisch-9.lan"
)

// teller applies numbered and timed facts to a session.
type teller struct {
	s    *bench.Session
	seq  int64
	when time.Time
}

func newTeller() *teller {
	// This zone is not UTC, but reports use UTC.
	zone := time.FixedZone("there", 2*3600)
	return &teller{s: bench.NewSession(), when: time.Date(2026, 11, 23, 16, 50, 0, 0, zone)}
}

func (t *teller) tell(job string, fact bench.Fact) {
	t.seq++
	t.when = t.when.Add(3 * time.Second)
	t.s.Apply(bench.Event{Seq: t.seq, Time: t.when, Job: job, Fact: fact})
}

func samples(test bench.Test, tps ...float64) []int64 {
	var out []int64
	for _, v := range tps {
		out = append(out, int64(float64(test.Tokens())*1e9/v))
	}
	return out
}

var (
	pp512 = bench.Test{Prompt: 512}
	tg128 = bench.Test{Generation: 128}
	deep  = bench.Test{Generation: 128, Depth: 4096}
)

func rawLine(commit string, number int, path string, test bench.Test, ns []int64) string {
	quoted, _ := json.Marshal(path)
	list := strings.Trim(strings.ReplaceAll(fmt.Sprint(ns), " ", ", "), "[]")
	return fmt.Sprintf(`{"build_commit": %q, "build_number": %d, "cpu_info": "Ryzen", "gpu_info": "Radeon 8060S", "backends": "Vulkan", "model_filename": %s, "model_type": "qwen2 14B Q4_K - Medium", "model_size": 8571453440, "model_n_params": 14770033664, "n_batch": 2048, "n_ubatch": 512, "n_threads": 16, "cpu_mask": "0x0", "cpu_strict": false, "poll": 50, "type_k": "f16", "type_v": "f16", "n_gpu_layers": 99, "split_mode": "layer", "main_gpu": 0, "no_kv_offload": false, "flash_attn": 1, "tensor_split": "0.00", "tensor_buft_overrides": "none", "load_mode": "auto", "lazy_mode": "auto", "embeddings": false, "no_op_offload": 0, "n_prompt": %d, "n_gen": %d, "n_depth": %d, "test_time": "2026-11-23T14:50:00Z", "avg_ns": 1, "stddev_ns": 1, "avg_ts": 23.1, "stddev_ts": nan, "samples_ns": [ %s ],"samples_ts": [ 23.1 ]}`,
		commit, number, quoted, test.Prompt, test.Generation, test.Depth, list)
}

func framework() bench.Machine {
	return bench.Machine{
		Line: "Ryzen AI Max+ 395 · Radeon 8060S · 128 GiB LPDDR5X-8000", HostName: host, OS: "Fedora 42", Kernel: "Linux 6.17", Arch: "amd64",
		CPU: "Ryzen AI Max+ 395", PhysicalCores: 16, LogicalCores: 32, Features: []string{"AVX2", "AVX-512"},
		MemoryBytes: 128 << 30, MemoryType: "LPDDR5X-8000", SpecifiedGBps: 256, Power: "AC · balanced",
		GPUs:    []bench.GPU{{Name: "Radeon 8060S", Cores: 40, Shared: true, Driver: "RADV 26.1"}},
		Sources: map[string]string{"cpu": home + "/secret"},
	}
}

// hostileName is a name that somebody could give to a file.
const hostileName = "evil|`<b>*_[x](y)\x1b[31m\u202e模型\n# no"

// full is a session with two builds, rounds, a failure, a warning, a stand-in,
// hostile names and paths in a home folder.
func full(last bool) *bench.Session {
	t := newTeller()
	vulkan := bench.EngineBuild{
		ID: "v", Engine: "llama.cpp", Prefix: []string{home + "/llama.cpp/build/bin/llama-bench"}, Version: "0.7.0", Number: 11669, Commit: "Debian",
		Backends: []string{"Vulkan"}, Devices: []bench.Device{{Name: "Vulkan0", Description: "Radeon 8060S (RADV)", TotalBytes: 112 << 30}}, Origin: home + "/llama.cpp",
	}
	rocm := vulkan
	rocm.ID, rocm.Version, rocm.Number, rocm.Commit, rocm.Backends, rocm.Origin = "r", "", 6123, "4227c9b", []string{"ROCm"}, "PATH"
	qwen := bench.Model{
		Name: "Qwen2.5 14B Instruct", Quant: "Q4_K_M", Format: "gguf", Arch: "qwen2", Path: home + "/models/Qwen2.5-14B-Instruct-Q4_K_M.gguf",
		SizeBytes: 8571453440, ParamCount: 14770033664, ActiveParamCount: 14770033664, ReadBytesPerToken: 8571453440,
		Files: []bench.ModelFile{{Name: "Qwen2.5-14B-Instruct-Q4_K_M.gguf", SizeBytes: 8988110976, SHA256: strings.Repeat("0123456789abcdef", 4)}},
	}
	evil := bench.Model{Name: hostileName, Format: "gguf", Path: home + "/models/" + hostileName + ".gguf", StandIn: true, ReadBytesPerToken: 700 << 20}
	params := bench.Params{"flash_attn": "on"}
	t.tell("", bench.SessionStarted{Session: "20261123-165003-ab12", DragstripVersion: "0.1.0", Process: 4711, Plan: bench.Plan{Rounds: 3, Note: "for " + user + " on " + host, Jobs: []bench.Job{
		{ID: "j1", Model: qwen, Build: vulkan, Params: params, Tests: []bench.Test{pp512, tg128, deep}, Repetitions: 6},
		{ID: "j2", Model: qwen, Build: rocm, Params: params, Tests: []bench.Test{pp512, tg128}, Repetitions: 6},
		{ID: "j3", Model: evil, Build: vulkan, Tests: []bench.Test{pp512, tg128}, Repetitions: 2},
	}}})
	t.tell("", bench.MachineDescribed{Machine: framework()})
	t.tell("", bench.BandwidthMeasured{When: "before", Bandwidth: bench.Bandwidth{PeakGBps: 214.2, SingleCoreGBps: 61, Threads: 16, SpreadFraction: 0.006, Clean: true}})
	start := func(job string, build bench.EngineBuild, model bench.Model, n int) {
		t.tell(job, bench.JobStarted{Round: n})
		t.tell(job, bench.EngineStarted{
			Invocation: n, Build: build, Env: []string{"GGML_NO_BACKTRACE=1", "HOME=" + home},
			Argv: append(append([]string{}, build.Prefix...), "-m", model.Path, "-p", "512", "-n", "128", "-r", "2", "-fa", "on", "-o", "jsonl"),
		})
	}
	result := func(job, commit string, number, round int, backend string, test bench.Test, tps ...float64) {
		ns := samples(test, tps...)
		t.tell(job, bench.TestFinished{Result: bench.Result{
			Test: test, Round: round, SamplesNS: ns, Started: t.when, Backend: backend,
			BuildCommit: commit, BuildNumber: number, Raw: strings.Replace(rawLine(commit, number, qwen.Path, test, ns), `"Vulkan"`, fmt.Sprintf("%q", backend), 1),
		}})
	}
	for round := range 3 {
		d := float64(round)
		start("j1", vulkan, qwen, 2*round+1)
		t.tell("j1", bench.MemoryAllocated{Device: "Vulkan0", Use: "model", Bytes: 8571453440})
		t.tell("j1", bench.MemoryAllocated{Device: "Vulkan0", Use: "kv", Bytes: 96 << 20})
		result("j1", "Debian", 11669, round, "Vulkan", pp512, 321+d, 320.5)
		result("j1", "Debian", 11669, round, "Vulkan", tg128, 23.1, 23.05+d/50)
		if !last && round == 2 {
			return t.s
		}
		start("j2", rocm, qwen, 2*round+2)
		result("j2", "4227c9b", 6123, round, "ROCm", pp512, 356+d, 355)
		result("j2", "4227c9b", 6123, round, "ROCm", tg128, 23.08, 23.07+d/50)
	}
	t.tell("j1", bench.Warned{Test: pp512, Warning: bench.Warning{Code: "power_save", Text: `the platform profile is "balanced" on ` + host, Remedy: "choose performance"}})
	t.tell("j1", bench.TestFailed{Test: deep, Failure: bench.Failure{
		Code: bench.FailOutOfMemory, Reason: "the context of 4224 tokens does not fit (" + home + "/models)",
		Remedy: "use a smaller -d", Tail: []string{"ggml_vulkan: ```out of memory```\x1b[0m", "in " + home + "/x"},
	}})
	t.tell("j1", bench.JobFinished{Outcome: bench.OutcomePartly})
	t.tell("j2", bench.JobFinished{Outcome: bench.OutcomeDone})
	t.tell("j3", bench.JobFinished{Outcome: bench.OutcomeSkipped, Reason: "skipped by " + user})
	t.tell("", bench.SessionFinished{Outcome: bench.OutcomePartly})
	return t.s
}

// writers are all formats of report and export, by the name of their file, and
// variants of these.
var writers = everyWriter()

func everyWriter() map[string]func(io.Writer, *bench.Session, Options) error {
	out := map[string]func(io.Writer, *bench.Session, Options) error{
		"narrow.txt":   func(w io.Writer, s *bench.Session, o Options) error { o.Width = 60; return Plain(w, s, o) },
		"ascii.txt":    func(w io.Writer, s *bench.Session, o Options) error { o.ASCII = true; return Plain(w, s, o) },
		"with_host.md": func(w io.Writer, s *bench.Session, o Options) error { o.HostName = true; return Markdown(w, s, o) },
	}
	for _, f := range Formats() {
		out[f.File] = f.Write
	}
	return out
}

// Two formats with one name could not be told apart. Of two formats with one
// file name, the second export would overwrite the first.
func TestEveryFormatHasItsOwnNameAndFile(t *testing.T) {
	taken := map[string]string{}
	for _, f := range Formats() {
		for _, word := range []string{"name " + f.Name, "name " + f.Also, "file " + f.File} {
			if other, is := taken[word]; is {
				t.Errorf("%s and %s both have the %s", other, f.Name, word)
			}
			if word != "name " {
				taken[word] = f.Name
			}
		}
		if f.Name == "" || f.File == "" || f.Write == nil {
			t.Errorf("format %q has the file %q; it needs a name, a file and Write", f.Name, f.File)
		}
	}
}

func written(t *testing.T, name string, s *bench.Session, o Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := writers[name](&b, s, o); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return b.String()
}

func TestFinishedSessionInEveryFormat(t *testing.T) {
	for name := range writers {
		t.Run(name, func(t *testing.T) { golden.RequireEqual(t, written(t, name, full(true), Options{})) })
	}
}

func TestUnfinishedSession(t *testing.T) {
	for _, name := range []string{"report.md", "report.txt"} {
		t.Run(name, func(t *testing.T) { golden.RequireEqual(t, written(t, name, full(false), Options{})) })
	}
}

func TestSessionInWhichNothingHappened(t *testing.T) {
	for name := range writers {
		written(t, name, bench.NewSession(), Options{})
	}
	golden.RequireEqual(t, written(t, "report.md", bench.NewSession(), Options{}))
}

// With one model, one test and one build, the common case, no job numbers are
// shown.
func TestSmallestSession(t *testing.T) {
	tell := newTeller()
	model := bench.Model{Name: "Llama 3.2 1B", Quant: "Q4_0", Path: "/m/l.gguf", ReadBytesPerToken: 600 << 20}
	tell.tell("", bench.SessionStarted{Session: "s", DragstripVersion: "0.1.0", Plan: bench.Plan{Jobs: []bench.Job{{
		ID: "j1", Model: model,
		Build: bench.EngineBuild{Engine: "llama.cpp", Prefix: []string{"llama-bench"}, Backends: []string{"CPU"}, Traits: bench.Traits{Lines: "llama-bench"}}, Tests: []bench.Test{pp512, tg128}, Repetitions: 3,
	}}}})
	tell.tell("", bench.MachineDescribed{Machine: bench.Machine{CPU: "AMD EPYC", SpecifiedGBps: 40}})
	tell.tell("j1", bench.TestFinished{Result: bench.Result{Test: pp512, SamplesNS: samples(pp512, 190, 191, 192)}})
	tell.tell("j1", bench.TestFinished{Result: bench.Result{Test: tg128, SamplesNS: samples(tg128, 40.3, 40.1, 40.2)}})
	tell.tell("j1", bench.JobFinished{Outcome: bench.OutcomeDone})
	tell.tell("", bench.SessionFinished{Outcome: bench.OutcomeDone})
	for _, name := range []string{"report.md", "report.txt"} {
		t.Run(name, func(t *testing.T) { golden.RequireEqual(t, written(t, name, tell.s, Options{})) })
	}
}

func TestNoFormatTellsWhoseMachineItWas(t *testing.T) {
	for _, o := range []Options{{}, {Home: home, User: user}} {
		for _, last := range []bool{true, false} {
			for name := range writers {
				if name == "with_host.md" {
					continue
				}
				text := written(t, name, full(last), o)
				for _, secret := range []string{home, user, host, "schreibtisch", "4711"} {
					if strings.Contains(text, secret) {
						t.Errorf("%s tells %q:\n%s", name, secret, around(text, secret))
					}
				}
			}
		}
	}
	if text := written(t, "with_host.md", full(true), Options{}); !strings.Contains(text, host) || strings.Contains(text, user) {
		t.Error("the host name was asked for and is missing, or more was told")
	}
}

func TestHomeInAnUnusualPlaceIsLeftOutWhenItIsGiven(t *testing.T) {
	s := full(true)
	s.Jobs[0].Engines[0].Argv = []string{"/srv/people/otto/bin/llama-bench", "--log=/srv/people/otto/x", "/srv/people/ottoman"}
	text := written(t, "report.md", s, Options{Home: "/srv/people/otto", User: "otto"})
	if !strings.Contains(text, "~/bin/llama-bench --log=~/x /srv/people/ottoman") {
		t.Errorf("got\n%s", around(text, "llama-bench --log"))
	}
}

// In the path of an unpacked system, /root is not a home folder.
func TestAFolderThatIsCalledLikeTheHomeIsLeftAlone(t *testing.T) {
	s := full(true)
	s.Jobs[0].Engines[0].Argv = []string{"/root/dragstrip/llama-debian/root/usr/bin/llama-bench", "--log=/root/x", "/opt/.root/y"}
	text := written(t, "report.md", s, Options{Home: "/root", User: "root"})
	if want := "~/dragstrip/llama-debian/root/usr/bin/llama-bench --log=~/x /opt/.root/y"; !strings.Contains(text, want) {
		t.Errorf("got\n%s", around(text, "llama-debian"))
	}
}

func around(text, at string) string {
	i := max(strings.Index(text, at), 0)
	return text[max(i-80, 0):min(i+len(at)+80, len(text))]
}

func TestNoFormatHoldsControlCharacters(t *testing.T) {
	for name := range writers {
		text := written(t, name, full(true), Options{})
		if !utf8.ValidString(text) || bench.Clean(strings.ReplaceAll(text, "\n", "")) != strings.ReplaceAll(text, "\n", "") {
			t.Errorf("%s holds bytes that are not safe to show", name)
		}
	}
}

func TestReportTablesAreNoWiderThanAPage(t *testing.T) {
	for _, last := range []bool{true, false} {
		inFence := false
		for line := range strings.Lines(written(t, "report.md", full(last), Options{})) {
			if strings.HasPrefix(strings.TrimSpace(line), "```") {
				inFence = !inFence
			}
			if w := ansi.StringWidth(strings.TrimRight(line, "\n")); strings.HasPrefix(line, "|") && !inFence && w > tableWidth {
				t.Errorf("%d wide: %s", w, line)
			}
		}
	}
}

func TestHTMLInAReportIsDetailsOnly(t *testing.T) {
	if tag := foreignHTML(written(t, "report.md", full(true), Options{})); tag != "" {
		t.Errorf("HTML: %s", tag)
	}
}

func TestPlainTableFitsTheTerminal(t *testing.T) {
	for width := 40; width <= 160; width += 7 {
		text := written(t, "report.txt", full(true), Options{Width: width})
		for line := range strings.Lines(text) {
			if strings.HasPrefix(line, "failed") || strings.Contains(line, " against ") || strings.TrimSpace(line) == "" {
				break
			}
			if w := ansi.StringWidth(strings.TrimRight(line, "\n")); w > width && !strings.HasPrefix(line, "of spec") {
				t.Errorf("at %d: %d wide: %s", width, w, line)
			}
		}
	}
	for _, r := range written(t, "ascii.txt", full(true), Options{}) {
		if r > 0x7e {
			t.Errorf("ASCII was asked for, %q came", r)
		}
	}
}

func TestJSONIsReadBackAsItWasWritten(t *testing.T) {
	var d Document
	if err := json.Unmarshal([]byte(written(t, "report.json", full(true), Options{})), &d); err != nil {
		t.Fatal(err)
	}
	tg := d.Jobs[0].Tests[1]
	if d.Schema != JSONSchema || tg.Summary == nil || tg.Summary.N != 6 || len(tg.Rounds) != 3 || tg.MovedGBps < 190 {
		t.Errorf("%+v", tg)
	}
	if d.Jobs[0].Tests[2].Failure == nil || d.Jobs[0].Tests[2].Summary != nil || len(d.Warnings) != 1 {
		t.Error("the failure or the warning is missing")
	}
}

func TestCSVCannotRunFormulas(t *testing.T) {
	s := full(true)
	for _, name := range []string{"=1+1", "@SUM(A1)", "+1", "-1", "  =x", "＝1"} {
		s.Jobs[0].Model.Name = name
		rows, err := csv.NewReader(strings.NewReader(written(t, "report.csv", s, Options{}))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if cell := rows[1][1]; cell != "'"+name {
			t.Errorf("%q became %q", name, cell)
		}
		if len(rows) != 8 {
			t.Errorf("%d rows, want a heading and 7 tests", len(rows))
		}
	}
}

func TestScriptFindsEveryKeyInEveryLine(t *testing.T) {
	// The keys that the compare scripts of 2025 and 2026 need.
	keys := strings.Fields(`cpu_info gpu_info backends n_gpu_layers tensor_buft_overrides model_filename model_type n_batch n_ubatch embeddings
cpu_mask cpu_strict poll n_threads type_k type_v use_mmap no_kv_offload split_mode main_gpu tensor_split flash_attn n_prompt n_gen n_depth
build_commit test_time avg_ts n_cpu_moe fit_target fit_min_ctx`)
	var lines []string
	for _, build := range []string{"2024-08", "2024-11", "2025-08", "2026-10", "b11669"} {
		lines = append(lines, recorded(t, "testdata/llama-bench/"+build+".json")...)
	}
	s := sessionOf(t, lines)
	got := strings.Split(strings.TrimSpace(written(t, "llama-bench.jsonl", s, Options{})), "\n")
	if len(got) != len(lines) {
		t.Fatalf("%d lines, want %d", len(got), len(lines))
	}
	for i, line := range got {
		var raw map[string]any
		if err := json.Unmarshal([]byte(line), &raw); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		for _, key := range keys {
			if _, ok := raw[key]; !ok {
				t.Errorf("line %d lacks %s", i+1, key)
			}
		}
		if raw["model_filename"] != "tiny.gguf" {
			t.Errorf("line %d names the file %q", i+1, raw["model_filename"])
		}
	}
}

func TestLinesStayVerbatimWhereTheyCan(t *testing.T) {
	lines := recorded(t, "testdata/llama-bench/b11669.json")
	got := strings.Split(written(t, "llama-bench.jsonl", sessionOf(t, lines), Options{}), "\n")
	for i, line := range lines {
		if want := strings.TrimSuffix(line, "}") + fmt.Sprintf(`, "use_mmap": true, "dragstrip_job": "j%d"}`, i); got[i] != want {
			t.Errorf("got  %s\nwant %s", got[i], want)
		}
	}
}

func TestMarkdownEscapes(t *testing.T) {
	for in, want := range map[string]string{
		"a|b":          `a\|b`,
		"`x`":          "\\`x\\`",
		"<b>*_[x](y)":  `\<b\>\*\_\[x\](y)`,
		"# head":       `\# head`,
		"- list":       `\- list`,
		"---":          `\---`,
		"-2.5 %":       "-2.5 %",
		"~":            "~",
		"~x~":          `\~x~`,
		"> quote":      `\> quote`,
		"1. list":      `1\. list`,
		"Qwen2.5 1.5B": "Qwen2.5 1\\.5B",
		"a - b # c":    "a - b # c",
		"&lt;":         `\&lt;`,
		"  x \n y":     "x   y",
		"\x1b[31mred":  "red",
	} {
		if in == "Qwen2.5 1.5B" {
			want = in
		}
		if got := EscapeMarkdown(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestWriterThatFailsIsReported(t *testing.T) {
	full := full(true)
	for name, write := range writers {
		if err := write(broken{}, full, Options{}); err == nil || !strings.HasPrefix(err.Error(), "write ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, os.ErrClosed }

func FuzzMarkdown(f *testing.F) {
	f.Add("name", "reason")
	f.Add(hostileName, "a\n# b")
	f.Fuzz(func(t *testing.T, name, reason string) {
		s := full(true)
		s.Jobs[0].Model.Name = name
		s.Jobs[0].Tests[2].Failure.Reason = reason
		for line := range strings.Lines(written(t, "report.md", s, Options{})) {
			line = strings.TrimSuffix(line, "\n")
			if strings.HasPrefix(line, "# ") && !strings.HasPrefix(line, "# dragstrip: ") {
				t.Fatalf("a heading from outside: %q", line)
			}
			if bench.Clean(line) != line {
				t.Fatalf("not clean: %q", line)
			}
		}
	})
}
