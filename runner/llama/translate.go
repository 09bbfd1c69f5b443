package llama

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/words"
)

// translated is one piece of work, written in the flags of one build.
type translated struct {
	// fixed are flags of the process and of loading, which apply to a whole
	// invocation.
	fixed []string
	// axes are the parameters that llama-bench can loop over, the outermost loop
	// first.
	axes []axis
	env  []string
	// doubts are warnings about wishes that the build cannot fulfil. The result
	// can be used nevertheless.
	doubts []bench.Warning
}

// axis is a parameter of the context with its value for one piece of work.
type axis struct {
	flag, value string
	// implied is set for a default value. It need not be written if the list
	// has no other value.
	implied bool
	// alone is set for a value that the build may refuse. It gets a command
	// line without other values, so that the others are measured even then.
	alone bool
}

// spelling says how builds write a parameter, and since when they have it.
// Messages use the first flag and since.
type spelling struct {
	flags []string
	since string
}

var spellings = map[string]spelling{
	"numa":            {[]string{"--numa"}, "b2794 (May 2024)"},
	"prio":            {[]string{"--prio"}, "b3644 (August 2024)"},
	"n_gpu_layers":    {[]string{"-ngl", "--n-gpu-layers"}, "b1003 (August 2023)"},
	"n_cpu_moe":       {[]string{"-ncmoe", "--n-cpu-moe"}, "b6490 (September 2025)"},
	"split_mode":      {[]string{"-sm", "--split-mode"}, "b1843 (January 2024)"},
	"load_mode":       {[]string{"-lm", "--load-mode"}, "mid 2026"},
	"main_gpu":        {[]string{"-mg", "--main-gpu"}, "b1003 (August 2023)"},
	"devices":         {[]string{"-dev", "--device"}, "b6522 (September 2025)"},
	"tensor_split":    {[]string{"-ts", "--tensor-split"}, "b1003 (August 2023)"},
	"override_tensor": {[]string{"-ot", "--override-tensor"}, "b5200 (April 2025)"},
	"no_host":         {[]string{"--no-host"}, "b6700 (October 2025)"},
	"repack":          {[]string{"--repack"}, "October 2026"},
	"embeddings":      {[]string{"-embd", "--embeddings"}, "b2360 (March 2024)"},
	"no_op_offload":   {[]string{"-nopo", "--no-op-offload"}, "b5346 (May 2025)"},
	"n_batch":         {[]string{"-b", "--batch-size"}, "b1003 (August 2023)"},
	"n_ubatch":        {[]string{"-ub", "--ubatch-size"}, "b2413 (March 2024)"},
	"type_k":          {[]string{"-ctk", "--cache-type-k"}, "b1619 (December 2023)"},
	"type_v":          {[]string{"-ctv", "--cache-type-v"}, "b1619 (December 2023)"},
	"no_kv_offload":   {[]string{"-nkvo", "--no-kv-offload"}, "b1786 (January 2024)"},
	"flash_attn":      {[]string{"-fa", "--flash-attn"}, "b2771 (April 2024)"},
	"n_threads":       {[]string{"-t", "--threads"}, "b1003 (August 2023)"},
	"cpu_mask":        {[]string{"-C", "--cpu-mask"}, "b3644 (August 2024)"},
	"cpu_strict":      {[]string{"--cpu-strict"}, "b3644 (August 2024)"},
	"poll":            {[]string{"--poll"}, "b3644 (August 2024)"},
}

// withoutFlag has the value that a build uses if it has no flag for a
// parameter. A job that asks for exactly this value needs no flag.
var withoutFlag = map[string]string{
	"n_cpu_moe": "0", "load_mode": "auto", "devices": "auto", "no_host": "0", "repack": "1", "embeddings": "0",
	"no_op_offload": "0", "no_kv_offload": "0", "flash_attn": "off", "cpu_strict": "0", "prio": "0",
}

// sureTypes are the cache types that every build since 2024 accepts.
var sureTypes = []string{"f16", "q8_0", "q4_0", "q4_1", "q5_0", "q5_1", "iq4_nl"}

// unsupported is a wish for which a build has no flag or no value.
type unsupported struct{ flag, since, why string }

