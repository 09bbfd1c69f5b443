// Package sessions looks over all sessions of a user: it lists them, remembering
// what it said of journals that have not changed since, finds the one that is
// being measured or was left unfinished, and deletes.
//
// It must not print, start a bench process, or read of a session what its
// journal does not say. What a session is called by is found in bench/naming.
package sessions
