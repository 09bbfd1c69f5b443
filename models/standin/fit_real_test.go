package standin

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"dragstrip/bench"
)

// BenchmarkStandInAgainstReal compares stand-ins with the real models whose
// headers they copy. The real engine measures real, stand-in, stand-in, real,
// and so on, each in a start of its own. The benchmark prints the ratio of the
// two speeds with its interval, for a prompt and for generation. An iteration
// is a round of two starts each.
//
//	DRAGSTRIP_TEST_LLAMA_BENCH="$(dragstrip engines --prefix)" DRAGSTRIP_TEST_REAL_MODELS=a.gguf:b.gguf \
//	  go test ./models/standin -run '^$' -bench StandInAgainstReal -benchtime 6x
func BenchmarkStandInAgainstReal(b *testing.B) {
	argv := realBench(b)
	paths := filepath.SplitList(os.Getenv("DRAGSTRIP_TEST_REAL_MODELS"))
	if len(paths) == 0 {
		b.Skip("skipped: DRAGSTRIP_TEST_REAL_MODELS names no models to hold stand-ins against")
	}
	for _, path := range paths {
		b.Run(filepath.Base(path), func(b *testing.B) {
			like, err := LikeFile(path)
			if err != nil {
				b.Fatal(err)
			}
			copied := filepath.Join(b.TempDir(), "like.gguf")
			if err := Write(b.Context(), StandIn{Like: like, Path: copied}, nil); err != nil {
				b.Fatal(err)
			}
			sides := [2]startsOf{{}, {}}
			for b.Loop() {
				for _, side := range []int{0, 1, 1, 0} {
					sides[side].measure(b, argv, [...]string{path, copied}[side])
				}
			}
			for _, test := range []bench.Test{{Prompt: 128}, {Generation: 32}} {
				c := bench.Compare(sides[0][test], sides[1][test])
				b.Logf("%s: stand-in ÷ real %.3f (%.3f to %.3f), %d starts each", test, c.Ratio, c.Low, c.High, c.Starts())
				b.ReportMetric(c.Ratio, test.String()+"-ratio")
			}
		})
	}
}

// startsOf has the samples of each test, grouped by the start of the engine
// that gave them.
type startsOf map[bench.Test][][]float64

// measure starts the engine once.
func (s startsOf) measure(b *testing.B, argv []string, model string) {
	b.Helper()
	out, err := exec.CommandContext(b.Context(), argv[0], append(argv[1:], "-m", model, "-p", "128", "-n", "32", "-r", "3", "-o", "json")...).Output()
	if err != nil {
		b.Fatal(err)
	}
	var results []struct {
		Prompt     int       `json:"n_prompt"`
		Generation int       `json:"n_gen"`
		Samples    []float64 `json:"samples_ts"`
	}
	if err := json.Unmarshal(out, &results); err != nil {
		b.Fatal(fmt.Errorf("%w in %s", err, out))
	}
	for _, r := range results {
		test := bench.Test{Prompt: r.Prompt, Generation: r.Generation}
		s[test] = append(s[test], r.Samples)
	}
}
