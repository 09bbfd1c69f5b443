package llama

import (
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/words"
)

// serverTool is llama-server.
var serverTool = tool{
	parse: parseServerHelp, right: looksLikeServer, own: serverOwn, title: serverProgram,
	types: serverTypes, takes: serverTakes, leavesOff: serverLeavesOff,
	remedy: `name a llama.cpp build that holds llama-server (` + "`dragstrip setup llama.cpp`" + ` installs one)`,
}

func looksLikeServer(c Capabilities) bool {
	return c.Has("-m") && c.Has("-c") && c.Has("--host") && c.Has("--port")
}

// parseServerHelp reads the --help of llama-server. Its lines have another form
// than those of llama-bench:
//
//	-fa,   --flash-attn [on|off|auto]       set Flash Attention use
//	--props                                 enable changing global properties
//	-ctk,  --cache-type-k TYPE              KV cache data type for K
//	                                        allowed values: f32, f16, q8_0
func parseServerHelp(stdout string) Capabilities {
	c := Capabilities{Flags: map[string]Flag{}}
	lines := 0
	var names []string // of the flag that is described
	for line := range strings.Lines(stdout) {
		if lines++; lines > helpLines {
			break
		}
		if len(line) > 4096 {
			continue
		}
		if listed, ok := strings.CutPrefix(strings.TrimSpace(line), "allowed values:"); ok {
			for _, name := range names {
				c.Flags[name] = Flag{Values: listedValues(listed)}
			}
		}
		if !strings.HasPrefix(line, "-") {
			continue
		}
		var values []string
		names, values = serverFlags(line)
		for _, name := range names {
			c.Flags[name] = Flag{Values: values}
		}
	}
	c.VersionFlag, c.ListDevices = c.Has("--version"), c.Has("--list-devices")
	c.FlashAttn = c.Flags["-fa"].Values
	return c
}

// listedValues reads a list of values with commas.
func listedValues(text string) (values []string) {
	for value := range strings.SplitSeq(text, ",") {
		if value = words.Tidy(strings.TrimSpace(value)); value != "" {
			values = append(values, value)
		}
	}
	return values
}

// serverFlags takes the flags from the beginning of a line. A description begins
// at the first other word that is no placeholder.
func serverFlags(line string) (names, values []string) {
	for word := range strings.FieldsSeq(line) {
		name := strings.TrimRight(word, ",")
		switch {
		case flagShape.MatchString(name):
			names = append(names, name)
		case len(names) > 0 && strings.Trim(word, "[]<>{}") != word && strings.ContainsAny(word, "|,"):
			values = strings.FieldsFunc(word, func(r rune) bool { return strings.ContainsRune("[]<>{}|,", r) })
		case len(names) > 0 && strings.HasPrefix(word, bench.DraftNone+","): // --spec-type none,draft-simple,draft-mtp
			values = strings.Split(word, ",")
		case strings.ToUpper(word) == word || strings.ContainsAny(word, "<[{"):
		default:
			return names, values
		}
	}
	return names, values
}
