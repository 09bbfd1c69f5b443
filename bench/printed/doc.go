// Package printed writes results as other tools print theirs, for people who
// compare with them. The tools are the benchmark of Jeff Geerling for Ollama (the
// mean eval rate and prompt eval rate of several questions), LM Studio (the rate
// below an answer), and lhl's tests of Strix Halo (builds and flags by lengths).
//
// It must not know where sessions lie, and which server answered.
//
//	printed.go    which results count, and their means
//	write.go      writes them as markdown
//	strixhalo.go  sweeps over builds, flags and lengths as lhl's tests print them
package printed
