package llama

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

func serverCaps(t *testing.T) Capabilities {
	t.Helper()
	help, err := os.ReadFile(filepath.Join("testdata", "server", "help.txt"))
	if err != nil {
		t.Fatal(err)
	}
	caps := parseServerHelp(string(help))
	if !looksLikeServer(caps) {
		t.Fatalf("%d flags, and not those of a server", len(caps.Flags))
	}
	return caps
}

func TestTheHelpOfTheServer(t *testing.T) {
	caps := serverCaps(t)
	for _, flag := range []string{"-np", "-fit", "--cache-ram", "--no-ui", "--slots", "-lv", "-nkvo", "--no-repack", "--no-op-offload", "-dev", "-ts", "-ot", "--numa", "--list-devices", "-ncmoe"} {
		if !caps.Has(flag) {
			t.Errorf("%s was not read", flag)
		}
	}
	if !slices.Equal(caps.FlashAttn, []string{"on", "off", "auto"}) || !caps.VersionFlag {
		t.Errorf("flash attention %q", caps.FlashAttn)
	}
	if looksLikeServer(parseServerHelp("-m FNAME\n")) || len(parseServerHelp(strings.Repeat("-x\n", 9999)).Flags) != 1 {
		t.Error("some other help was taken for that of a server")
	}
}

// TestEveryParameterInTheServersFlags writes each parameter of llama-bench.
func TestEveryParameterInTheServersFlags(t *testing.T) {
	caps := serverCaps(t)
	for key, want := range map[string][]string{
		"n_threads 8": {"-t", "8"}, "n_gpu_layers -1": {"-ngl", "999"}, "n_gpu_layers 12": {"-ngl", "12"}, "devices none": {"-dev", "none"}, "devices CUDA0/CUDA1": {"-dev", "CUDA0,CUDA1"},
		"devices auto": nil, "tensor_split 3/1": {"-ts", "3,1"}, "override_tensor a=CPU;b=CPU": {"-ot", "a=CPU,b=CPU"}, "flash_attn on": {"-fa", "on"}, "flash_attn auto": {"-fa", "auto"},
		"load_mode none": {"-lm", "none"}, "load_mode auto": nil, "no_host 1": {"--no-host"}, "no_host 0": nil, "repack 0": {"--no-repack"}, "repack 1": nil, "no_op_offload 1": {"--no-op-offload"},
		"no_kv_offload 1": {"--no-kv-offload"}, "type_k q8_0": {"-ctk", "q8_0"}, "type_v q8_0": {"-ctv", "q8_0"}, "n_batch 512": {"-b", "512"}, "n_ubatch 128": {"-ub", "128"}, "numa isolate": {"--numa", "isolate"},
		"prio 2": {"--prio", "2"}, "poll 0": {"--poll", "0"}, "cpu_mask 0x3": {"-C", "0x3"}, "cpu_strict 1": {"--cpu-strict", "1"}, "split_mode row": {"-sm", "row"}, "main_gpu 1": {"-mg", "1"}, "n_cpu_moe 4": {"-ncmoe", "4"},
	} {
		name, value, _ := strings.Cut(key, " ")
		got, no := translateServer(caps, bench.Params{name: value})
		if no != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q, %+v, want %q", key, got, no, want)
		}
	}
	old := Capabilities{Flags: map[string]Flag{"-m": {}, "-fa": {}, "--no-mmap": {}}}
	for key, want := range map[string]string{"flash_attn on": "-fa", "flash_attn off": "", "load_mode none": "--no-mmap", "load_mode mmap": "", "n_cpu_moe 0": ""} {
		name, value, _ := strings.Cut(key, " ")
		if got, no := translateServer(old, bench.Params{name: value}); no != nil || strings.Join(got, " ") != want {
			t.Errorf("an old build, %s: %q, %+v", key, got, no)
		}
	}
	if _, no := translateServer(old, bench.Params{"load_mode": "dio"}); no == nil || !strings.Contains(no.failure(bench.EngineBuild{Version: "b1"}).Reason, "-lm dio") {
		t.Errorf("%+v", no)
	}
}

