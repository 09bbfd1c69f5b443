package report

import (
	"fmt"
	"testing"

	"dragstrip/bench"
)

// TestWhatServersTellIsCompared: what differs between two engines stood only in
// the list of what each server told.
func TestWhatServersTellIsCompared(t *testing.T) {
	of := func(engine string, settings ...string) *bench.JobState {
		j := &bench.JobState{Job: bench.Job{Build: bench.EngineBuild{Engine: engine}, Params: bench.Params{}}}
		for i := 0; i < len(settings); i += 2 {
			j.Told = append(j.Told, bench.Told{Name: settings[i], Value: settings[i+1]})
		}
		return j
	}
	tool := of("tool")
	tool.Tests = []*bench.TestState{{Results: []bench.Result{{Raw: `{"n_prompt":512,"n_batch":2048,"n_ubatch":512,"type_k":"f16","type_v":"f16","flash_attn":-1}`}}}}
	asked := of("other", "type_k", "q8_0")
	asked.Params["type_k"] = "q8_0"
	one := of("one", "n_batch", "512", "context", "512", "type_k", "f16", "flash_attn", "auto", "prompt", "text without a template", "sampling", "greedy (temperature 0)", "slots", "1")
	other := of("other", "n_batch", "512", "context", "768", "type_k", "q8_0", "flash_attn", "off", "prompt", "chat, with the model's template", "sampling", "greedy", "slots", "4")
	for _, c := range []struct {
		a, b *bench.JobState
		want string
	}{
		{tool, one, "[]"}, // its batch is as large as its context allows
		{tool, other, "[{batch 2048 512} {K type f16 q8_0} {flash attn auto off}]"},
		{one, other, "[{prompt text without a template chat, with the model's template} {context 512 768} {slots 1 4} {K type f16 q8_0} {flash attn auto off}]"},
		{one, of("one", "context", "768"), "[]"}, // one engine
		{tool, asked, "[]"},                      // the parameters say it
	} {
		if got := fmt.Sprint(toldDifferences(c.a, c.b)); got != c.want {
			t.Errorf("%s, %s: %s\nwant %s", c.a.Build.Engine, c.b.Build.Engine, got, c.want)
		}
	}
}
