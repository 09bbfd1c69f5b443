package ollama

import (
	"bytes"
	"io"
	"strings"
	"sync"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

// settings reads the settings of a server from its log, and passes the log on.
// The server names the model's own process there, with its command line or with
// its request, and llama.cpp inside of it prints what it uses.
type settings struct {
	to io.Writer

	mu      sync.Mutex
	rest    []byte // the beginning of a line
	backend string
	found   map[string]string
}

// mostLine is how much of a line is kept.
const mostLine = 64 << 10

// Write takes a part of the log.
func (s *settings) Write(text []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rest = append(s.rest, text...)
	for {
		line, after, ended := bytes.Cut(s.rest, []byte("\n"))
		if !ended {
			break
		}
		s.read(string(line))
		s.rest = after
	}
	if len(s.rest) > mostLine {
		s.rest = nil
	}
	return s.to.Write(text)
}

// inCommand are flags of the model's process, inRequest fields of the request
// that later versions send to it, and inContext lines of llama.cpp.
var (
	inCommand = map[string]*lazyregexp.Regexp{
		"slots": lazyregexp.New(` --parallel (\d+)`), "n_batch": lazyregexp.New(` --batch-size (\d+)`), "n_threads": lazyregexp.New(` --threads (\d+)`),
		"type_k": lazyregexp.New(` --kv-cache-type "?(\w+)`), "context of all slots": lazyregexp.New(` --ctx-size (\d+)`),
	}
	inRequest = map[string]*lazyregexp.Regexp{
		"slots": lazyregexp.New(`\bParallel:(\d+)`), "n_batch": lazyregexp.New(`\bBatchSize:(\d+)`), "n_threads": lazyregexp.New(`\bNumThreads:(\d+)`),
		"type_k": lazyregexp.New(`\bKvCacheType:(\w+)`), "context of all slots": lazyregexp.New(`\bKvSize:(\d+)`),
		"flash_attn": lazyregexp.New(`\bFlashAttention:(\w+)`), "load_mode": lazyregexp.New(`\bUseMmap:(\w+)`),
	}
	inContext = map[string]*lazyregexp.Regexp{
		"n_ubatch": lazyregexp.New(`^llama_context: n_ubatch += (\d+)`), "flash_attn": lazyregexp.New(`^llama_context: flash_attn += (\w+)`),
		"type_k": lazyregexp.New(`\bK \((\w+)\):`), "type_v": lazyregexp.New(`\bV \((\w+)\):`),
	}
	offload = lazyregexp.New(`msg=offload library=(\w+) .*layers\.model=(\d+) layers\.offload=(\d+)`)
)

// read reads one line of the log.
func (s *settings) read(line string) {
	switch found := offload.FindStringSubmatch(line); {
	case found != nil:
		s.backend = backendOf(found[1])
		s.put("n_gpu_layers", found[3])
		if found[2] == found[3] {
			s.put("n_gpu_layers", bench.ToldAll)
		}
	case strings.Contains(line, `msg="starting llama server"`), strings.Contains(line, `msg="starting runner"`) && strings.Contains(line, " --ctx-size "):
		s.all(inCommand, line)
		s.put("load_mode", choice(strings.Contains(line, " --no-mmap"), "none", "mmap"))
		s.put("flash_attn", choice(strings.Contains(line, " --flash-attn"), "on", "off"))
	case strings.Contains(line, "Operation:") && strings.Contains(line, "BatchSize:"):
		s.all(inRequest, line)
	case strings.HasPrefix(line, "llama_"):
		s.all(inContext, line)
	}
}

func choice(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}

// all takes what the patterns find in a line.
func (s *settings) all(patterns map[string]*lazyregexp.Regexp, line string) {
	for name, pattern := range patterns {
		if found := pattern.FindStringSubmatch(line); found != nil {
			s.put(name, found[1])
		}
	}
}

// put keeps a setting in the words of llama-bench.
func (s *settings) put(name, value string) {
	switch name {
	case "flash_attn":
		value = flashOf(value)
	case "load_mode":
		if value == "true" || value == "false" {
			value = choice(value == "true", "mmap", "none")
		}
	}
	if s.found == nil {
		s.found = map[string]string{}
	}
	if value != "" {
		s.found[name] = value
	}
}

// flashOf reads whether flash attention is on.
func flashOf(text string) string {
	switch strings.ToLower(text) {
	case "1", "true", "on", "enabled":
		return "on"
	case "0", "false", "off", "disabled":
		return "off"
	case "auto":
		return "auto"
	}
	return ""
}

// order is the order in which settings are told.
var order = []string{"slots", "context of all slots", "n_gpu_layers", "n_batch", "n_ubatch", "n_threads", "type_k", "type_v", "flash_attn", "load_mode"}

// told are the settings that the log has told so far, and what the model is
// computed on; "" if that is not known.
func (s *settings) told() (list []bench.Told, backend string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.found["type_v"] == "" && s.found["type_k"] != "" { // it has one type for both
		s.found["type_v"] = s.found["type_k"]
	}
	for _, name := range order {
		if value := s.found[name]; value != "" {
			list = append(list, bench.Told{Name: name, Value: value})
		}
	}
	return list, s.backend
}

// backendOf is the name of a backend in the words of llama.cpp.
func backendOf(library string) string {
	switch strings.ToLower(library) {
	case "cpu":
		return "CPU"
	case "cuda":
		return "CUDA"
	case "rocm":
		return "ROCm"
	case "metal":
		return "Metal"
	case "vulkan":
		return "Vulkan"
	}
	return ""
}
