// Package ollama measures Ollama, through its own interface. A server that is
// there already is found at its usual address and is only asked; nothing that
// its user has loaded is unloaded without leave. If only the program is there,
// dragstrip starts a server of its own, with the user's models.
//
// It must not know other engines, nor how the store of Ollama looks on disk.
//
// # Where things are
//
//	kind.go      everything that dragstrip must know about Ollama
//	address.go   where a server is: an address, or a program to start; the words after it
//	find.go      looks for a server at the usual address, and for the program
//	adapter.go   asks a server or a program what it is, and makes the driver's command line
//	options.go   parameters in Ollama's words: options of a request, variables of a server
//	dialect.go   how a request is written and an answer read
//	api.go       what else a server tells: its models, what it has loaded, its version
//	served.go    lists the models of a server, each with its file on this machine
//	modelfile.go  what a model's Modelfile says about its weights
//	drive.go     loads a model, measures it and unloads it
//	evict.go     what the user has loaded, and whether the model may be loaded beside it
//	context.go  whether the tests fit the context of the loaded model
//	own.go       starts a server of dragstrip's own
//	log.go       the settings in the log of such a server
//	failure.go   what went wrong, in words, with what to do
//	setup.go     how to get Ollama
package ollama
