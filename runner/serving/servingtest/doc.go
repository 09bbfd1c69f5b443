// Package servingtest is for tests of engines that are servers: it gathers what a
// driver says, and writes the answers of servers that tests make up. Only tests
// import it.
//
// It must not know how the answers of servers are read, nor any particular server.
// Otherwise a mistake could be both in the tested code and in its test.
//
// # Where things are
//
//	lines.go   what a driver said: all lines, the settings that it told, its requests
//	answer.go  writes a server's answer: a document, or a piece at a time
package servingtest
