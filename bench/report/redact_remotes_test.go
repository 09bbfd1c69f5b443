package report

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/benchtest"
)

// remoteSession is a session in which another machine computed. It names that
// machine in every text in which an engine does.
func remoteSession(host string) *bench.Session {
	t := newTeller()
	end := host + ":50052"
	build := bench.EngineBuild{
		Engine: "llama.cpp", Prefix: []string{"llama-bench", "--rpc", end}, Number: 11669, Backends: []string{"RPC"},
		Devices: []bench.Device{{Name: "RPC0", Description: end}}, Traits: bench.Traits{Lines: "llama-bench"},
	}
	model := bench.Model{Name: "M", Format: "gguf", Path: "/m/m.gguf", ReadBytesPerToken: 1 << 30}
	t.tell("", bench.SessionStarted{Session: "s", Plan: bench.Plan{Jobs: []bench.Job{{ID: "j1", Model: model, Build: build, Tests: []bench.Test{pp512, tg128}, Repetitions: 1}}}})
	t.tell("", bench.MachineDescribed{Machine: bench.Machine{DeviceBandwidth: []bench.DeviceBandwidth{{Device: "RPC0", Description: end, Slope: bench.Slope{MedianGBps: 9}}}}})
	t.tell("j1", bench.EngineStarted{Invocation: 1, Build: build, Argv: append(build.Prefix, "-m", model.Path)})
	t.tell("j1", bench.MemoryAllocated{Device: "RPC0[" + end + "]", Use: "model", Bytes: 1 << 30})
	t.tell("j1", bench.Warned{Warning: bench.Warning{Code: "bad_end", Text: end + " went away"}})
	ns := samples(tg128, 5)
	raw := strings.Replace(rawLine("c", 11669, model.Path, tg128, ns), "Radeon 8060S", end, 1)
	t.tell("j1", bench.TestFinished{Result: bench.Result{Test: tg128, SamplesNS: ns, Backend: "RPC", GPU: end, Raw: raw}})
	t.tell("j1", bench.TestFailed{Test: pp512, Failure: bench.Failure{Code: bench.FailRemoteGone, Reason: "the other machine " + end + " does not answer", Tail: []string{"Failed to connect to " + end}}})
	t.tell("", bench.SessionFinished{Outcome: bench.OutcomePartly})
	return t.s
}

// By default a format writes a number for the other machine, and names it only
// on request. Some formats mention no machine.
func TestNoFormatNamesAnotherMachineThatComputed(t *testing.T) {
	const number = "host-1:50052"
	for _, host := range []string{benchtest.RemoteHost, "192.168.7.20"} {
		named := 0
		for _, format := range Formats() {
			var plain, asked strings.Builder
			for b, o := range map[*strings.Builder]Options{&plain: {IncludeSuspect: true}, &asked: {IncludeSuspect: true, HostName: true}} {
				if err := format.Write(b, remoteSession(host), o); err != nil {
					t.Fatal(err)
				}
			}
			if strings.Contains(plain.String(), host) {
				t.Errorf("%s names %s: %s", format.Name, host, around(plain.String(), host))
			}
			names, numbers := strings.Contains(asked.String(), host), strings.Contains(plain.String(), number)
			if names != numbers || strings.Contains(asked.String(), number) {
				t.Errorf("%s names the machine when asked: %v; writes its number otherwise: %v", format.Name, names, numbers)
			}
			if names {
				named++
			}
		}
		if named < 4 {
			t.Errorf("only %d formats name the machine when asked", named)
		}
	}
}

// Old builds list no devices, and a variable may name the other machine.
func TestAMachineThatIsNoDeviceIsNotNamed(t *testing.T) {
	for _, host := range []string{"attic", "192.168.7.20"} {
		for name, change := range map[string]func(*bench.EngineBuild){
			"an argument": func(b *bench.EngineBuild) { b.Prefix = []string{"llama-bench", "--rpc=b.lan:50053," + host + ":50052"} },
			"a variable": func(b *bench.EngineBuild) {
				b.Prefix, b.Env = b.Prefix[:1], []string{"LLAMA_ARG_RPC=" + host + ":50052"}
			},
			"an inherited variable": func(b *bench.EngineBuild) {
				b.Prefix, b.Inherited = b.Prefix[:1], []string{"LLAMA_ARG_RPC=" + host + ":50052"}
			},
		} {
			s := remoteSession(host)
			s.Machine.DeviceBandwidth = nil
			for _, b := range []*bench.EngineBuild{&s.Jobs[0].Build, &s.Jobs[0].Engines[0].Build} {
				b.Devices = nil
				change(b)
			}
			s.Jobs[0].Engines[0].Argv = append(slices.Clone(s.Jobs[0].Build.Prefix), "-m", "m.gguf")
			for _, format := range Formats() {
				var b bytes.Buffer
				if err := format.Write(&b, s, Options{IncludeSuspect: true}); err != nil {
					t.Fatal(err)
				}
				if text := b.String(); strings.Contains(text, host) {
					t.Errorf("%s names %s, known from %s: %s", format.Name, host, name, around(text, host))
				}
			}
		}
	}
}

