// Package tui shows sessions and asks for plans. It is empty so far.
//
// It must not import runner, hwinfo, models, the journal or os/exec: cli hands
// it functions.
package tui
