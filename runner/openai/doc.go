// Package openai measures any server that speaks OpenAI's form: completions or
// chat, streamed. The user names it by its address. dragstrip neither starts nor
// ends it, and does not look for it by itself.
//
// It must not know which server answers. What one server does in another way
// belongs to the engine of that server.
//
// # Where things are
//
//	kind.go     everything that dragstrip must know about such servers
//	address.go  the address that a user names, and where the key is
//	adapter.go  asks whether the server answers, and makes the driver's command line
//	drive.go    measures the server
package openai