func TestABugReportNamesNoOtherMachine(t *testing.T) {
	private := Private(Options{}, bench.Machine{DeviceBandwidth: []bench.DeviceBandwidth{{Device: "RPC0", Description: "cellar.lan:50052"}}}, []bench.EngineBuild{
		{Prefix: []string{"llama-bench", "--rpc", "attic.lan:50052"}},
		{Devices: []bench.Device{{Name: "RPC0", Description: "10.0.0.7:50052"}}},
	})
	if got := private("attic.lan:50052 10.0.0.7 cellar.lan"); got != "host-1:50052 host-2 host-3" {
		t.Errorf("got %s", got)
	}
}

func TestNotEveryColonIsAnAddress(t *testing.T) {
	var r remotes
	r.addNamed([]string{"qwen3:8", "qwen3:8b", "OMP_PLACES=cores:4", "0000:01:00.0", "0-3:2048", "x:99999", "localhost:50052", "127.0.0.1:80", "host-1:50052", `C:\50052`})
	if len(r) != 0 {
		t.Errorf("these are said to be hosts: %q", r)
	}
	r.addNamed([]string{"http://me@attic.lan:8080/v1", "a:50052,10.0.0.7:80"})
	if want := (remotes{"attic.lan", "a", "10.0.0.7"}); !slices.Equal(r, want) {
		t.Errorf("%q, want %q", r, want)
	}
	if got := r.numbered("a bench on a:50052"); got != "a bench on host-2:50052" {
		t.Errorf("got %s", got)
	}
}

// The command that measures the same again reaches the other machine, too.
func TestTheCommandReachesTheOtherMachine(t *testing.T) {
	if text := written(t, "report.md", remoteSession("a.lan"), Options{}); !strings.Contains(text, "\nllama-bench --rpc host-1:50052 -m m.gguf") {
		t.Errorf("got %s", around(text, "\nllama-bench"))
	}
}

// An address that every machine has for itself needs no hiding.
func TestTheMachineItselfIsNoOtherMachine(t *testing.T) {
	for _, host := range []string{"127.0.0.1", "localhost"} {
		if text := written(t, "report.json", remoteSession(host), Options{}); !strings.Contains(text, host+":50052") {
			t.Errorf("%s is gone", host)
		}
	}
}

// The numbers stay when a session is read back and written again.
func TestNumbersOfOtherMachinesStay(t *testing.T) {
	s := remoteSession("a.lan")
	s.Jobs[0].Build.Devices = append(s.Jobs[0].Build.Devices, bench.Device{Name: "RPC1", Description: "b.lan:1"})
	s.Jobs[0].Engines[0].Build.Devices = s.Jobs[0].Build.Devices
	back, err := AsRead(s)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"host-1:50052", "host-2:1"} {
		if got := NewRecipe(back, Options{}).Plan.Jobs[0].Build.Devices[i].Description; got != want {
			t.Errorf("device %d is %s, want %s", i, got, want)
		}
	}
}

// TestAServersHostIsHidden: the address of a server may be without a port.
func TestAServersHostIsHidden(t *testing.T) {
	s := remoteSession("192.168.7.20")
	build := bench.EngineBuild{Engine: "openai", Prefix: []string{"https://models.secret.example/v1"}, VersionText: "at models.secret.example", Traits: bench.Traits{Serves: true, Elsewhere: true}}
	s.Jobs[0].Build = build
	s.Jobs[0].Engines = nil
	var out strings.Builder
	if err := Markdown(&out, s, Options{IncludeSuspect: true}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "secret") || !strings.Contains(out.String(), "openai=https://host-1/v1") {
		t.Error(out.String())
	}
}
