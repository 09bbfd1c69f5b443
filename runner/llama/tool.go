package llama

import "dragstrip/bench"

// tool is one of the programs of llama.cpp that an adapter can drive.
type tool struct {
	// parse reads its --help; right tells whether the text is that of the tool.
	parse func(help string) Capabilities
	right func(Capabilities) bool
	// types are the types of the cache that it takes, and those that it may take;
	// takes tells whether it takes a value of a parameter, and leavesOff whether it
	// computes without flash attention unless it is asked for.
	types     func(Capabilities) (sure, also []string)
	takes     func(c Capabilities, p bench.Parameter, value string) bool
	leavesOff func(Capabilities) bool
	// own are the flags that dragstrip writes itself (see checkArguments).
	own map[string]string
	// title names it, and remedy says how to name the right program.
	title, remedy string
}
