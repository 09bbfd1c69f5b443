package llama

import (
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
	"dragstrip/runner/words"
)

// serverLog collects what the log of llama-server says about its settings and
// its memory.
type serverLog struct {
	memory *ledger
	told   []bench.Told
	fresh  bool
	// draft is what was asked to propose tokens.
	draft string
}

// settingLines are lines of the log that tell a setting, with the name of the
// setting. The first group is its value.
var settingLines = []struct {
	name  string
	words *lazyregexp.Regexp
}{
	{"n_batch", lazyregexp.New(`^llama_context: n_batch\s+= (\d+)`)},
	{"n_ubatch", lazyregexp.New(`^llama_context: n_ubatch\s+= (\d+)`)},
	{"flash_attn", lazyregexp.New(`^llama_context: flash_attn\s+= (\w+)`)},
	{"flash attention", lazyregexp.New(`Flash Attention (?:was auto, set to )?(enabled|disabled)`)},
	{"type_k", lazyregexp.New(`^llama_kv_cache\w*: size = .* K \((\w+)\)`)},
	{"type_v", lazyregexp.New(`^llama_kv_cache\w*: size = .* V \((\w+)\)`)},
	{"n_threads", lazyregexp.New(`n_threads = (\d+)`)},
	{"load_mode", lazyregexp.New(`^load_tensors: .*\(load_mode = ([\w+]+)\)`)},
	{"speculation", lazyregexp.New(`adding speculative implementation '([\w-]+)'`)},
	{"n_gpu_layers", lazyregexp.New(`^load_tensors: offloaded (\d+/\d+) layers to GPU`)},
}

// plainly translates values of the log into the words that users write.
var plainly = map[string]string{"enabled": "on", "disabled": "off", "1": "on", "0": "off"}

// read handles one line of the log, without its stamp.
func (l *serverLog) read(line []byte) {
	text := words.CleanLine(line)
	l.memory.read(text)
	for _, s := range settingLines {
		m := s.words.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		value := m[1]
		switch s.name {
		case "flash_attn", "flash attention":
			if word, ok := plainly[value]; ok {
				value = word
			}
		case "n_gpu_layers":
			value = layersOf(value)
		case "speculation":
			if asked := speculates(value, l.draft); asked != "" {
				l.tell(bench.Draft, asked)
			}
		}
		l.tell(s.name, value)
	}
}

// layersOf writes "31/31" as all layers, and "12/31" as 12.
func layersOf(share string) string {
	some, all, _ := strings.Cut(share, "/")
	if some == all {
		return bench.ToldAll
	}
	return some
}

// tell keeps a setting. The context of a draft model comes later and must not
// replace it, so the first value stays.
func (l *serverLog) tell(name, value string) {
	if slices.ContainsFunc(l.told, func(t bench.Told) bool { return t.Name == name }) {
		return
	}
	l.told, l.fresh = append(l.told, bench.Told{Name: name, Value: value}), true
}

// news gives all settings if there is a new one since the last call. It is
// called after the model was loaded, so the log has told of speculation by then.
func (l *serverLog) news() []bench.Told {
	if l.draft == bench.DraftNone && !slices.ContainsFunc(l.told, func(t bench.Told) bool { return t.Name == "speculation" }) {
		l.tell(bench.Draft, bench.DraftNone)
	}
	if !l.fresh {
		return nil
	}
	l.fresh = false
	return slices.Clone(l.told)
}
