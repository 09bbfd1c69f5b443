package llama

import (
	"slices"

	"dragstrip/bench"
)

// cacheTypes are the types of the KV cache that llama-bench has had since 2024.
// Its help does not list them. Builds before 2025 refuse bf16.
var cacheTypes = []string{"f16", "bf16", "q8_0", "q4_0", "q4_1", "q5_0", "q5_1", "iq4_nl"}

// forkTypes are further types of the ik_llama.cpp forks, and turboTypes those of
// the forks for TurboQuant, whose help is like that of other builds.
var (
	forkTypes  = []string{"q6_0", "q8_KV"}
	turboTypes = []string{"turbo2", "turbo3", "turbo4"}
)

// wholeTypes are the types of the cache that are not quantized.
var wholeTypes = []string{"f16", "bf16", "f32"}

// benchTypes are the types of the cache that a llama-bench takes, and those that
// it may take.
func benchTypes(caps Capabilities) (sure, also []string) {
	if caps.WarmupSwitch {
		return slices.Concat(cacheTypes, forkTypes), turboTypes
	}
	return cacheTypes, turboTypes
}

// serverTypes are the types of the cache that the help of a llama-server lists,
// and those that it may take: a longer list goes on in another line of the help.
func serverTypes(caps Capabilities) (sure, also []string) {
	return caps.Flags["-ctk"].Values, slices.Concat(forkTypes, turboTypes)
}

// benchLeavesOff tells whether a llama-bench computes without flash attention
// unless it is asked for, and serverLeavesOff whether a llama-server does.
func benchLeavesOff(caps Capabilities) bool {
	return !caps.Has("-fa") || slices.Contains([]string{"0", "off"}, caps.Flags["-fa"].Default)
}

func serverLeavesOff(caps Capabilities) bool { return !slices.Contains(caps.FlashAttn, "auto") }

// benchTakes tells whether a llama-bench takes a value of a parameter.
func benchTakes(caps Capabilities, p bench.Parameter, value string) bool {
	var t translated
	return t.parameter(caps, p, value, bench.Params{p.Key: value}) == nil
}

// serverTakes tells whether a llama-server takes a value of a parameter.
func serverTakes(caps Capabilities, p bench.Parameter, value string) bool {
	_, missing := serverWords(caps, p.Key, value)
	return missing == ""
}

// choices are the parameters of which a build takes only some of the possible
// values. Devices are left out: planning knows those of each build.
func (t tool) choices(caps Capabilities) (out []bench.Choice) {
	for _, p := range bench.Parameters {
		all, also := p.Choices(), []string(nil)
		isType := p.Key == "type_k" || p.Key == "type_v"
		if isType {
			all, also = t.types(caps)
		}
		_, known := spellings[p.Key]
		if !known || p.Key == "devices" || isType && len(all) == 0 {
			continue
		}
		has := slices.DeleteFunc(slices.Clone(all), func(value string) bool { return !t.takes(caps, p, value) })
		c := bench.Choice{Key: p.Key, Values: has, Also: also}
		switch unset := withoutFlag[p.Key]; {
		case len(all) == 0 && t.takes(caps, p, "1"), len(all) > 0 && len(has) == len(all) && !isType: // everything that can be asked for
			continue
		case len(all) == 0 && unset != "":
			c.Values, c.Since = []string{unset}, spellings[p.Key].since
		case len(has) == 0, len(has) == 1 && has[0] == unset:
			c.Also, c.Since = nil, spellings[p.Key].since
		}
		out = append(out, c)
	}
	return out
}

// conflicts are parameters that a llama.cpp cannot have together. leftOff says
// that flash attention is off unless it is asked for, and onCPU that the build has
// no device.
func conflicts(leftOff, onCPU bool) []bench.Conflict {
	quantized := slices.Concat(cacheTypes, forkTypes, turboTypes)
	c := bench.Conflict{
		Key: "type_v", Values: slices.DeleteFunc(quantized, func(t string) bool { return slices.Contains(wholeTypes, t) }),
		With: "flash_attn", Are: []string{"off"}, Why: "takes a quantized V cache only with flash attention; add -fa on",
	}
	if leftOff {
		c.Are = append(c.Are, "")
	}
	tensor := bench.Conflict{Key: "split_mode", Values: []string{"tensor"}, With: "devices", Are: []string{"none"}, Why: "needs a device for that; leave -sm out"}
	if onCPU {
		tensor.Are = append(tensor.Are, "", "auto")
	}
	return []bench.Conflict{c, tensor}
}
