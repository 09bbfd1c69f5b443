package cli

import (
	"testing"

	"dragstrip/bench"
)

func TestAnEnginesStartIsReadable(t *testing.T) {
	for _, c := range []struct {
		prefix []string
		want   string
	}{
		{[]string{"/opt/x/llama-bench"}, "llama-bench -m a.gguf -p 512"},
		{[]string{"/lib/ld-linux.so", "--library-path", "/lib:/opt", "/opt/x/llama-bench"}, "llama-bench -m a.gguf -p 512"},
		{[]string{"/usr/bin/llama", "bench"}, "llama bench -m a.gguf -p 512"},
	} {
		job := &bench.Job{Model: bench.Model{Path: "/models/deep/a.gguf"}, Build: bench.EngineBuild{Prefix: c.prefix}}
		if got := readable(append(append([]string{}, c.prefix...), "-m", "/models/deep/a.gguf", "-p", "512"), job); got != c.want {
			t.Errorf("%v reads %q, want %q", c.prefix, got, c.want)
		}
	}
}
