package bench

import (
	"encoding/json"
	"strings"
	"testing"
)

// Old journals, from before builds carried traits, name only the engine. What
// was known then about the engine must still be known.
func TestBuildsOfBeforeTraitsKeepWhatWasKnownOfThem(t *testing.T) {
	line := `{"seq":1,"time":"2026-11-20T10:00:00Z","kind":"SessionStarted","fact":{"schema":1,"session":"s","plan":{"schema":1,"session":"s","asked":"2026-11-20T10:00:00Z","jobs":[
		{"id":"j1","model":{"name":"M","path":"/m.gguf","format":"gguf"},"build":{"id":"l","engine":"llama.cpp","prefix":["llama-bench"],"version":"0.7.0"},"tests":[{"p":512}],"repetitions":6},
		{"id":"j2","model":{"name":"M","path":"/m","format":"mlx"},"build":{"id":"m","engine":"mlx","prefix":["python"],"version":"0.32.2","library":"0.32.4","backends":["CPU"]},"tests":[{"p":512}],"repetitions":6},
		{"id":"j3","model":{"name":"M","path":"/m","format":"mlx"},"build":{"id":"t","engine":"mlx_lm.benchmark","prefix":["python","-m","mlx_lm.benchmark"],"version":"0.32.2","library":"0.32.4","backends":["Metal"]},"tests":[{"p":512}],"repetitions":6},
		{"id":"j4","model":{"name":"M","path":"/m","format":"x"},"build":{"id":"x","engine":"of nobody","prefix":["x"],"version":"1"},"tests":[{"p":512}],"repetitions":6}],"ticks":true}}}`
	var e Event
	if err := json.Unmarshal([]byte(strings.ReplaceAll(line, "\n", "")), &e); err != nil {
		t.Fatal(err)
	}
	jobs := e.Fact.(SessionStarted).Plan.Jobs
	pp, combined := Test{Prompt: 512}, Test{Prompt: 512, Generation: 128}
	asked := Params{"n_batch": "256", "devices": "none", "flash_attn": "on"}
	for i, want := range []struct {
		versions, kept, left, refused, notTaken string
		tryOnly                                 bool
	}{
		{"0.7.0", "-dev none -b 256 -fa on", "", "", "", false},
		{"0.32.4 mlx-lm 0.32.2", "-dev none -b 256", "-fa on", "", "", true},
		{"0.32.2 mlx 0.32.4", "-b 256", "-dev none -fa on", "mlx_lm.benchmark does not time a prompt and a generation together", "-dev none: mlx_lm.benchmark always uses MLX's default device", false},
		{"1", "-dev none -b 256 -fa on", "", "", "", false},
	} {
		b, m := jobs[i].Build, jobs[i].Model
		kept, left := asked.For(b.Traits)
		if b.Versions() != want.versions || kept.String() != want.kept || strings.Join(left, " ") != want.left {
			t.Errorf("%s %q keeps %q and leaves %q", b.Engine, b.Versions(), kept, left)
		}
		if known := i < 3; b.Traits.Reads(m) != known || b.Traits.Reads(Model{Format: "other"}) {
			t.Errorf("%s reads %+v", b.Engine, b.Traits)
		}
		if b.Traits.Refuses(pp) != "" || b.Traits.Refuses(combined) != want.refused || b.NotTaken(asked) != want.notTaken || (b.Traits.TryOnly.Note != "") != want.tryOnly {
			t.Errorf("%s: %+v", b.Engine, b.Traits)
		}
	}
}

// A build that carries traits keeps these traits, whatever its engine is
// called.
func TestABuildsOwnTraitsStay(t *testing.T) {
	b := EngineBuild{Engine: "mlx", VersionText: "one two", Traits: Traits{Formats: []string{"other"}, Takes: []Taken{}}}
	text, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	var back EngineBuild
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	kept, left := Params{"flash_attn": "on"}.For(back.Traits)
	if back.Versions() != "one two" || !back.Traits.Reads(Model{Format: "other"}) || back.Traits.Reads(Model{Format: "mlx"}) || len(kept) != 0 || len(left) != 1 {
		t.Errorf("%s came back as %+v, keeps %v and leaves %v", text, back, kept, left)
	}
}

func TestACodeOfBeforeWeighsWhatItDid(t *testing.T) {
	if k := KindOf("mlx_on_cpu"); k.Grade != GradeClean || k.Remedy != formerOnCPU.Remedy {
		t.Errorf("%+v", k)
	}
}
