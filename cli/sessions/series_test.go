package sessions

import (
	"context"
	"strings"
	"testing"
)

// One model over eight days: it became slower with a new build. Another model is
// another series.
func TestASeriesSaysWhereItChanged(t *testing.T) {
	s := sinceShelf(t)
	for day := 1; day <= 8; day++ {
		build, tps := 100, 50+float64(day%3)/10
		if day > 4 {
			build, tps = 101, 45+float64(day%3)/10
		}
		s.put(t, day, speed{model: "Qwen3 8B", number: build, tps: tps}, speed{model: "other", number: 100, tps: 20})
	}
	series, err := s.Series(context.Background(), []string{"qwen3", "8b"})
	if err != nil || len(series) != 1 || len(series[0].Points) != 8 || series[0].Test != "tg128" {
		t.Fatalf("%v, %+v", err, series)
	}
	for i, p := range series[0].Points {
		if changed := i == 4; (p.Change != 0) != changed || p.NewBuild != changed || changed && (p.Change > -0.08 || p.Change < -0.12) {
			t.Errorf("session %d: %+v", i, p)
		}
	}
	if all, err := s.Series(context.Background(), nil); err != nil || len(all) != 2 {
		t.Errorf("%v, %+v", err, all)
	}
	if none, err := s.Series(context.Background(), []string{"nosuch"}); err != nil || len(none) != 0 {
		t.Errorf("%v, %+v", err, none)
	}
}

// Three series used to have one heading: one model with and without a variable,
// and a copy of its file.
func TestEverySeriesHasAHeadingOfItsOwn(t *testing.T) {
	s := sinceShelf(t)
	off := []string{"GGML_VK_DISABLE_F16=1", "HF_TOKEN=hunter2"}
	lazy := []string{"-lzm", "on"}
	for day := 1; day <= 2; day++ {
		s.put(t, day, speed{model: "tiny", number: 100, tps: 20}, speed{model: "tiny", number: 100, tps: 10, env: off}, speed{model: "tiny", number: 100, tps: 20, file: "copy"}, speed{model: "tiny", number: 100, tps: 30, words: lazy})
	}
	series, err := s.Series(context.Background(), []string{"tiny"})
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, one := range series {
		said = append(said, one.How)
	}
	if got, want := strings.Join(said, "\n"), "tiny.gguf\nGGML_VK_DISABLE_F16=1 HF_TOKEN=…\ncopy.gguf\n-lzm on"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
