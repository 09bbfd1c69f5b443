// Package sessions lists, finds and deletes the sessions of a user. For the
// list it remembers what it read from each journal, as long as the journal does
// not change. It finds the session that is being measured, or one that was left
// unfinished.
//
// It must not print or start a bench process. The words by which sessions are
// told apart come from bench/naming.
//
// # Where things are
//
//	shelf.go  where sessions are kept; deletes one
//	list.go   the list of all sessions, and what is remembered of each so that it is fast
//	installed.go  which installed builds a session was measured with
//	users.go  the sessions that were measured with each installed build
//	what.go   what a session measured, in one line of the list: models, backends, flags, the best figure
//	live.go   the live session, the unfinished one, and which session uses an engine
package sessions
