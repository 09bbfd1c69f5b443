package standin

import (
	"strings"
	"testing"
)

func TestAShapeIsFoundByTheNamePeopleWrite(t *testing.T) {
	for asked, want := range map[string]string{
		"llama-3.2-1b": "llama-3.2-1b ", "Llama 3.2 1B": "llama-3.2-1b ", "qwen3 30b a3b": "qwen3-30b-a3b ", "qwen3:8b": "qwen3-8b ",
		"Qwen/Qwen3-8B": "qwen3-8b ", "meta-llama/Llama-3.2-1B-Instruct": "llama-3.2-1b ", "llama3.3": "llama-3.3-70b ", "gptoss:20b": "gpt-oss-20b ",
		"llama-3.2-1b:q8_0": "llama-3.2-1b Q8_0", "llama 3.2 1b fp16": "llama-3.2-1b F16", "Qwen3-8B-4bit": "qwen3-8b 4bit", "qwen3 8b q8": "qwen3-8b Q8_0",
		"mlx-community/Qwen3-30B-A3B-Instruct-2507-4bit-g32": "qwen3-30b-a3b 4bit-g32", "Qwen3-Coder-30B-A3B-Instruct": "qwen3-coder-30b ", "qwen3:30b": "qwen3-30b-a3b ",
		"tiny|Q9_9": "tiny Q9_9", "qwen3|30b|a3b": "qwen3-30b-a3b ", "llama|3.2|1b|q4_k_m": "llama-3.2-1b Q4_K_M",
		"llama 3.2": "2 shapes match \"llama 3.2\"; name one of them: llama-3.2-1b, llama-3.2-3b", "lama 3.2 1b": "did you mean llama-3.2-1b",
		"llama 3.2 q8_0": "2 shapes match", "qwen3 9b": "did you mean qwen3-8b", "falcon": "there is no shape \"falcon\"; `dragstrip standin` lists them", "": "there is no shape",
		"a/b/c/": "there is no shape", "llama|3.3|60b": "did you mean llama-3.3-70b",
	} {
		s, quant, err := Asked(strings.Split(asked, "|"))
		if err != nil && !strings.Contains(err.Error(), want) || err == nil && s.Name+" "+quant != want {
			t.Errorf("%q: %s %s, %v", asked, s.Name, quant, err)
		}
	}
}
