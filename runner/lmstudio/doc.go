// Package lmstudio measures LM Studio's server, which the user has started. It
// speaks LM Studio's own interface: v1 (since 0.4) or v0 (since 0.3.6).
//
// It must not end the server, nor unload what the user has loaded unless the user
// allows that.
//
// # Where things are
//
//	kind.go     everything that dragstrip must know about LM Studio
//	address.go  the address that a user names, and the words after it
//	adapter.go  asks which interface the server has, and makes the driver's command line
//	api.go      asks for models, loads and unloads them
//	v1.go       requests and answers of the interface v1
//	v0.go       requests and answers of the interface v0
//	draft.go    speculation: which model of the server is the draft model, and what its counts show
//	drive.go    loads the model, measures it, unloads it again
//	beside.go   whether the model may be loaded beside what the user has loaded
//	tell.go     reads settings and runtime back
//	served.go   lists the models, and finds their files
package lmstudio
