package standin

import (
	"fmt"
	"strings"

	"dragstrip/models"
)

// Publication is what others published about a model: the columns size and
// params as llama-bench printed them, and the exact number of bytes if a source
// gives it.
type Publication struct {
	Shape, Quant string
	Size, Params string // "3.56 GiB", "6.74 B"
	SizeBytes    int64  // of the tensors; 0 if only the printed size is known
	Source       string
}

// Published lists what was published about a shape in a quantization. "" means
// all shapes or all quantizations.
func Published(shape, quant string) []Publication {
	var all []Publication
	for _, p := range published {
		if (shape == "" || p.Shape == shape) && (quant == "" || p.Quant == quant) {
			all = append(all, p)
		}
	}
	return all
}

// StandIn is the stand-in with the shape and quantization of the published
// model. A quantization in small letters belongs to MLX.
func (p Publication) StandIn() StandIn {
	in := StandIn{Shape: p.Shape, Quant: p.Quant}
	if p.Quant == strings.ToLower(p.Quant) {
		in.Format = models.FormatMLX
	}
	return in
}

// Equals tells whether figures agree with the published figures in every digit.
func (p Publication) Equals(f Figures) bool {
	return p.Size == PrintedSize(f.SizeBytes) && p.Params == PrintedParams(f.ParamCount) &&
		(p.SizeBytes == 0 || p.SizeBytes == f.SizeBytes)
}

// PrintedSize is a size in bytes as llama-bench's table writes it.
func PrintedSize(n int64) string {
	if n < 1<<30 {
		return fmt.Sprintf("%.2f MiB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%.2f GiB", float64(n)/(1<<30))
}

// PrintedParams is a number of parameters as llama-bench's table writes it.
func PrintedParams(n int64) string {
	if n < 1e9 {
		return fmt.Sprintf("%.2f M", float64(n)/1e6)
	}
	return fmt.Sprintf("%.2f B", float64(n)/1e9)
}

var published = []Publication{
	{"llama-2-7b", "Q4_0", "3.56 GiB", "6.74 B", 3825065984, "llama.cpp discussions 4167 and 10879"},
	{"llama-2-7b", "Q8_0", "6.67 GiB", "6.74 B", 0, "llama.cpp discussion 4167"},
	{"llama-2-7b", "F16", "12.55 GiB", "6.74 B", 0, "llama.cpp discussion 4167"},
	{"llama-2-7b", "Q4_K_M", "3.80 GiB", "6.74 B", 4080263168, "collected llama-bench results"},
	{"llama-3.2-1b", "Q4_0", "727.75 MiB", "1.24 B", 0, "Docker's listing of ai/llama3.2:1B-Q4_0"},
	{"llama-3.2-1b", "Q4_K_M", "762.81 MiB", "1.24 B", 799862912, "collected llama-bench results"},
	{"llama-3.2-3b", "Q4_K_M", "1.87 GiB", "3.21 B", 0, "J. Geerling, ollama-benchmark issue 21"},
	{"llama-3.1-8b", "Q4_K_M", "4.58 GiB", "8.03 B", 4912898304, "XiongjieDai, GPU-Benchmarks-on-LLM-Inference"},
	{"llama-3.1-8b", "F16", "14.96 GiB", "8.03 B", 0, "XiongjieDai, GPU-Benchmarks-on-LLM-Inference"},
	{"llama-3.3-70b", "Q4_K_M", "39.59 GiB", "70.55 B", 42512531712, "J. Geerling, ollama-benchmark issue 21"},
	{"llama-3.3-70b", "F16", "131.42 GiB", "70.55 B", 0, "XiongjieDai, GPU-Benchmarks-on-LLM-Inference"},
	{"qwen2.5-7b", "Q4_K_M", "4.36 GiB", "7.62 B", 0, "collected llama-bench results"},
	{"qwen2.5-7b", "Q8_0", "7.54 GiB", "7.62 B", 0, "llama.cpp benches folder"},
	{"qwen2.5-14b", "Q4_K_M", "8.37 GiB", "14.77 B", 0, "J. Geerling, ollama-benchmark issue 21"},
	{"qwen3-8b", "Q4_K_M", "4.68 GiB", "8.19 B", 0, "mac-llm-bench"},
	{"qwen3-32b", "Q8_0", "32.42 GiB", "32.76 B", 34811744256, "collected llama-bench results"},
	{"qwen3-32b", "Q4_K_M", "18.40 GiB", "32.76 B", 0, "mac-llm-bench"},
	{"qwen3-30b-a3b", "Q4_K_M", "17.28 GiB", "30.53 B", 0, "collected llama-bench results"},
	{"qwen3-30b-a3b", "Q8_0", "30.25 GiB", "30.53 B", 0, "llama.cpp benches folder"},
	{"gpt-oss-20b", "MXFP4", "11.27 GiB", "20.91 B", 0, "llama.cpp discussion 15396"},
	{"gpt-oss-20b", "F16", "12.83 GiB", "20.91 B", 13779630336, "collected llama-bench results"},
	{"gpt-oss-120b", "MXFP4", "59.02 GiB", "116.83 B", 0, "llama.cpp discussion 15396"},
	{"gpt-oss-120b", "F16", "60.87 GiB", "116.83 B", 65355994368, "the article dragstrip was born from"},
	{"gemma-3-27b", "Q4_K_M", "15.40 GiB", "27.01 B", 0, "collected llama-bench results"},
	{"llama-4-scout", "Q4_K_M", "60.86 GiB", "107.77 B", 0, "llama-bench results on GitHub, Vulkan"},
	{"mistral-small-24b", "Q4_K_M", "13.34 GiB", "23.57 B", 0, "llama-bench results on GitHub, Vulkan"},
	{"mistral-small-24b", "Q6_K", "18.01 GiB", "23.57 B", 0, "llama-bench results on GitHub, Metal"},
	{"mistral-small-24b", "Q8_0", "23.33 GiB", "23.57 B", 0, "llama-bench results on GitHub, Vulkan"},
	{"gemma-3-27b", "F16", "50.31 GiB", "27.01 B", 0, "llama-bench results on GitHub, ROCm"},
	{"qwen3-coder-30b", "Q8_0", "30.25 GiB", "30.53 B", 0, "llama.cpp pull request 15616"},
	{"llama-3.3-70b", "4bit", "36.96 GiB", "70.55 B", 39688355840, "the index file of mlx-community/Llama-3.1-Nemotron-70B-Instruct-HF-4bit, as exo's model cards quote it"},
	{"llama-3.3-70b", "8bit", "69.82 GiB", "70.55 B", 74964549632, "the index file of mlx-community/Llama-3.1-Nemotron-70B-Instruct-HF-8bit, as exo's model cards quote it"},
	{"llama-3.3-70b", "bf16", "131.42 GiB", "70.55 B", 141107412992, "the index file of mlx-community/Llama-3.1-Nemotron-70B-Instruct-HF-bf16, as exo's model cards quote it"},
}
