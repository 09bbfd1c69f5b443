// Package printed writes the results of servers as two tools print theirs, for
// people who compare with them: J. Geerling's benchmark for Ollama (the mean eval
// rate and prompt eval rate of several questions), and LM Studio (the rate below
// an answer).
//
// It must not know where sessions lie, and which server answered.
//
//	printed.go  which results count, and their means
//	write.go    writes them as markdown
package printed
