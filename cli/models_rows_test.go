package cli

import (
	"testing"

	"dragstrip/bench"
	"dragstrip/models"
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
