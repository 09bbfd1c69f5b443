package llama

import (
	"slices"
	"strings"

	"dragstrip/bench/lazyregexp"
	"dragstrip/runner/words"
)

// Capabilities is what a build can do, read from its --help. Version numbers
// are not used, because distributions and forks change them freely.
type Capabilities struct {
	// Flags holds every flag by each of its spellings, "-fa" and
	// "--flash-attn".
	Flags map[string]Flag

	JSONL, JSON bool // output formats
	Progress    bool // --progress: a line per repetition
	Verbose     bool // -v: reasons of failures, memory, ticks
	Depth       bool // -d
	Pairs       bool // -pg: prompt and generation timed together
	NoWarmup    bool // --no-warmup
	// WarmupSwitch is the -w <0|1> of the ik_llama.cpp forks.
	WarmupSwitch bool
	Device       bool // -dev
	ListDevices  bool // --list-devices
	VersionFlag  bool // --version
	Mmap         bool // -mmp <0|1>, until 2026
	DirectIO     bool // -dio <0|1>, for some months in 2026
	// LoadModes are the values of -lm, which replaced -mmp and -dio.
	LoadModes []string
	// FlashAttn are the values of -fa: 0 and 1, or on, off and auto.
	FlashAttn []string
	// LayersAll is the value of -ngl for "all layers": -1 if that is the default,
	// otherwise a number larger than that of any model.
	LayersAll string
}

// Flag is one line of the help.
type Flag struct {
	// Values lists the possible values, if the help names them.
	Values []string
	// Default is the default value as the help shows it.
	Default string
}

// Has tells whether the build knows a flag in this spelling.
func (c Capabilities) Has(spelling string) bool {
	_, ok := c.Flags[spelling]
	return ok
}

// LooksRight tells whether the help text seems to come from llama-bench.
func (c Capabilities) LooksRight() bool {
	return c.Has("-m") && c.Has("-p") && c.Has("-n") && c.Has("-o") && (c.JSONL || c.JSON)
}

var (
	placeholder = lazyregexp.New(`<[^<>]*>`)
	valueSet    = lazyregexp.New(`<([^<>]*\|[^<>]*)>`)
	defaultText = lazyregexp.New(`\(default: ([^()]*)\)`)
	flagShape   = lazyregexp.New(`^--?[A-Za-z][A-Za-z0-9_-]*$`)
)

// helpLines is how many lines of a help text are read at most.
const helpLines = 2000

// ParseHelp reads the text that --help writes to stdout. It accepts any text
// and ignores what it does not understand.
func ParseHelp(stdout string) Capabilities {
	c := Capabilities{Flags: map[string]Flag{}}
	lines := 0
	for line := range strings.Lines(stdout) {
		if lines++; lines > helpLines {
			break
		}
		names, flag := parseHelpLine(strings.TrimRight(line, "\r\n"))
		for _, name := range names {
			if _, seen := c.Flags[name]; !seen {
				c.Flags[name] = flag
			}
		}
	}
	c.derive()
	return c
}

// parseHelpLine reads one line such as
//
//	-fa, --flash-attn <on|off|auto>        (default: auto)
//
// Older texts put the placeholder between the spellings, or leave out the
// comma.
func parseHelpLine(line string) ([]string, Flag) {
	body := strings.TrimLeft(line, " ")
	indent := len(line) - len(body)
	// Continued descriptions are indented much further.
	if indent < 1 || indent > 8 || !strings.HasPrefix(body, "-") || len(line) > 4096 {
		return nil, Flag{}
	}
	var flag Flag
	if m := valueSet.FindStringSubmatch(body); m != nil {
		// Messages show these values to a user who asked for another value.
		for value := range strings.SplitSeq(m[1], "|") {
			flag.Values = append(flag.Values, words.Tidy(value))
		}
	}
	if m := defaultText.FindStringSubmatch(body); m != nil {
		flag.Default = words.Tidy(m[1])
	}
	head := placeholder.ReplaceAllString(body, "")
	head, _, _ = strings.Cut(head, "  ")
	head, _, _ = strings.Cut(head, "(")
	var names []string
	for _, token := range strings.FieldsFunc(head, func(r rune) bool { return r == ' ' || r == ',' }) {
		if flagShape.MatchString(token) {
			names = append(names, token)
		}
	}
	return names, flag
}

func (c *Capabilities) derive() {
	formats := c.Flags["-o"].Values
	c.JSONL = slices.Contains(formats, "jsonl")
	c.JSON = slices.Contains(formats, "json")
	c.Progress = c.Has("--progress")
	c.Verbose = c.Has("-v")
	c.Depth = c.Has("-d")
	c.Pairs = c.Has("-pg")
	c.NoWarmup = c.Has("--no-warmup")
	c.WarmupSwitch = c.Has("-w") && !c.NoWarmup
	c.Device = c.Has("-dev")
	c.ListDevices = c.Has("--list-devices")
	c.VersionFlag = c.Has("--version")
	c.Mmap = c.Has("-mmp")
	c.DirectIO = c.Has("-dio")
	c.LoadModes = c.Flags["-lm"].Values
	c.FlashAttn = c.Flags["-fa"].Values
	c.LayersAll = "999"
	// Most builds of 2025 refuse -ngl -1 ("invalid range format"), so -1 is
	// used only if it is the default.
	if c.Flags["-ngl"].Default == "-1" {
		c.LayersAll = "-1"
	}
}
