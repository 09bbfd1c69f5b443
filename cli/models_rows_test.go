package cli

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/models"
	"dragstrip/runner"
)

func TestAnOutdatedStandInSaysHowToWriteItAgain(t *testing.T) {
	for _, c := range []struct{ format, quant, of, path, want string }{
		{"gguf", "Q4_0", "qwen3-30b-a3b", "/m/a.gguf", "dragstrip standin qwen3-30b-a3b Q4_0 -o /m/a.gguf"},
		{"gguf", "Q4_1", "my model.gguf", "/m/a.gguf", "dragstrip standin --like " + quoted("my model.gguf") + " -o /m/a.gguf"},
		{"mlx", "4bit", "qwen3-30b-a3b", "/m/a" + wideScalesEnding, "dragstrip standin qwen3-30b-a3b 4bit --format mlx --scales f32 -o /m/a" + wideScalesEnding},
	} {
		f := models.Found{Model: bench.Model{StandIn: true, Format: c.format, Quant: c.quant, Path: c.path}}
		f.Facts.StandInOf = c.of
		if said := outdated(f); said != "" {
			t.Errorf("without a fault: %s", said)
		}
		f.StandInFault = bench.FewExperts
		if got, want := outdated(f), bench.FewExperts.String()+". To replace it: "+c.want; got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// The screens used to name an option of the command line.
func TestWithoutAProbeTheScreensNameAKey(t *testing.T) {
	y := models.YardstickOf(bench.Machine{}, nil, bench.Bandwidth{}, assumedDepth)
	ceiling := func(rows [][2]string) string {
		at := slices.IndexFunc(rows, func(row [2]string) bool { return row[0] == "ceiling" })
		if at < 0 {
			t.Fatalf("no ceiling in %q", rows)
		}
		return rows[at][1]
	}
	f := models.Found{Model: llama7B}
	if text := ceiling(outlookRows(y, f, "--probe")); !strings.HasSuffix(text, "; --probe measures the bandwidth and shows the ceiling") {
		t.Errorf("on the command line: %q", text)
	}
	shown := shownModelOf(y, f, runner.Known(), aheadOn(bench.Machine{}))
	if text := ceiling(shown.Facts); !strings.HasSuffix(text, "; m on Machine (1) measures the bandwidth and shows the ceiling") {
		t.Errorf("on the screens: %q", text)
	}
}

// Only a measured bandwidth used to stand behind a comma, as if more came before
// it. A GPU that no build can use is named.
func TestTheRowsSayOfWhichBandwidthACeilingIs(t *testing.T) {
	y := models.YardstickOf(bench.Machine{GPUs: []bench.GPU{{Name: "RTX 3060"}}}, []bench.EngineBuild{{Number: 11669, Backends: []string{"CPU"}}},
		bench.Bandwidth{PeakGBps: 40, Clean: true}, assumedDepth)
	text := ""
	for _, row := range outlookRows(y, models.Found{Model: llama7B}, "--probe") {
		text += row[0] + " " + row[1] + "\n"
	}
	for _, want := range []string{fmt.Sprintf("a token at depth %d: at most ", assumedDepth), "GPU RTX 3060: does not count, because no engine build here can use it"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing:\n%s", want, text)
		}
	}
}
