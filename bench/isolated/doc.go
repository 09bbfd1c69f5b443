// Package isolated starts programs that only help dragstrip (nvidia-smi, apt,
// pip and so on) so that nothing in the folder where the user stands runs or
// decides anything. People start dragstrip in folders that others have filled,
// such as a cloned repository of models. Many programs read the current folder:
// Python imports modules from it, uv takes settings from it, and llama.cpp
// loads backends from it. So every such program gets an empty working folder
// that belongs to dragstrip, and is never looked up in a relative folder of
// PATH. Engines get the same working folder.
//
// It must not know what is started, or why.
//
// # Where things are
//
//	command.go  makes the command of a helper program; its environment
//	folder.go   the empty folder in which programs are started
//	program.go  finds a program on PATH, in absolute folders only
package isolated
