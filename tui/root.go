package tui

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/tui/theme"
)

// root is the model of the whole program. It knows the size, the global keys,
// the dialogs and the notices, and passes everything else on. Only the root
// changes the desk. It knows only the interface of the screens.
type root struct {
	*desk
	screens [screenCount]screen
	at      screenNumber
	dialogs []dialog
	notice  notify
	noticeN int
	beatN   int
	beating bool

	buildAsk, modelAsk int
	serverAsk          int
	serversAt          time.Time       // when servers were looked for last
	modelsEnded        int             // the newest search for models that has ended
	modelSeen          map[string]bool // the models that this search found, by key
	looks              *modelLooks
	stopModels         context.CancelFunc
	stopWatch          context.CancelFunc
	// unjudged is set while a session is followed. When it has ended, the first
	// reading of the load clears it, and the machine is judged again.
	unjudged bool

	feed     Feed
	feedCtx  context.Context
	stopFeed context.CancelFunc
	asked    bool // news of the session has been requested and has not come yet
	// skipTo is the number of the last event that the session had when the feed
	// began.
	skipTo    int64
	stopAwait context.CancelFunc // see awaitMore

	clipboard func(string)
	bell      func()
	leaving   func()
	mouse     bool
	quitting  bool
}

// Options say how the program starts.
type Options struct {
	Theme *theme.Theme
	// Attach follows this session at once.
	Attach string
	// Clipboard puts text on the clipboard of the user's terminal.
	Clipboard func(string)
	// Bell rings the terminal's bell.
	Bell func()
	// Mouse makes the wheel and clicks work, except during a measurement.
	Mouse bool
	// Leaving is called when the user asks to leave.
	Leaving func()
	// Panicked is called with the text of a panic.
	Panicked func(string)
	// Width and Height are the terminal's size, if it is already known.
	Width, Height int
}

// New makes the program's model. Commands end with ctx.
func New(ctx context.Context, h House, o Options) tea.Model {
	if h.Now == nil {
		h.Now = time.Now
	}
	if o.Panicked != nil {
		onPanic = o.Panicked
	}
	d := &desk{ctx: ctx, House: h, Theme: o.Theme, marked: map[string]bool{}, width: o.Width, height: o.Height}
	m := &root{desk: d, clipboard: o.Clipboard, bell: o.Bell, leaving: o.Leaving, mouse: o.Mouse, looks: &modelLooks{}}
	m.screens = [screenCount]screen{
		atMachine: newMachineScreen(d), atModels: newModelsScreen(d), atPlan: newPlanScreen(d),
		atLive: newLiveScreen(d), atResults: newResultsScreen(d),
		atWhatIf: newWhatIfScreen(d), atHistory: newHistoryScreen(d),
	}
	if o.Attach != "" {
		m.at = atLive
		d.name = o.Attach
	}
	return m
}

// recordPanic keeps the text of a panic before Bubble Tea restores the
// terminal.
func recordPanic() {
	if r := recover(); r != nil {
		onPanic(fmt.Sprintf("%v\n%s", r, debug.Stack()))
		panic(r)
	}
}
