// Package naming is about what things are called.
//
// It finds what people mean by the name of a model. They write "qwen3:8b",
// "Qwen/Qwen3-8B", "qwen3 8b q4_k_m" or "Llama-3.2-1B-Instruct" for models that
// are called "Qwen3 8B" or "llama-3.2-1b" here. Every verb must understand such
// names in the same way, for models on this machine, models of a plan and
// shapes of stand-ins.
//
// It also names the things of a list by what they differ in. What they all
// share is said once above them. Screens, lines and reports all take their
// names from here.
//
// It must not know where things come from. It knows no files, journals or engines.
//
// # Where things are
//
// What a name means:
//
//	words.go  cuts a name into words and numbers
//	list.go   a list of things with names: finds the one that is meant
//	near.go   "did you mean": names that nearly fit
//
// How things are named, by what they differ in:
//
//	aspect.go       one thing that can be said about what is named
//	subject.go      what an aspect is about: model, engine, build, flags, machine
//	name.go         a name made of pieces
//	apart_keys.go   what each thing says under each key, without the beginning and end that all texts share
//	apart.go        gives things of a list their names
//	narrow.go       fits names into a width
//	cut.go          cuts the texts of a list to a width, so that they stay different
//	of_jobs.go      names of jobs, models and builds: what is said of each, in which order
//	variants.go     names of builds that differ in their environment: RADV, "F16 off"
//	common.go       descriptions of a list without what all of them share
//	of_sessions.go  what was measured in a session, where and when, or from what it was imported: the headings of columns
package naming