func (u unsupported) failure(build bench.EngineBuild) bench.Failure {
	name := buildName(build)
	f := bench.Failure{
		Code:   bench.FailUnsupportedFlag,
		Reason: fmt.Sprintf("%s does not know %s", name, u.flag),
		Remedy: fmt.Sprintf("choose a llama.cpp build from %s or newer, or leave %s out", u.since, u.flag),
	}
	if u.since == "" {
		f.Remedy = "leave it out"
	}
	if u.why != "" {
		f.Reason = fmt.Sprintf("%s cannot do %s: %s", name, u.flag, u.why)
		f.Remedy = fmt.Sprintf("choose another engine build, or another value for %s", firstWord(u.flag))
	}
	if u.why != "" && u.since != "" {
		f.Remedy = fmt.Sprintf("choose a llama.cpp build from %s or newer, or another value for %s", u.since, firstWord(u.flag))
	}
	return f
}

func firstWord(s string) string { word, _, _ := strings.Cut(s, " "); return word }

// buildName is a build's name in messages: "llama.cpp b5212".
func buildName(build bench.EngineBuild) string {
	name := "this llama.cpp build"
	switch {
	case build.Number > 1:
		name = fmt.Sprintf("llama.cpp b%d", build.Number)
	case build.Version != "":
		name = "llama.cpp " + words.Tidy(build.Version)
	case build.ID != "":
		name += " (" + words.Tidy(build.ID) + ")"
	}
	return name
}

// translate writes a piece of work in the flags of a build, or says what the
// build does not support.
func translate(caps Capabilities, w engine.Work) (translated, *unsupported) {
	var t translated
	if !caps.Pairs && w.Test.Prompt > 0 && w.Test.Generation > 0 {
		return t, &unsupported{flag: "-pg", since: "b2843 (May 2024)"}
	}
	t.process(caps, w.Job)
	for _, p := range bench.Parameters {
		if p.Key == "poll" {
			if u := t.depth(caps, w.Test.Depth); u != nil {
				return t, u
			}
		}
		value, asked := w.Job.Params[p.Key]
		if !asked {
			continue
		}
		if u := t.parameter(caps, p, value, w.Job.Params); u != nil {
			return t, u
		}
	}
	return t, nil
}

// process handles what a job asks for besides its parameters.
func (t *translated) process(caps Capabilities, job *bench.Job) {
	if job.NoWarmup {
		switch {
		case caps.NoWarmup:
			t.fixed = append(t.fixed, "--no-warmup")
		case caps.WarmupSwitch:
			t.fixed = append(t.fixed, "-w", "0")
		default:
			t.doubts = append(t.doubts, bench.Warning{
				Code: "warmed_up", Text: "this engine build always warms up before it measures",
				Remedy: "for a cold first repetition choose a llama.cpp build from b5706 (June 2025) or newer",
			})
		}
	}
	if len(job.LeftOut) > 0 {
		t.doubts = append(t.doubts, leftOut(job))
	}
	if job.DelaySeconds > 0 {
		if caps.Has("--delay") {
			t.fixed = append(t.fixed, "--delay", fmt.Sprint(job.DelaySeconds))
		} else {
			t.doubts = append(t.doubts, bench.Warning{
				Code: "no_delay", Text: "this engine build cannot wait between tests; it ran them one right after the other",
				Remedy: "choose a llama.cpp build from b3644 (August 2024) or newer",
			})
		}
	}
}

// leftOut is the warning about what a job leaves out.
func leftOut(job *bench.Job) bench.Warning {
	return bench.Warning{
		Code: "parameters_left_out", Text: "left out, because this build does not have it: " + words.Bounded(bench.Clean(strings.Join(job.LeftOut, ", ")), 200),
	}
}

func (t *translated) depth(caps Capabilities, depth int) *unsupported {
	if !caps.Depth {
		if depth > 0 {
			return &unsupported{flag: fmt.Sprintf("-d %d", depth), since: "b5221 (April 2025)"}
		}
		return nil
	}
	t.axes = append(t.axes, axis{flag: "-d", value: fmt.Sprint(depth), implied: depth == 0})
	return nil
}

