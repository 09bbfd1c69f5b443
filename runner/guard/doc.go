// Package guard starts engines so that nothing survives what it should not:
// between the bench process and the engine stands a process of our own, which
// ends the engine and everything the engine started when the bench process
// goes, however it goes.
//
// It must not know what it runs.
package guard
