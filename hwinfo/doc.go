// Package hwinfo knows this machine: what it is, what its memory moves
// (measured), and what it is doing now. Unknown is absent, never zero; every
// value knows where it was read.
//
// It must not know engines, models or sessions.
package hwinfo
