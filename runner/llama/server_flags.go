package llama

import (
	"slices"
	"strings"

	"dragstrip/bench"
)

// serverFlag writes one parameter in the flags of llama-server. missing names
// the flag that the build lacks.
type serverFlag func(caps Capabilities, value string) (argv []string, missing string)

// serverFlagsOf are the parameters that llama-server spells in another way than
// llama-bench. The others have the same flags (see spellings).
var serverFlagsOf = map[string]serverFlag{
	"n_gpu_layers":    allLayers,
	"load_mode":       serverLoadMode,
	"devices":         joined("-dev", "/"),
	"tensor_split":    joined("-ts", "/;"),
	"override_tensor": joined("-ot", ";"),
	"no_host":         switched("--no-host", "1"),
	"repack":          switched("--no-repack", "0"),
	"no_op_offload":   switched("--no-op-offload", "1"),
	"no_kv_offload":   switched("--no-kv-offload", "1"),
	"flash_attn":      serverFlashAttn,
	bench.Concurrency: noFlag, // see alone and contextFor
	bench.PromptText:  noFlag, // the driver writes the prompts
	bench.Draft:       serverDraft,
}

// translateServer writes the parameters of a job in the flags of a build.
func translateServer(caps Capabilities, params bench.Params) ([]string, *unsupported) {
	var argv []string
	for _, p := range bench.Parameters {
		value, asked := params[p.Key]
		if !asked {
			continue
		}
		words, missing := serverWords(caps, p.Key, value)
		switch {
		case missing != "" && p.Key == bench.Draft:
			return nil, &unsupported{flag: "-" + p.Flag + " " + bench.ShownValue(p.Key, value), why: whyNoDraft(caps, value)}
		case missing != "":
			return nil, &unsupported{flag: missing + " " + value, since: spellings[p.Key].since}
		}
		argv = append(argv, words...)
	}
	return argv, nil
}

func serverWords(caps Capabilities, key, value string) (argv []string, missing string) {
	if special, ok := serverFlagsOf[key]; ok {
		return special(caps, value)
	}
	if flag, ok := caps.spell(key); ok {
		return []string{flag, value}, ""
	}
	if withoutFlag[key] == value {
		return nil, ""
	}
	return nil, spellings[key].flags[0]
}

// joined writes a list whose parts llama-bench separates in another way.
func joined(flag, separators string) serverFlag {
	return func(caps Capabilities, value string) ([]string, string) {
		if value == "auto" {
			return nil, ""
		}
		if !caps.Has(flag) {
			return nil, flag
		}
		return []string{flag, strings.Join(strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune(separators, r) }), ",")}, ""
	}
}

// switched writes a flag without a value, if the parameter has the value that
// the flag stands for.
func switched(flag, on string) serverFlag {
	return func(caps Capabilities, value string) ([]string, string) {
		switch {
		case value != on:
			return nil, ""
		case !caps.Has(flag):
			return nil, flag
		}
		return []string{flag}, ""
	}
}

// noFlag is for parameters that the adapter handles in another way.
func noFlag(Capabilities, string) ([]string, string) { return nil, "" }

// everyLayer is more layers than any model has. All builds accept it.
const everyLayer = "999"

func allLayers(_ Capabilities, value string) ([]string, string) {
	if strings.HasPrefix(value, "-") {
		value = everyLayer
	}
	return []string{"-ngl", value}, ""
}

// serverLoadMode handles -lm, which replaced --no-mmap and --mlock in 2026.
func serverLoadMode(caps Capabilities, value string) ([]string, string) {
	switch {
	case value == "auto":
		return nil, ""
	case caps.Has("-lm"):
		return []string{"-lm", value}, ""
	case value == "mmap":
		return nil, ""
	case value == "none" && caps.Has("--no-mmap"):
		return []string{"--no-mmap"}, ""
	case value == "mmap+mlock" && caps.Has("--mlock"):
		return []string{"--mlock"}, ""
	}
	return nil, "-lm"
}

// serverFlashAttn handles -fa. Until August 2025 it had no value.
func serverFlashAttn(caps Capabilities, value string) ([]string, string) {
	switch {
	case slices.Contains(caps.FlashAttn, value):
		return []string{"-fa", value}, ""
	case len(caps.FlashAttn) == 0 && value == "on" && caps.Has("-fa"):
		return []string{"-fa"}, ""
	case len(caps.FlashAttn) == 0 && value == "off":
		return nil, ""
	}
	return nil, "-fa"
}
