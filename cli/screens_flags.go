package cli

import "dragstrip/tui/theme"

// screenFlags say how the screens are drawn.
type screenFlags struct {
	plain, ascii, utf8, noColor, mouse, demo bool
}

func (s *screenFlags) define(f *flags) {
	f.under(groupScreens)
	f.BoolVar(&s.plain, "plain", false, "print lines of text instead of screens")
	f.BoolVar(&s.ascii, "ascii", false, "draw with ASCII characters only")
	f.BoolVar(&s.utf8, "utf8", false, "draw with UTF-8 characters, whatever the locale says")
	f.BoolVar(&s.mouse, "mouse", false, "react to the mouse wheel and to clicks on screen names, except during a measurement")
	f.BoolVar(&s.noColor, "no-color", false, "no colours, the same as NO_COLOR")
}

func (s *screenFlags) theme(e *env) *theme.Theme {
	o := theme.FromEnv(e.getenv)
	o.ASCII = (o.ASCII || s.ascii) && !s.utf8
	o.Color = o.Color && !s.noColor
	return theme.New(o)
}
