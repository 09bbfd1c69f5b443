package mlx

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"dragstrip/models/modelstest"
	"dragstrip/models/problem"
)

func TestShardSaysWhatIsWrongWithIt(t *testing.T) {
	const tensor = `{"a":{"dtype":"F16","shape":[4,2],"data_offsets":[0,16]}}`
	whole := modelstest.ShardOf(tensor, 16)
	for name, c := range map[string]struct {
		file []byte
		kind error
		why  string
	}{
		"nothing":                  {nil, problem.ErrIncomplete, "ends within its header"},
		"cut within its header":    {whole[:20], problem.ErrIncomplete, "ends within its header"},
		"left by git":              {[]byte("version https://git-lfs.github.com/spec/v1"), problem.ErrIncomplete, "pointer left by git"},
		"a header of many GiB":     {bytes.Repeat([]byte{0x7f}, 64), problem.ErrNotModel, "it claims"},
		"no object":                {modelstest.ShardOf(`[1, 2]`, 0), problem.ErrNotModel, "no JSON object"},
		"offsets that run back":    {modelstest.ShardOf(`{"a":{"dtype":"F16","shape":[1],"data_offsets":[2,0]}}`, 2), problem.ErrNotModel, "offsets"},
		"elements beyond counting": {modelstest.ShardOf(`{"a":{"dtype":"F16","shape":[9223372036854775807,3],"data_offsets":[0,1]}}`, 1), problem.ErrNotModel, "shape"},
		"bytes that do not fit":    {modelstest.ShardOf(`{"a":{"dtype":"F16","shape":[4],"data_offsets":[0,4]}}`, 4), problem.ErrNotModel, "takes 4 bytes"},
	} {
		_, err := ReadShard(bytes.NewReader(c.file), int64(len(c.file)))
		if !errors.Is(err, c.kind) || !strings.Contains(err.Error(), c.why) {
			t.Errorf("%s: %v, want %q", name, err, c.why)
		}
	}
	s, err := ReadShard(bytes.NewReader(whole), int64(len(whole))-3)
	if err != nil || s.MissingBytes != 3 || s.Tensors["a"].Elements != 8 {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestPackingOfALayerGoesBeforeThatOfAll(t *testing.T) {
	c := Config{Quantization: map[string]json.RawMessage{
		"group_size": json.RawMessage("64"), "bits": json.RawMessage("4"), "mode": json.RawMessage(`"mxfp4"`), "a": json.RawMessage(`{"bits":8}`), "b": json.RawMessage("false"),
	}}
	for layer, want := range map[string]Packing{
		"": {64, 4, "mxfp4"}, "c": {64, 4, "mxfp4"}, "a": {64, 8, ""}, "b": {64, 4, ""},
	} {
		if got := c.PackingOf(layer); got != want {
			t.Errorf("%q: %+v, want %+v", layer, got, want)
		}
	}
}
