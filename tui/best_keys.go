package tui

import "github.com/charmbracelet/bubbles/key"

var (
	keyKeepOut  = bind("leave out", " ")
	keyTakeIn   = bind("vary it", " ")
	keyListed   = bind("list what is tried", "i")
	keyMoreAxes = bind("show more settings", "enter")
	keyLessAxes = bind("hide them", "enter")
	keyAddEnv   = bind("add an environment", "enter")
	keyTryEnv   = bind("try it, too", " ")
	keyDropEnv  = bind("do not try it", " ")
)

func (f *bestForm) keys() []key.Binding {
	if f.editing {
		return []key.Binding{bind("take the value", "enter"), bind("empty it", "ctrl+u"), bind("leave it as it was", "esc")}
	}
	l := f.field()
	keys := []key.Binding{unless(f.whyNotStarted(), bind("start the search", "enter"))}
	switch {
	case l.flag == moreFlag && f.more:
		keys = []key.Binding{keyLessAxes}
	case l.flag == moreFlag:
		keys = []key.Binding{keyMoreAxes}
	case l.adds():
		keys = []key.Binding{keyAddEnv}
	case l.env != "" && f.envs[l.env]:
		keys = append(keys, keyDropEnv)
	case l.env != "":
		keys = append(keys, keyTryEnv)
	case len(l.values) > 1:
		keys = append(keys, keyValue)
	case f.canTick(l) && f.kept[l.axis]:
		keys = append(keys, keyTakeIn)
	case f.canTick(l):
		keys = append(keys, keyKeepOut)
	}
	if f.canType(l) && !l.adds() {
		keys = append(keys, keyEdit)
	}
	if f.whyNotStarted() == "" {
		keys = append(keys, keyListed, keyCopy)
	}
	return append(keys, keyBack)
}
