// Package sessions lists, finds and deletes the sessions of a user. For the
// list it remembers what it read from each journal, as long as the journal does
// not change. It finds the session that is being measured, or one that was left
// unfinished.
//
// It must not print or start a bench process. The words by which sessions are
// told apart come from bench/naming, and verdicts from bench/report.
//
// # Where things are
//
//	shelf.go      where sessions are kept; deletes one
//	list.go       the list of all sessions
//	line.go       one session in the list
//	day.go        on which days results may have been measured
//	memory.go     what is remembered of each session, so that the list is fast
//	figures.go    the results of a session, for its line
//	what.go       what a session measured, in one line of the list: models, backends, flags, the best figure
//	measured.go   jobs with results: what they measured, and with which build
//	last.go       the last sessions that measured the same as one
//	series.go     the speed of a model over time
//	points.go     the points of such a series, and where it changed
//	published.go  the speed of a model over time, as others measured it
//	since.go      what is slower or faster with a newer build
//	installed.go  which installed builds a session was measured with
//	users.go      the sessions that were measured with each installed build
//	chain.go      the sessions that wait behind one that was asked for together with them
//	live.go       the live session, the unfinished one, and which session uses an engine
package sessions
