// Package cli is the command line: one file a verb, called as the verb is, with
// its flags, what it prints, signals and exit codes; and the hidden verb of the
// bench process. It is the only package that knows everybody, and nobody
// imports it.
//
// Files that only one verb needs begin with its name (standin_check.go). What
// several need begins with what it is about: bench_ starts the bench process,
// engine_ and builds.go find and get engines, models_ finds models, plan_ makes
// and shows plans, session_ finds and names sessions, room_ hands the screens
// their functions. cli.go lists the verbs; env.go is what each of them is given.
// Arrows go one way: no file needs one that needs it.
//
// It must not hold logic of its own that another package could test better:
// what a bench process does is in sitting, what a plan is made of in
// bench/planning, what a model needs in models.
package cli
