//go:build unix

package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/runner"
	"dragstrip/runner/engine"
)

// twoGPUs is a build that sees two GPUs, in another order than the driver
// numbers them.
const twoGPUs = `#!/bin/sh
see() { echo "ggml_vulkan: $1 = $2 | uma: 0" >&2; }
case "$GGML_VK_VISIBLE_DEVICES" in
0) see 0 "RTX 4080";;
1) see 0 "Arc A770";;
*) see 0 "Arc A770"; see 1 "RTX 4080";;
esac
cat "$HELP"
`

// A variant that chooses a GPU used to be listed only with the driver's number.
func TestEnginesNamesTheGPUThatAVariantChooses(t *testing.T) {
	help, err := filepath.Abs("../runner/llama/testdata/help/b3661.txt")
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), "llama-bench")
	if err := os.WriteFile(program, []byte(strings.ReplaceAll(twoGPUs, "$HELP", help)), 0o755); err != nil {
		t.Fatal(err)
	}
	e := shelf(t)
	var out bytes.Buffer
	e.out, e.err, e.kinds = &out, &out, runner.Known()
	kind := *e.kinds[0]
	kind.Variants = func(b bench.EngineBuild, _ []string) []engine.Variant {
		return []engine.Variant{{Name: "the driver's GPU 0", Env: []string{"GGML_VK_VISIBLE_DEVICES=0"}, ChoosesGPU: true}, {Name: "RADV", Env: []string{"AMD_VULKAN_ICD=RADV"}}}
	}
	e.kinds[0] = &kind
	found := runner.FindBuilds(context.Background(), e.search([]string{program}))
	if found.Named != 1 || len(found.Builds[0].GPUs()) != 2 {
		t.Fatalf("%+v", found)
	}
	e.getenv = func(name string) string { return map[string]string{"PATH": filepath.Dir(program)}[name] }
	e.tellBuilds(e.listedBuilds(context.Background(), found.Builds[:1]))
	for _, want := range []string{"tune also tries the driver's GPU 0 (RTX 4080): GGML_VK_VISIBLE_DEVICES=0\n", "tune also tries RADV: AMD_VULKAN_ICD=RADV\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q:\n%s", want, out.String())
		}
	}
}
