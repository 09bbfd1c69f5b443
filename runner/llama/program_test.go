package llama

import (
	"testing"

	"dragstrip/bench"
)

func TestTheProgramIsNamedWithoutLoaderAndArguments(t *testing.T) {
	for want, prefix := range map[string][]string{
		"the engine":  nil,
		"llama-bench": {"/lib/ld-linux.so.2", "--library-path", "/lib", "/opt/llama-bench", "--rpc", "there:50052"},
		"llama bench": {"/opt/llama", "bench", "--rpc", "there:50052"},
		"mine.sh":     {"/opt/mine.sh"},
	} {
		if got := programName(bench.EngineBuild{Prefix: prefix}); got != want {
			t.Errorf("%q is named %q, want %q", prefix, got, want)
		}
	}
}
