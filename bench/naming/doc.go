// Package naming finds what people mean by the name of a model. They write
// "qwen3:8b", "Qwen/Qwen3-8B", "qwen3 8b q4_k_m" or "Llama-3.2-1B-Instruct" for
// what is called "Qwen3 8B" or "llama-3.2-1b" here, and every verb has to take
// that in one way: models on this machine, models of a plan, shapes of
// stand-ins.
//
// It must not know what it compares: not models, files or shapes, only texts.
//
//	words.go    a name, cut into words and numbers
//	list.go     List: things with their names, and those that a name means
//	near.go     those that it nearly means
package naming
