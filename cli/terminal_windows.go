//go:build windows

package cli

import (
	"context"
	"os"

	"golang.org/x/sys/windows"
)

// canSuspend tells whether ctrl-z leads back to a shell.
const canSuspend = false

// understandSequences makes a console obey escape sequences.
func understandSequences(out *os.File) (undo func()) {
	console := windows.Handle(out.Fd())
	var before uint32
	if windows.GetConsoleMode(console, &before) != nil {
		return func() {}
	}
	_ = windows.SetConsoleMode(console, before|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING)
	return func() { _ = windows.SetConsoleMode(console, before) }
}

// watchSize does nothing. A console reports its size together with its keys,
// and Bubble Tea passes the size on.
func watchSize(context.Context, func()) {}
