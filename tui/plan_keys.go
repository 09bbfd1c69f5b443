package tui

var (
	keyStart   = bind("start", "enter")
	keyAddJobs = bind("add to the session", "A")
	keyEdit    = bind("edit", "e")
	keyTick    = bind("tick", " ")
	keyPresets = bind("preset", "p")
	keySave    = bind("save as preset", "S")
	keyValue   = bindAs("←→", "value", "right", "left")
)

func (s *planScreen) keys() []binding {
	if s.editing {
		return []binding{bind("take", "enter"), bind("leave", "esc")}
	}
	start := keyStart
	if s.problem != "" {
		start = unless(s.problem, start)
	}
	keys := []binding{start}
	if s.live {
		add := keyAddJobs
		if s.problem != "" {
			add = unless(s.problem, add)
		}
		keys = append(keys, add)
	}
	switch s.field().flag {
	case buildFlag:
		keys = append(keys, keyTick)
	case presetFlag, moreFlag:
		keys = append(keys, keyValue)
	default:
		if len(s.field().values) > 0 {
			keys = append(keys, keyValue)
		}
		keys = append(keys, keyEdit)
	}
	return append(keys, keyPresets, keySave, keyCopy)
}
