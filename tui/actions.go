package tui

import "dragstrip/tui/theme"

type (
	// goTo shows another screen.
	goTo struct{ place }
	// notify shows a line for some seconds.
	notify struct {
		tone theme.Tone
		text string
	}
	// open lays a dialog over the screen; closeDialog takes it away.
	open        struct{ dialog }
	closeDialog struct{}
	// several does one after the other.
	several []action
	// watch follows a session from its first event, in Live.
	watch struct{ name string }
	// show opens a finished session in Results.
	show struct{ name string }
	// copyText puts text on the clipboard and shows it.
	copyText struct{ text string }
	// export writes the report of a session.
	export struct{ name string }
	// rescan looks for engine builds and models again.
	rescan struct{}
	quit   struct{}
)

func good(text string) notify { return notify{theme.Good, text} }

func bad(text string) notify { return notify{theme.Bad, text} }

func said(text string) notify { return notify{theme.Plain, text} }

// redescribe asks what the machine is again: something was learnt of it.
type redescribe struct{}

// remeasure asks for the memory's bandwidth again.
type remeasure struct{}
