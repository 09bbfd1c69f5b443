package tui

var (
	keyStart    = bind("start", "enter")
	keyAddJobs  = bind("add to the session", "A")
	keyEdit     = bind("edit this value", "e")
	keyTick     = bind("tick", " ")
	keyPresets  = bind("presets", "p")
	keySave     = bind("save preset", "S")
	keyValue    = bindAs("←→", "value", "right", "left")
	keyVersions = bind("old against new", "v")
	keyBest     = bind("find the best", "f")
	keyServer   = bind("add server", "a")
	keyMore     = bind("show rarer fields", "enter")
	keyFewer    = bind("hide rarer fields", "enter")
)

func (s *planScreen) keys() []binding {
	switch {
	case s.editing:
		return []binding{bind("take the value", "enter"), bind("empty it", "ctrl+u"), bind("leave it as it was", "esc")}
	case s.awaiting:
		return []binding{bind("do not start", "esc")}
	}
	keys := s.fieldKeys()
	if s.field().flag != moreFlag {
		start := unless(s.problem, keyStart)
		if len(s.chosen()) > 0 && s.seeking() {
			start = bind("start when engines are found", "enter")
		}
		keys = append([]binding{start}, keys...)
	}
	if s.live {
		keys = append(keys, unless(s.problem, keyAddJobs))
	}
	if _, _, ok := s.versions(); ok && s.field().flag != buildFlag {
		keys = append(keys, keyVersions)
	}
	keys = append(keys, unless(s.lackingForSearch(), keyBest), keyPresets, keySave)
	if s.canAddServer() && s.field().flag != buildFlag {
		keys = append(keys, keyServer)
	}
	return append(keys, keyCopy)
}

// fieldKeys are the keys of the field that has the focus.
func (s *planScreen) fieldKeys() []binding {
	switch f := s.field(); {
	case f.flag == buildFlag:
		if s.canAddServer() {
			return []binding{keyTick, keyServer, keyVersions}
		}
		return []binding{keyTick, keyVersions}
	case f.flag == presetFlag:
		return []binding{keyValue}
	case f.flag == moreFlag && s.more:
		return []binding{keyFewer}
	case f.flag == moreFlag:
		return []binding{keyMore}
	case len(f.values) > 0:
		return []binding{keyValue, keyEdit}
	}
	return []binding{keyEdit}
}