func TestTheServerLiesBesideTheBenchmark(t *testing.T) {
	for before, want := range map[string]string{
		"/opt/llama-bench": "/opt/llama-server", "/opt/llama bench": "/opt/llama serve", "/l/ld.so --library-path /l /opt/llama-bench --rpc a:1": "/l/ld.so --library-path /l /opt/llama-server --rpc a:1",
		`C:/x/llama-bench.exe`: `C:/x/llama-server.exe`, "/opt/mine.sh": "/opt/mine.sh",
	} {
		b := AsServer(bench.EngineBuild{Engine: Name, Prefix: strings.Fields(before)})
		if got := strings.Join(b.Prefix, " "); got != want || b.Engine != ServerName || !b.Traits.Tells {
			t.Errorf("%s: %s, want %s", before, got, want)
		}
		words, _ := b.AddedWords()
		if before != "/opt/mine.sh" && strings.Contains(strings.Join(words, " "), "llama") {
			t.Errorf("%s: %q were added", before, words)
		}
	}
}

// TestOneStartOfTheServer reads the command line that the driver gets.
func TestOneStartOfTheServer(t *testing.T) {
	j := job("j1", bench.Params{"n_threads": "2", "n_batch": "2048"})
	j.Model.Path = "/m/with, comma.gguf"
	work := workOf(j)
	build := bench.EngineBuild{Engine: ServerName, Prefix: []string{"/opt/llama-server"}, Backends: []string{"CUDA"}, Devices: []bench.Device{{Name: "CUDA0"}}}
	inv := serve(serverCaps(t), build, work, engine.Options{Ticks: true})
	if !inv.Ourselves || inv.Argv[0] != engine.DriverVerb || inv.Argv[1] != ServerName {
		t.Fatalf("%q", inv.Argv)
	}
	r, err := engine.ParseRequest(inv.Argv[2:], "backend")
	if err != nil || !slices.Equal(r.Own, []string{"--backend", "CUDA"}) || len(r.Tests) != len(work) {
		t.Fatalf("%+v, %v", r, err)
	}
	// The key of the user's own server used to make this one refuse every request.
	t.Setenv("LLAMA_API_KEY", "x")
	if got := strings.Join(inherited(), " "); !slices.Contains(inv.Env, "LLAMA_API_KEY") || strings.Contains(got, "LLAMA_API_KEY") {
		t.Errorf("environment %q, inherited %s", inv.Env, got)
	}
	line := strings.Join(r.Program, " ")
	for _, want := range []string{"/opt/llama-server -m /m/with, comma.gguf", "-np 1", "-fit off", "--cache-ram 0", "-t 2", "-ngl 999", "-c 2048"} {
		if !strings.Contains(line, want) {
			t.Errorf("no %q in %s", want, line)
		}
	}
	if strings.Contains(line, "--no-webui") || strings.Contains(line, "--port") {
		t.Error(line)
	}
	j.Params[bench.Concurrency] = "4"
	four := strings.Join(serve(serverCaps(t), build, work, engine.Options{}).Argv, " ")
	if !strings.Contains(four, "--at-once 4") || !strings.Contains(four, "-np 4") || !strings.Contains(four, "-c 8192") || strings.Contains(four, "concurrency") {
		t.Error(four)
	}
	if refused := serve(Capabilities{}, build, workOf(job("j1", bench.Params{"type_k": "q8_0"})), engine.Options{}); len(refused.Argv) > 0 {
		t.Errorf("%q", refused.Argv)
	}
}

