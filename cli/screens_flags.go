package cli

import "dragstrip/tui/theme"

// screenFlags say how the screens are drawn.
type screenFlags struct {
	plain, ascii, utf8, noColor, mouse, demo bool
}

func (s *screenFlags) define(f *flags) {
	f.under(groupScreens)
	f.BoolVar(&s.plain, "plain", false, "no screens: lines of text")
	f.BoolVar(&s.ascii, "ascii", false, "draw with ASCII alone")
	f.BoolVar(&s.utf8, "utf8", false, "draw with UTF-8 whatever the locale says")
	f.BoolVar(&s.mouse, "mouse", false, "the wheel and clicks on screen names work, too, except while something is measured")
	f.BoolVar(&s.noColor, "no-color", false, "no colours (like NO_COLOR)")
}

func (s *screenFlags) theme(e *env) *theme.Theme {
	o := theme.FromEnv(e.getenv)
	o.ASCII = (o.ASCII || s.ascii) && !s.utf8
	o.Color = o.Color && !s.noColor
	return theme.New(o)
}
