// Package sessions looks over all sessions of a user: it lists them, remembering
// what it said of journals that have not changed since, finds the one that is
// being measured or was left unfinished, and deletes.
//
// It must not print, start a bench process, or read of a session what its
// journal does not say. What a session is called by is found in bench/naming.
//
// # Where things are
//
//	shelf.go  where sessions are kept; deletes one
//	list.go   the list of all sessions, and what is remembered of each so that it is fast
//	what.go   what a session measured, in one line of the list: models, backends, flags, the best figure
//	live.go   the live session, the unfinished one, and which session uses an engine
package sessions
