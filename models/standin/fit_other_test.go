package standin

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/models"
	"dragstrip/models/gguf"
	"dragstrip/models/modelstest"
)

// handMade writes a model of an architecture that the catalogue does not have.
// It gets these keys and tensors. A tensor is a line "name ne0 ne1 …". All
// tensors are F32 and zero.
func handMade(t *testing.T, arch string, keys map[string]any, tensors []string) models.Found {
	t.Helper()
	w := &gguf.Writer{}
	w.Text("general.architecture", arch)
	for key, v := range keys {
		w.Setting(arch+"."+key, v)
	}
	vocabulary(w, 512)
	offset := int64(0)
	for _, line := range tensors {
		fields := strings.Fields(line)
		var dims []int64
		bytes := int64(4)
		for _, f := range fields[1:] {
			var n int64
			fmt.Sscan(f, &n)
			dims, bytes = append(dims, n), bytes*n
		}
		w.Tensor(fields[0], gguf.TypeF32, dims, offset)
		offset = gguf.Aligned(offset+bytes, gguf.Alignment)
	}
	path := modelstest.Put(t, filepath.Join(t.TempDir(), arch+".gguf"), w.Bytes(gguf.Alignment))
	look, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, look.Size()+offset); err != nil {
		t.Fatal(err)
	}
	f, err := models.Look(path)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// layered gives the lines of outside, and then the lines of inside once for
// each layer.
func layered(layers int, outside, inside string) []string {
	lines := strings.Split(strings.TrimSpace(outside), "\n")
	for i := range layers {
		for line := range strings.SplitSeq(strings.TrimSpace(inside), "\n") {
			lines = append(lines, fmt.Sprintf("blk.%d.%s", i, strings.TrimSpace(line)))
		}
	}
	return lines
}

func TestStateAndLatentKVAreWhatTheRealEngineAllocates(t *testing.T) {
	realBench(t)
	const outside = "token_embd.weight 256 512\noutput_norm.weight 256"
	for _, c := range []struct {
		name, arch string
		keys       map[string]any
		tensors    []string
	}{
		{"recurrent", "mamba", map[string]any{
			"block_count": 3, "context_length": 4096, "embedding_length": 256, "feed_forward_length": 0, "attention.head_count": 0,
			"ssm.conv_kernel": 4, "ssm.inner_size": 512, "ssm.state_size": 1024, "ssm.time_step_rank": 16, "attention.layer_norm_rms_epsilon": 1e-5,
		}, layered(3, outside, `attn_norm.weight 256
			ssm_in.weight 256 1024
			ssm_conv1d.weight 4 512
			ssm_conv1d.bias 512
			ssm_x.weight 512 2064
			ssm_dt.weight 16 512
			ssm_dt.bias 512
			ssm_a 1024 512
			ssm_d 512
			ssm_out.weight 512 256`)},
		{"latent attention", "deepseek2", map[string]any{
			"block_count": 3, "context_length": 4096, "embedding_length": 256, "feed_forward_length": 512, "attention.head_count": 4, "attention.head_count_kv": 1,
			"attention.key_length": 192, "attention.value_length": 128, "attention.key_length_mla": 96, "attention.value_length_mla": 64,
			"attention.kv_lora_rank": 128, "attention.q_lora_rank": 64, "rope.dimension_count": 64, "attention.layer_norm_rms_epsilon": 1e-5,
			"leading_dense_block_count": 3, "expert_feed_forward_length": 64, "expert_count": 4, "expert_used_count": 2, "expert_shared_count": 1,
			"expert_weights_scale": 1.0, "vocab_size": 512, "rope.freq_base": 10000.0,
		}, layered(3, outside, `attn_norm.weight 256
			attn_q_a.weight 256 64
			attn_q_a_norm.weight 64
			attn_q_b.weight 64 384
			attn_kv_a_mqa.weight 256 192
			attn_kv_a_norm.weight 128
			attn_k_b.weight 32 128 4
			attn_v_b.weight 128 64 4
			attn_output.weight 256 256
			ffn_norm.weight 256
			ffn_gate.weight 256 512
			ffn_up.weight 256 512
			ffn_down.weight 512 256`)},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := handMade(t, c.arch, c.keys, c.tensors)
			if !f.KV.Known() {
				t.Fatalf("nothing known: %+v", f)
			}
			a, said := allocate(t, f.Path, "-p", "4000", "-n", "0", "-fa", "1", "-ub", "256")
			want := float64(f.KV.AllocatedBytes(4000, 256, bench.KVTypes{}))
			if diff := a.kv + a.state - want; diff > 0.011*(1<<20) || diff < -0.011*(1<<20) {
				t.Errorf("%.0f bytes by us, %.0f and %.0f by the engine\n%s", want, a.kv, a.state, kvLines(said))
			}
			t.Logf("%.0f bytes by us, %.0f and %.0f by the engine", want, a.kv, a.state)
		})
	}
}