// TestTheLogOfTheServer reads what llama-server b11669 printed, and the lines of
// the driver beside it.
func TestTheLogOfTheServer(t *testing.T) {
	log, err := os.ReadFile(filepath.Join("testdata", "server", "log.txt"))
	if err != nil {
		t.Fatal(err)
	}
	work := workOf(job("j1", nil))[:1]
	p := newServerParser(bench.EngineBuild{Engine: ServerName, Backends: []string{"CPU"}}, work)
	s := bench.NewSession()
	seq := int64(0)
	take := func(list []engine.Emitted) {
		for _, e := range list {
			seq++
			s.Apply(bench.Event{Seq: seq, Job: e.Job, Fact: e.Fact})
		}
	}
	take([]engine.Emitted{{Fact: bench.SessionStarted{Session: "s", Plan: bench.Plan{Jobs: []bench.Job{*work[0].Job}}}}})
	for line := range strings.Lines(string(log)) {
		take(p.Line(engine.Err, time.Time{}, []byte(line), 0))
	}
	for _, l := range []engine.Line{{E: "loaded", NS: 2e9}, {E: "told", Told: []bench.Told{{Name: "slots", Value: "1\x1b[31m"}}}} {
		text, _ := json.Marshal(l)
		take(p.Line(engine.Out, time.Time{}, text, 0))
	}
	before := len(s.Log)
	for _, line := range []string{"0.07.998.717 I slot print_timing: id  0 | task 0 | prompt eval time", "0.07.998.718 D slot   release: id 0", "0.07.998.718 I srv  update_slots: all slots are idle", "\ttop_k = 40, top_p = 0.950", "0.07.998.719 W srv  send_error: it failed"} {
		if worth := p.Skim(engine.Err, []byte(line)); (worth == engine.MayWait) != !strings.Contains(line, " W ") {
			t.Errorf("%s: %v", line, worth)
		}
		take(p.Line(engine.Err, time.Time{}, []byte(line), 0))
	}
	if len(s.Log) != before+1 {
		t.Errorf("%d lines of a request are kept, want only the warning", len(s.Log)-before)
	}
	j := s.Job("j1")
	for name, want := range map[string]string{
		"n_batch": "2048", "n_ubatch": "512", "flash_attn": "auto", "flash attention": "on", "type_k": "f16", "type_v": "f16", "n_threads": "2", "load_mode": "mmap", "slots": "1",
	} {
		if got, _ := j.ToldOf(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if len(j.Loads) != 1 || j.Loads[0] != 2e9 || len(j.Memory) != 4 || len(s.Log) > 60 {
		t.Errorf("loads %v, memory %+v, %d lines kept", j.Loads, j.Memory, len(s.Log))
	}
}

// TestWhyTheServerEnded: the lines that it printed explain its end.
func TestWhyTheServerEnded(t *testing.T) {
	for text, want := range map[string]string{
		"0.00.1 E srv  llama_server: couldn't bind HTTP server socket, hostname: 127.0.0.1, port: 1":                                  "another program took the port",
		"GGML_ASSERT(type != LLAMA_VOCAB_TYPE_NONE) failed":                                                                           "no vocabulary",
		"0.00.037.411 E gguf_init_from_file: failed to open GGUF file '/m.gguf' (No such file or directory)":                          "the model's file is not there",
		"llama-server ended by itself: SIGKILL":                                                                                       "usual cause is too little memory",
		"0.01.000.000 E ggml_backend_cpu_buffer_type_alloc_buffer: failed to allocate buffer of size 1\nllama-server ended by itself": "not enough memory",
	} {
		work := workOf(job("j1", nil))[:1]
		p := newServerParser(bench.EngineBuild{Engine: ServerName}, work)
		for line := range strings.Lines(text) {
			p.Line(engine.Err, time.Time{}, []byte(line), 0)
		}
		p.Line(engine.Out, time.Time{}, []byte(`{"e":"error","stage":"load"}`), 0)
		var f *bench.Failure
		for _, e := range p.End(time.Time{}, engine.Exit{Code: 1}) {
			if failed, ok := e.Fact.(bench.TestFailed); ok {
				f = &failed.Failure
			}
		}
		if f == nil || !strings.Contains(f.Reason, want) || f.Remedy == "" {
			t.Errorf("%s: %+v", text, f)
		}
	}
}
