package mlx

import (
	"fmt"
	"slices"
	"strings"
)

// unpackFP8 are architectures whose weights mlx_lm converts from 8-bit floats.
var unpackFP8 = []string{"deepseek_v3", "deepseek_v32", "kimi_k2", "kimi_k25", "joyai_llm_flash", "glm_moe_dsa", "mimo_v2_flash", "minimax", "minimax_m2"}

// Refused says why mlx_lm does not load a model with this quantization. It is
// "" if mlx_lm loads it.
func (c *Config) Refused(shards []*Shard) string {
	f := c.Foreign
	if f.Method == "" || len(c.Quantization) > 0 {
		return ""
	}
	if f.Method == "gptq" || f.Method == "awq" {
		for _, s := range shards {
			for name := range s.Tensors {
				if strings.HasSuffix(name, ".g_idx") {
					return "its groups are reordered (" + f.Method + " with g_idx)"
				}
			}
		}
	}
	_, ok := f.packing()
	switch {
	case ok, f.Method == "bitnet", f.Method == "fp8" && slices.Contains(unpackFP8, c.Language().ModelType):
		return ""
	case f.Form != "":
		return "it is quantized in another format (" + f.Method + ", " + f.Form + ")"
	}
	return "it is quantized in another format (" + f.Method + ")"
}

// mostLayers is far more than any model has. mlx_lm makes every layer before it
// reads a weight, so a larger number would keep it busy for hours.
const mostLayers = 10_000

// NotBuilt says why mlx_lm cannot build the model that config.json describes.
// It is "" if mlx_lm can build it.
func (c *Config) NotBuilt() string {
	switch layers := c.Language().Layers; {
	case c.ModelType == "":
		return "its config.json has no model_type, and mlx_lm needs it to build the model"
	case layers < 0 || layers > mostLayers:
		return fmt.Sprintf("its config.json says that it has %d layers", layers)
	}
	return ""
}

// LanguageModel tells whether the model generates text, as far as config.json
// says.
func (c *Config) LanguageModel() bool {
	return len(c.Architectures) == 0 || slices.ContainsFunc(c.Architectures, func(a string) bool {
		return strings.Contains(a, "CausalLM") || strings.HasSuffix(a, "LMHeadModel") || c.Text != nil && strings.HasSuffix(a, "ForConditionalGeneration")
	})
}
