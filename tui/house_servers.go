package tui

import "dragstrip/bench"

// Server is an engine build that serves models. It is never ticked unless the user
// ticks it.
type Server struct {
	Build bench.EngineBuild
	// Beside says that it lies beside another build and reads the same files. All
	// other servers have models of their own, which they know by name.
	Beside bool
	// Serves are the names of the models that it has.
	Serves []string
	// Unasked says that dragstrip must start it to learn which models it has.
	Unasked bool
	// Problem says why it did not tell its models, and what to do; "" if it did.
	Problem string
}

// Service says that a server has a model.
type Service struct {
	Build string // the ID of the server's build
	Title string // the server's engine in sentences
	Name  string // the name by which it knows the model
}

// Hindrance says why an engine build cannot measure a model. Both texts are empty
// if it can.
type Hindrance struct {
	Short string // a few words for the line of the build
	Long  string // sentences with what to do
}
