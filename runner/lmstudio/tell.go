package lmstudio

import (
	"context"
	"strconv"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// tell says which settings the server uses, as far as it tells, and which runtime
// computes.
func (s *sitting) tell(ctx context.Context, about *engine.Line, loadedBefore bool) error {
	told := []bench.Told{
		{Name: "prompt", Value: "chat, with the model's template"},
		{Name: "sampling", Value: "greedy (temperature 0), as asked for"},
		{Name: "end token", Value: "cannot be ignored"},
		{Name: "interface", Value: "v1"},
	}
	switch {
	case s.draft.asked != "": // see speculated
		told[3].Value = "v0"
	case s.old:
		told[0].Value, told[3].Value = "text without a template", "v0"
	}
	if loadedBefore {
		told = append(told, bench.Told{Name: "loaded", Value: "by somebody else before; its settings are unchanged"})
	} else if s.old {
		told = append(told, bench.Told{Name: "unloaded", Value: "by LM Studio itself, " + strconv.Itoa(s.idle()) + " s after the last request"})
	}
	list, err := s.models(ctx)
	if err != nil {
		return err
	}
	var have config
	for _, m := range list {
		if m.Name != s.r.Model {
			continue
		}
		about.ModelBytes, about.ModelType = m.Bytes, strings.TrimSpace(m.Arch+" "+m.Quant)
		for _, i := range m.Instances {
			if i.ID == s.name {
				have = i.Config
			}
		}
	}
	of := s.about(ctx, s.name)
	if have.Context == nil && of.Info.Context > 0 {
		have.Context = &of.Info.Context
	}
	told = append(told, have.told()...)
	if of.Runtime.Name != "" {
		about.Backend = backendOf(of.Runtime.Name)
		told = append(told, bench.Told{Name: "runtime", Value: strings.TrimSpace(of.Runtime.Name + " " + of.Runtime.Version)})
	}
	return s.say(engine.Line{E: "told", Told: told})
}

// told are the settings under the names of the parameters.
func (c config) told() (out []bench.Told) {
	add := func(name, value string) { out = append(out, bench.Told{Name: name, Value: value}) }
	if c.Context != nil {
		add("context", strconv.Itoa(*c.Context))
	}
	if c.Batch != nil {
		add("n_batch", strconv.Itoa(*c.Batch))
	}
	if c.Flash != nil {
		add("flash_attn", map[bool]string{true: "on", false: "off"}[*c.Flash])
	}
	if c.KVOnGPU != nil {
		add("no_kv_offload", map[bool]string{true: "0", false: "1"}[*c.KVOnGPU])
	}
	if c.ParallelMost != nil {
		add("requests at once, at most", strconv.Itoa(*c.ParallelMost))
	}
	return out
}

// backendOf is what a runtime computes on, as its name tells:
// "llama.cpp-mac-arm64-apple-metal-advsimd".
func backendOf(runtime string) string {
	runtime = strings.ToLower(runtime)
	for _, b := range []struct{ part, name string }{
		{"cuda", "CUDA"}, {"rocm", "ROCm"}, {"vulkan", "Vulkan"}, {"metal", "Metal"}, {"mlx", "Metal"}, {"cpu", "CPU"}, {"avx", "CPU"},
	} {
		if strings.Contains(runtime, b.part) {
			return b.name
		}
	}
	return ""
}