func (t *translated) parameter(caps Capabilities, p bench.Parameter, value string, all bench.Params) *unsupported {
	switch p.Key {
	case "load_mode":
		return t.loadMode(caps, value)
	case "devices":
		return t.devices(caps, value, all)
	case "flash_attn":
		return t.flashAttn(caps, value)
	case "n_gpu_layers":
		if all["devices"] == "none" && !caps.Device {
			return nil // t.devices sets -ngl
		}
		if strings.HasPrefix(value, "-") {
			value = caps.LayersAll
		}
	}
	flag, known := caps.spell(p.Key)
	if !known {
		if withoutFlag[p.Key] == value {
			return nil
		}
		return missing(p.Key)
	}
	if set := caps.Flags[flag].Values; len(set) > 0 && !slices.Contains(set, value) {
		return &unsupported{flag: flag + " " + value, why: itTakes(set)}
	}
	if p.Scope == bench.ScopeContext {
		a := axis{flag: flag, value: value, alone: p.Key == "cpu_mask"}
		if p.Key == "type_k" || p.Key == "type_v" {
			a.alone = !slices.Contains(sureTypes, value)
		}
		t.axes = append(t.axes, a)
		return nil
	}
	t.fixed = append(t.fixed, flag, value)
	return nil
}

// itTakes lists the values of a flag. The list is cut if it is very long.
func itTakes(values []string) string {
	return words.Bounded("it takes "+strings.Join(values, ", "), 200)
}

func missing(key string) *unsupported {
	s := spellings[key]
	if len(s.flags) == 0 {
		return &unsupported{flag: key}
	}
	return &unsupported{flag: s.flags[0], since: s.since}
}

// spell finds the flag that a build has for a parameter.
func (c Capabilities) spell(key string) (string, bool) {
	for _, flag := range spellings[key].flags {
		if c.Has(flag) {
			return flag, true
		}
	}
	return "", false
}

// loadMode writes how weights get into memory. Builds since mid 2026 have -lm.
// Older builds have -mmp, and for some months also -dio. Between b7718 and
// b7754 direct reading was the default, and -mmp alone had no effect; so both
// flags are always written.
func (t *translated) loadMode(caps Capabilities, value string) *unsupported {
	if len(caps.LoadModes) > 0 {
		if !slices.Contains(caps.LoadModes, value) {
			if value == "auto" {
				return nil
			}
			return &unsupported{flag: "-lm " + value, why: itTakes(caps.LoadModes)}
		}
		t.fixed = append(t.fixed, "-lm", value)
		return nil
	}
	mmap, direct := "0", "0"
	switch {
	case value == "auto":
		return nil
	case value == "mmap" && caps.Mmap:
		mmap = "1"
	case value == "none" && caps.Mmap:
	case value == "dio" && caps.DirectIO:
		direct = "1"
	default:
		return &unsupported{flag: "-lm " + value, since: spellings["load_mode"].since, why: "it does not have this way to load a model"}
	}
	if caps.Mmap {
		t.fixed = append(t.fixed, "-mmp", mmap)
	}
	if caps.DirectIO {
		t.fixed = append(t.fixed, "-dio", direct)
	}
	return nil
}

// devices writes which devices to compute on. A build without -dev cannot
// choose a device, but it can be made to use only the CPU: with no layers and
// no large batches on the GPU.
func (t *translated) devices(caps Capabilities, value string, all bench.Params) *unsupported {
	switch {
	case caps.Device:
		t.fixed = append(t.fixed, "-dev", value)
		return nil
	case value == "auto":
		return nil
	case value != "none":
		return missing("devices")
	}
	t.fixed = append(t.fixed, "-ngl", "0")
	if flag, ok := caps.spell("no_op_offload"); !ok {
		t.env = append(t.env, "CUDA_VISIBLE_DEVICES=", "GGML_DISABLE_VULKAN=1")
	} else if _, asked := all["no_op_offload"]; !asked {
		t.axes = append(t.axes, axis{flag: flag, value: "1"})
	}
	return nil
}

// flashAttn handles -fa. Builds before May 2026 take 0 and 1, later ones take
// words.
func (t *translated) flashAttn(caps Capabilities, value string) *unsupported {
	flag, known := caps.spell("flash_attn")
	if !known {
		if withoutFlag["flash_attn"] == value {
			return nil
		}
		return missing("flash_attn")
	}
	if !slices.Contains(caps.FlashAttn, "on") {
		switch value {
		case "on":
			value = "1"
		case "off":
			value = "0"
		}
		if value == "auto" && !slices.Contains(caps.FlashAttn, "auto") {
			return &unsupported{flag: "-fa auto", since: "b9400 (May 2026)", why: "it takes only on and off"}
		}
	}
	t.axes = append(t.axes, axis{flag: flag, value: value})
	return nil
}
