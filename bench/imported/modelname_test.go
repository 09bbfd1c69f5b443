package imported

import "testing"

// Engines and people write quantizations in many ways. Each spelling must
// become the one that names of files have.
func TestNamesOfModelsAndQuantizations(t *testing.T) {
	for text, want := range map[string][2]string{
		"llama 7B Q4_0":                      {"llama 7B", "Q4_0"},
		"llama 7B mostly Q4_0":               {"llama 7B", "Q4_0"},
		"llama 7B Q4_K - Medium":             {"llama 7B", "Q4_K_M"},
		"llama 7B Q2_K - Medium":             {"llama 7B", "Q2_K"},
		"llama 7B Q2_K - Small":              {"llama 7B", "Q2_K_S"},
		"qwen3moe 30B.A3B IQ4_XS - 4.25 bpw": {"qwen3moe 30B.A3B", "IQ4_XS"},
		"llama 8B IQ3_S mix - 3.66 bpw":      {"llama 8B", "IQ3_M"},
		"llama 8B TQ1_0 - 1.69 bpw ternary":  {"llama 8B", "TQ1_0"},
		"llama 1B all F32":                   {"llama 1B", "F32"},
		"llama 1B all F32 (guessed)":         {"llama 1B", "F32"},
		"gpt-oss 20B MXFP4 MoE":              {"gpt-oss 20B", "MXFP4"},
		"Qwen3-8B-UD-Q4_K_XL.gguf":           {"Qwen3-8B", "UD-Q4_K_XL"},
		"Qwen3 8B (Q8_0)":                    {"Qwen3 8B", "Q8_0"},
		"Q4_0":                               {"Q4_0", ""},
		"all F32":                            {"all F32", ""},
		"Tiny":                               {"Tiny", ""},
	} {
		if name, quant := modelNamed(text); name != want[0] || quant != want[1] {
			t.Errorf("%s: %q in %q", text, name, quant)
		}
	}
	for text, want := range map[string]string{"Q4_K - Medium": "Q4_K_M", "q4_k - small": "q4_k_S", "IQ4_XS - 4.25 bpw": "IQ4_XS", "all F32": "F32", "Q8_0": "Q8_0", "UD Q4_K - Medium": "UD Q4_K_M"} {
		if got := quantNamed(text); got != want {
			t.Errorf("%s: %q", text, got)
		}
	}
}
