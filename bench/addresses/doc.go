// Package addresses shows addresses of servers without the names and passwords
// in them, and finds the proxy that the environment names. People put passwords
// into the addresses of mirrors and proxies, and post what dragstrip prints.
//
// It must not know which servers are asked, or for what.
//
// # Where things are
//
//	passwords.go  removes names, passwords and tokens from addresses in texts
//	proxy.go      the proxy on the way to a server
package addresses
