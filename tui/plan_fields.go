package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

// field is one line of the form.
type field struct {
	flag, label, help string
	values            []string // to choose from with ←→; none is free text
	empty             string   // what no value means
	build             int      // index into desk.builds, for those to tick
}

// dashed is the flag as it is written: one dash before llama-bench's own, two
// before words.
func (f field) dashed() string {
	if len(f.flag) > 4 {
		return "--" + f.flag
	}
	return "-" + f.flag
}

// presetFlag and moreFlag name the lines that are no flags.
const (
	presetFlag = "preset"
	buildFlag  = "engine"
	moreFlag   = "more"
)

var commonFields = []field{
	{flag: presetFlag, label: "preset", help: "a recipe for the fields below"},
	{flag: "p", label: "prompt", help: "prompt lengths in tokens; several by commas (512,4096). pp512 is what people publish"},
	{flag: "n", label: "generate", help: "generation lengths in tokens; tg128 is what people publish. 0 leaves generation out"},
	{flag: "pg", label: "both", help: "a prompt and a generation timed together, as 512,128", empty: "none"},
	{flag: "d", label: "depth", help: "tokens already in the context before the clock starts: 0,4096,16384"},
	{flag: buildFlag, label: "engines", help: "space ticks an engine build; every ticked one measures every model"},
	{flag: "fa", label: "flash attn", help: "flash attention; on,off measures both. Empty leaves it to the engine", values: []string{"", "auto", "on", "off", "on,off"}, empty: "the engine's choice"},
	{flag: "r", label: "repetitions", help: "of each test. With fewer than six there is no 95 % interval"},
	{flag: "precision", label: "precision", help: "go on until each median is known this well: 1%. Empty takes the repetitions above and no more", values: []string{"", "0.5%", "1%", "2%", "5%"}, empty: "none"},
	{flag: "rounds", label: "rounds", help: "passes over all jobs that the repetitions are spread over, A B B A, so that drift hits all alike; each loads the models anew. Empty chooses by what that costs", empty: "chosen"},
	{flag: "ctk", label: "K type", help: "type of the K cache; empty is f16", values: []string{"", "f16", "q8_0", "q4_0", "f16,q8_0"}, empty: "f16"},
	{flag: "ctv", label: "V type", help: "type of the V cache; empty is f16. Quantised ones need flash attention", values: []string{"", "f16", "q8_0", "q4_0"}, empty: "f16"},
	{flag: moreFlag, label: "more" + "…", help: "enter or → shows the rarer fields: order, cooling down, threads, batch, -ub, -ngl, devices …"},
}

// roundFields are those of how repetitions are spread that are rarely
// changed.
var roundFields = []field{
	{flag: "order", label: "order", help: "of the jobs within rounds: alternate turns it round each time (A B, B A), shuffle goes by a seed kept in the plan, fixed takes the queue as it is", values: []string{"", "alternate", "shuffle", "fixed"}, empty: "alternate"},
	{flag: "seed", label: "seed", help: "a number that the shuffled order goes by; empty takes a new one", empty: "a new one"},
	{flag: "max-time", label: "most time", help: "with a precision: the most time the session may take before it adds no more repetitions: 10m, 1h; 0 is no bound", empty: "10m"},
	{flag: "cool-down", label: "cool down", help: "before each start of the engine wait until the machine is as cool, or as idle, as at first, for at most so long: 2m. Empty does not wait", values: []string{"", "1m", "2m", "5m"}, empty: "none"},
	{flag: "no-sentinel", label: "sentinel", help: "the first test of several jobs, or of two minutes and more, is repeated at the end to see drift; true leaves that out", values: []string{"", "true"}, empty: "repeated"},
}

func (f field) isText() bool {
	return f.flag != presetFlag && f.flag != buildFlag && f.flag != moreFlag
}

// fields are the lines of the form now.
func (s *planScreen) fields() []field {
	var out []field
	for _, f := range commonFields {
		if f.flag != buildFlag {
			out = append(out, f)
			continue
		}
		for i := range s.builds {
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
			out = append(out, field{flag: p.Flag, label: p.Key, help: p.Help})
		}
	}
	return out
}

func (s *planScreen) field() field {
	all := s.fields()
	return all[min(s.at, len(all)-1)]
}

// startsValue: digits begin a new value by themselves. They are no numbers of
// screens on this one, while a field of numbers has the keyboard.
func startsValue(msg tea.KeyMsg) bool {
	return len(msg.Runes) == 1 && (msg.Runes[0] >= '0' && msg.Runes[0] <= '9' || msg.Runes[0] == '-')
}
