package tui

import (
	"context"

	"dragstrip/tui/theme"
)

// The actions that a screen or dialog may ask of the root. root_actions.go
// carries them out.
type (
	// goTo shows another screen.
	goTo struct{ screenNumber }
	// notify shows a line for some seconds.
	notify struct {
		tone theme.Tone
		text string
		// doing tells that something is being done. The notice ends when there is a
		// result.
		doing bool
		// here tells that the notice names a key of the screen that is shown. The
		// notice ends when another screen is shown.
		here bool
		// live tells that the notice is about a session that is being measured. The
		// notice ends when the session has ended.
		live bool
	}
	// open opens a dialog over the screen. closeDialog closes the dialog.
	open        struct{ dialog }
	closeDialog struct{}
	// several are actions that are done one after the other.
	several []action
	// watch follows a session from its first event, in Live.
	watch struct{ name string }
	// show opens a finished session in Results, with others beside it. If the
	// session is read from a file, name is its path.
	show struct {
		name   string
		beside []string
		chips  []string // results that others published for these chips are shown beside it, too
		file   bool
	}
	// addChips adds what others published for chips as columns to Results. If no
	// session is shown, the newest one is opened.
	addChips struct{ chips []string }
	// mark marks models by their keys, or removes their marks.
	mark struct {
		keys []string
		on   bool
	}
	// copyText puts text on the clipboard and shows it.
	copyText struct{ text string }
	// export asks for the format of a report. table is the text that can be copied
	// instead. It is "" if there is no such text. file says that name is the path
	// of a report, or of a session in another place.
	export struct {
		name, table string
		file        bool
	}
	// rescan looks for engine builds and models again.
	rescan struct{}
	// askServer asks a server for its models, and whether it has a copy of the marked
	// ones.
	askServer struct {
		server Server
		of     *asking
	}
	// seekServers looks for servers again at once.
	seekServers struct{}
	// relist looks for models again, because files come and go.
	relist struct{}
	// redescribe asks for the description of the machine again, because more is
	// known now.
	redescribe struct{}
	// remeasure measures the memory's bandwidth again.
	remeasure struct{}
	quit      struct{}
)

func good(text string) notify { return notify{tone: theme.Good, text: text} }
func bad(text string) notify  { return notify{tone: theme.Bad, text: text} }
func said(text string) notify { return notify{tone: theme.Plain, text: text} }

// doing makes a notice that says what is being done. It stays until there is a
// result.
func (d *desk) doing(what string) notify {
	return notify{tone: theme.Plain, text: what + d.More, doing: true}
}

// asking is a question to a server that has not answered. stop ends it.
type asking struct {
	ctx  context.Context
	stop context.CancelFunc
}
