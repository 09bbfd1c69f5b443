package tui

import "dragstrip/tui/theme"

// The actions: what a screen or dialog may want of the root. Each is carried
// out in root_actions.go.
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
	// show opens a finished session in Results, with others beside it. Of one
	// that is read from a file, name is its path.
	show struct {
		name   string
		beside []string
		file   bool
	}
	// mark chooses models to be measured, by path, or lets them go.
	mark struct {
		paths []string
		on    bool
	}
	// copyText puts text on the clipboard and shows it.
	copyText struct{ text string }
	// export asks in which form a session shall be written; table is what can be
	// copied instead, "" for nothing.
	export struct{ name, table string }
	// rescan looks for engine builds and models again.
	rescan struct{}
	// relist looks for models again: files come and go.
	relist struct{}
	// redescribe asks what the machine is again: something was learnt of it.
	redescribe struct{}
	// remeasure asks for the memory's bandwidth again.
	remeasure struct{}
	quit      struct{}
)

func good(text string) notify { return notify{theme.Good, text} }
func bad(text string) notify  { return notify{theme.Bad, text} }
func said(text string) notify { return notify{theme.Plain, text} }
