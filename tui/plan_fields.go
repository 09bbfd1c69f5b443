package tui

import (
	"slices"

	"dragstrip/bench"
)

// field is one line of the form.
type field struct {
	flag, label, help string
	spelling          string   // the long name in llama-bench, if it says more than the flag
	values            []string // values to choose from with ←→; if there are none, the user types a text
	empty             string   // what an empty value means
	build             int      // index in engineBuilds, for builds to tick
}

// dashed writes the flag with its dashes: one dash for flags of the engine and
// short flags, two dashes for dragstrip's own long flags.
func (f field) dashed() string {
	isEngines := slices.ContainsFunc(bench.Parameters, func(p bench.Parameter) bool { return p.Flag == f.flag })
	if len(f.flag) > 2 && !isEngines {
		return "--" + f.flag
	}
	return "-" + f.flag
}

// Names of the form's lines that are not flags.
const (
	presetFlag = "preset"
	buildFlag  = "engine"
	moreFlag   = "more"
)

var commonFields = []field{
	{flag: presetFlag, label: "preset", help: "a set of values for the fields below"},
	{flag: "p", label: "prompt", help: "prompt lengths in tokens, with commas between them (512,4096). pp512 is what people publish"},
	{flag: "n", label: "generate", help: "generation lengths in tokens; tg128 is what people publish. 0 leaves generation out"},
	{flag: "pg", label: "both", help: "a prompt and a generation timed together, as 512,128", empty: "none"},
	{flag: "d", label: "depth", help: "tokens that are in the context before the clock starts: 0,4096,16384"},
	{flag: buildFlag, label: "engines", help: "space ticks an engine build. Every ticked one measures every model that it can measure"},
	{flag: "fa", label: "flash attn", help: "flash attention. on,off measures both. Empty leaves it to the engine", values: []string{"", "auto", "on", "off", "on,off"}, empty: engineDefault},
	{flag: "r", label: "repetitions", help: "repetitions of each test. A 95 % interval needs six of them, or two rounds"},
	{flag: "precision", label: "precision", help: "repeat each test until its median is certain to within this: 1%. If empty, each test is repeated as often as the field above says", values: []string{"", "0.5%", "1%", "2%", "5%"}, empty: "none"},
	{flag: "rounds", label: "rounds", help: "passes over all jobs. The repetitions are spread over them, A B B A, so that drift affects all jobs equally. Each round loads the models again. Empty: dragstrip chooses by the time that loading takes, and takes 1 round for a single job", empty: "auto"},
	{flag: "ctk", label: "K type", help: "type of the K cache. Empty is f16", values: []string{"", "f16", "q8_0", "q4_0", "f16,q8_0"}, empty: "f16"},
	{flag: "ctv", label: "V type", help: "type of the V cache. Empty is f16. Quantized types need flash attention", values: []string{"", "f16", "q8_0", "q4_0"}, empty: "f16"},
	{flag: moreFlag, label: "more" + "…", help: "enter or → shows the rarer fields: order, cool-down, threads, batch, GPU layers, devices …"},
}

// engineDefault is shown as the value of a field if the engine decides.
const engineDefault = "engine's default"

// roundFields are the rarely changed fields about the order of rounds, waiting,
// and the drift check.
var roundFields = []field{
	{flag: "order", label: "order", help: "order of the jobs within a round. alternate reverses it each time (A B, B A), shuffle follows a seed that the plan keeps, fixed takes the queue as it is", values: []string{"", "alternate", "shuffle", "fixed"}, empty: "alternate"},
	{flag: "seed", label: "seed", help: "the number that fixes the shuffled order. If it is empty, dragstrip chooses a new one", empty: "a new one"},
	{flag: "max-time", label: "time limit", help: "with a precision, no repetitions are added after this time (10m, 1h). 0 is no limit", empty: "10m"},
	{flag: "cool-down", label: "cool-down", help: "before each start of the engine, wait until the machine is as cool (or as idle) as when the session began, at most this long: 2m. If it is empty, there is no wait", values: []string{"", "1m", "2m", "5m"}, empty: "none"},
	{flag: driftFlag, label: "drift check", help: "on: the first test is repeated at the end to see drift, if there are several jobs or the session takes two minutes or more. --no-sentinel turns it off", values: []string{"", "true"}, empty: "on"},
}

// driftFlag turns the drift check off.
const driftFlag = "no-sentinel"

func (f field) isText() bool {
	return f.flag != presetFlag && f.flag != buildFlag && f.flag != moreFlag
}

// fields are the lines of the form that are shown now.
func (s *planScreen) fields() []field {
	var out []field
	for _, f := range commonFields {
		if f.flag != buildFlag {
			out = append(out, f)
			continue
		}
		for i := range s.engineBuilds() {
			f.build = i
			out = append(out, f)
		}
	}
	if !s.more {
		return out
	}
	have := map[string]bool{}
	for _, f := range out {
		have[f.flag] = true
	}
	out = append(out, roundFields...)
	for _, p := range bench.Parameters {
		if !have[p.Flag] {
			out = append(out, field{flag: p.Flag, label: p.Label, spelling: p.Key, help: p.Help})
		}
	}
	return out
}

func (s *planScreen) field() field {
	all := s.fields()
	return all[min(s.at, len(all)-1)]
}
