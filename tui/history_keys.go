package tui

var (
	keyOpen        = bind("open", "enter")
	keyDelete      = bind("delete", "d")
	keyNote        = bind("note", "n")
	keyMarkSession = bind("mark to compare", "m", " ")
	keyReadAgain   = bind("read again", "enter")
	keyFile        = bind("open a file", "f")
)

func (s *historyScreen) keys() []binding {
	switch {
	case s.filter.on:
		return filterKeys()
	case s.problem != "":
		return []binding{keyReadAgain}
	case len(s.past) == 0:
		return []binding{bind("models", "2"), keyFile, keyPaste}
	}
	p, ok := s.selected()
	if !ok {
		return []binding{keyFilter, bind("clear the filter", "esc")}
	}
	first := keyOpen
	switch beside := s.markedBeside(p.Name); {
	case p.Live:
		first = bind("watch", "enter")
	case len(beside) > 0:
		first = bind("open beside "+countOf(len(beside), "session"), "enter")
	}
	why := ""
	if p.State == "unreadable" {
		why = "it cannot be read"
	}
	noDelete := ""
	if p.Live {
		noDelete = "it is being measured now"
	}
	return []binding{
		unless(why, first), unless(whyNotResumed(p), keyResume), unless(why, keyMarkSession), unless(why, keyExport),
		keyNote, unless(noDelete, keyDelete), keyFilter, keyFile, keyPaste,
	}
}
