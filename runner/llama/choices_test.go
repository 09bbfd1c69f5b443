package llama

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"dragstrip/bench"
)

// TestChoicesFollowFromHelp: a plan used to be made with values that the build
// refuses, and failed when it was measured.
func TestChoicesFollowFromHelp(t *testing.T) {
	for _, name := range helpNames(t) {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			caps := helpOf(t, name)
			for _, c := range benchTool.choices(caps) {
				fmt.Fprintf(&b, "%s %v %v %s\n", c.Key, c.Values, c.Also, c.Since)
			}
			for _, c := range conflicts(benchTool.leavesOff(caps), false) {
				fmt.Fprintf(&b, "%+v\n", c)
			}
			golden.RequireEqual(t, []byte(b.String()))
		})
	}
}

// What llama-bench b11669 itself said to each value, with --help behind it or
// with a model.
func TestWhatTheEngineRefusesIsRefused(t *testing.T) {
	caps := helpOf(t, "b11669")
	b := bench.EngineBuild{Engine: Name, Version: "0.7.0", Traits: bench.Traits{Choices: benchTool.choices(caps), Conflicts: conflicts(benchTool.leavesOff(caps), true)}}
	for text, want := range map[string]string{
		"-ctk q9":               "-ctk q9: llama.cpp 0.7.0 does not take this; choose from: f16, bf16, q8_0, q4_0, q4_1, q5_0, q5_1, iq4_nl",
		"-ctk Q8_0":             "-ctk Q8_0: llama.cpp 0.7.0 does not take this; ",
		"-ctv f32":              "-ctv f32: llama.cpp 0.7.0 does not take this; ",
		"-ctk q8_0 -fa off":     "",
		"-ctv bf16 -fa off":     "",
		"-ctv q8_0":             "",
		"-ctv q8_0 -fa on":      "",
		"-ctv q8_0 -fa off":     "-ctv q8_0 -fa off: llama.cpp 0.7.0 takes a quantized V cache only with flash attention; add -fa on",
		"-sm tensor":            "-sm tensor: llama.cpp 0.7.0 needs a device for that; leave -sm out",
		"-sm row":               "",
		"-sm layer -dev none":   "",
		"-nkvo 1 -nopo 1 -mg 5": "",
	} {
		p := bench.Params{}
		fields := strings.Fields(text)
		for i := 0; i < len(fields); i += 2 {
			at := slices.IndexFunc(bench.Parameters, func(d bench.Parameter) bool { return "-"+d.Flag == fields[i] })
			p[bench.Parameters[at].Key] = fields[i+1]
		}
		if err := p.Validate(); err != nil {
			t.Fatal(err)
		}
		got := b.NotTaken(p) + b.NotTogether(p)
		if (want == "") != (got == "") || !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestAnOldBuildLacksFlags(t *testing.T) {
	caps := helpOf(t, "b5212")
	b := bench.EngineBuild{Engine: Name, Number: 5212, Traits: bench.Traits{Choices: benchTool.choices(caps), Conflicts: conflicts(benchTool.leavesOff(caps), false)}}
	for key, value := range map[string]string{"n_cpu_moe": "4", "no_host": "1", "flash_attn": "auto", "split_mode": "tensor", "load_mode": "dio"} {
		if no := b.NotTaken(bench.Params{key: value}); no == "" {
			t.Errorf("%s %s is taken", key, value)
		}
	}
	if no := b.NotTaken(bench.Params{"n_cpu_moe": "4"}); no != "-ncmoe 4: llama.cpp b5212 does not have this flag; choose a build from b6490 (September 2025) or newer, or leave the flag out" {
		t.Error(no)
	}
	if no := b.NotTaken(bench.Params{"n_cpu_moe": "0", "no_host": "0", "load_mode": "mmap", "flash_attn": "on"}); no != "" {
		t.Error(no)
	}
	if no := b.NotTogether(bench.Params{"type_v": "q4_0"}); no != "-ctv q4_0: llama.cpp b5212 takes a quantized V cache only with flash attention; add -fa on" {
		t.Error(no)
	}
}

func TestAServerListsItsTypes(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("testdata", "server", "help.txt"))
	if err != nil {
		t.Fatal(err)
	}
	caps := parseServerHelp(string(raw))
	b := bench.EngineBuild{Engine: ServerName, Traits: bench.Traits{Choices: serverTool.choices(caps)}}
	if no := b.NotTaken(bench.Params{"type_k": "q9"}); !strings.HasSuffix(no, "choose from: f32, f16, bf16, q8_0, q4_0, q4_1, iq4_nl, q5_0, q5_1") {
		t.Error(no)
	}
	if no := b.NotTaken(bench.Params{"type_k": "f32", "flash_attn": "auto", "load_mode": "dio", "repack": "0", "cpu_mask": "ff"}); no != "" {
		t.Error(no)
	}
	if serverTool.leavesOff(caps) {
		t.Error("flash attention is auto")
	}
}
