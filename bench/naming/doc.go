// Package naming is about what things are called.
//
// It finds what people mean by the name of a model. They write "qwen3:8b",
// "Qwen/Qwen3-8B", "qwen3 8b q4_k_m" or "Llama-3.2-1B-Instruct" for what is
// called "Qwen3 8B" or "llama-3.2-1b" here, and every verb has to take that in
// one way: models on this machine, models of a plan, shapes of stand-ins.
//
//	words.go       a name, cut into words and numbers
//	list.go        List: things with their names, and those that a name means
//	near.go        those that it nearly means
//
// And it gives the things of a list their names: by what they differ in, with
// what they share said once above them. Screens, lines and reports all take
// their names from here.
//
//	aspect.go      what can be said of a thing
//	name.go        a name, made of pieces
//	apart_keys.go  what each thing of a list says, key by key
//	apart.go       Apart: names by differences, in full and short
//	narrow.go      the same within a width
//	of_jobs.go     what can be said of jobs, models and engine builds
//	of_sessions.go what can be said of sessions
//
// It must not know where things come from: not files, journals or engines.
package naming
