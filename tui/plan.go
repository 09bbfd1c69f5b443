package tui

import (
	"maps"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

// planScreen says what will be measured before it is.
type planScreen struct {
	*desk
	values map[string]string // by flag
	ticked map[string]bool   // engine builds by ID
	preset int               // of presets; -1 is none of them
	more   bool              // also the rare fields

	at      int // the field that has the keyboard
	input   textinput.Model
	editing bool
	wrong   map[string]string // by flag, what is wrong with its value

	plan     *bench.Plan
	problem  string
	estimate Estimate
	presets  []Preset
	starting bool
	// first is the command of the engine's first start for the plan asked
	// about: finding it may ask the engine what it can do.
	first    string
	ask, had int
}

// presetsMsg brings the presets, those in the settings too.
type presetsMsg struct{ presets []Preset }

// firstMsg answers what the engine's first command is.
type firstMsg struct {
	ask  int
	text string
}

var (
	keyStart   = bind("start", "enter")
	keyAddJobs = bind("add to the session", "A")
	keyEdit    = bind("edit", "e")
	keyTick    = bind("tick", " ")
	keyPresets = bind("preset", "p")
	keySave    = bind("save as preset", "S")
	keyValue   = bindAs("←→", "value", "right", "left")
)

func newPlanScreen(d *desk) *planScreen {
	s := &planScreen{desk: d, values: map[string]string{"p": "512", "n": "128", "d": "0", "r": "6"},
		ticked: map[string]bool{}, wrong: map[string]string{}, input: textinput.New(), at: 0}
	plainInput(&s.input)
	return s
}

func (s *planScreen) enter() tea.Cmd {
	s.tickBest()
	s.make()
	read := s.Plans.Presets
	return tea.Batch(s.askFirst(), func() tea.Msg { return presetsMsg{read()} })
}

// tickBest ticks the first build for each format of models to be measured
// where none is.
func (s *planScreen) tickBest() {
	formats := []string{}
	for _, m := range s.chosen() {
		formats = append(formats, m.Format)
	}
	if len(formats) == 0 && len(s.builds) > 0 {
		formats = append(formats, s.builds[0].Reads())
	}
	for _, format := range formats {
		of := func(b bench.EngineBuild) bool { return b.Reads() == format }
		ticked := func(b bench.EngineBuild) bool { return of(b) && s.ticked[b.ID] }
		if at := slices.IndexFunc(s.builds, of); at >= 0 && !slices.ContainsFunc(s.builds, ticked) {
			s.ticked[s.builds[at].ID] = true
		}
	}
}

func (s *planScreen) typing() bool { return s.editing }

func (s *planScreen) command() string {
	if len(s.chosen()) == 0 {
		return ""
	}
	return s.Plans.Command(s.choice())
}

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

// fields are the lines of the form now.
func (s *planScreen) fields() []field {
	var out []field
	for _, f := range commonFields {
		if f.flag != buildFlag {
			out = append(out, f)
			continue
		}
		for i := range s.builds {
			f.build = i
			out = append(out, f)
		}
	}
	if !s.more {
		return out
	}
	have := map[string]bool{}
	for _, f := range out {
		have[f.flag] = true
	}
	out = append(out, roundFields...)
	for _, p := range bench.Parameters {
		if !have[p.Flag] {
			out = append(out, field{flag: p.Flag, label: p.Key, help: p.Help})
		}
	}
	return out
}

func (s *planScreen) field() field {
	all := s.fields()
	return all[min(s.at, len(all)-1)]
}

// choice is what the form says.
func (s *planScreen) choice() Choice {
	c := Choice{Models: s.chosen(), Fields: map[string]string{}}
	for flag, value := range s.values {
		if strings.TrimSpace(value) != "" {
			c.Fields[flag] = value
		}
	}
	for _, b := range s.builds {
		if s.ticked[b.ID] {
			c.Builds = append(c.Builds, b)
		}
	}
	return c
}

// make turns the form into a plan, or says why it cannot be one.
func (s *planScreen) make() {
	s.plan, s.problem = nil, ""
	s.estimate = Estimate{}
	c := s.choice()
	switch {
	case len(c.Models) == 0:
		s.problem = "no model is marked: 2 lists them"
		return
	case !s.buildsKnown && len(s.builds) == 0:
		s.problem = "looking for engines"
		return
	case len(s.builds) == 0:
		s.problem = "no engine was found: Machine, s gets one"
		return
	case len(c.Builds) == 0:
		s.problem = "no engine build is ticked"
		return
	case len(s.wrong) > 0:
		s.problem = "a value is not possible"
		return
	}
	plan, err := s.Plans.Make(c)
	if err != nil {
		s.problem = bench.Clean(err.Error())
		return
	}
	s.plan, s.estimate = plan, s.Plans.Estimate(plan)
	s.ask++
}

// askFirst asks for the engine's first command where the plan is another one.
func (s *planScreen) askFirst() tea.Cmd {
	if s.ask == s.had || s.plan == nil || len(s.plan.Jobs) == 0 {
		return nil
	}
	s.had = s.ask
	ask, plan, find := s.ask, s.plan, s.Plans.EngineCommand
	return func() tea.Msg { return firstMsg{ask, find(plan, &plan.Jobs[0])} }
}

func (s *planScreen) update(msg tea.Msg) (action, tea.Cmd) {
	a, cmd := s.answer(msg)
	return a, tea.Batch(cmd, s.askFirst())
}

func (s *planScreen) answer(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case presetsMsg:
		s.presets = msg.presets
	case firstMsg:
		if msg.ask == s.ask {
			s.first = bench.Clean(msg.text)
		}
	case buildsMsg:
		s.tickBest()
		s.make()
	case tea.KeyMsg:
		if s.editing {
			return s.edit(msg)
		}
		return s.key(msg)
	}
	return nil, nil
}

func (s *planScreen) key(msg tea.KeyMsg) (action, tea.Cmd) {
	if msg.Paste {
		return nil, nil
	}
	f := s.field()
	switch {
	case key.Matches(msg, keyUp):
		s.at = max(s.at-1, 0)
	case key.Matches(msg, keyDown):
		s.at = min(s.at+1, len(s.fields())-1)
	case key.Matches(msg, keyRight):
		s.turn(f, 1)
	case key.Matches(msg, keyLeft):
		s.turn(f, -1)
	case key.Matches(msg, keyTick) && f.flag == buildFlag:
		id := s.builds[f.build].ID
		s.ticked[id] = !s.ticked[id]
		s.make()
	case key.Matches(msg, keyEnter) && f.flag == moreFlag:
		s.turn(f, 1)
	case key.Matches(msg, keyEnter):
		return s.start()
	case key.Matches(msg, keyAddJobs) && s.live:
		return s.addToLive()
	case key.Matches(msg, keyPresets):
		return open{s.presetMenu()}, nil
	case key.Matches(msg, keySave):
		return open{s.presetPrompt()}, nil
	case f.isText() && (key.Matches(msg, keyEdit) || startsValue(msg)):
		s.begin(f, msg)
	default:
		return nil, nil
	}
	return said(""), nil
}

func (f field) isText() bool {
	return f.flag != presetFlag && f.flag != buildFlag && f.flag != moreFlag
}

// startsValue: digits begin a new value by themselves. They are no numbers of
// screens on this one, while a field of numbers has the keyboard.
func startsValue(msg tea.KeyMsg) bool {
	return len(msg.Runes) == 1 && (msg.Runes[0] >= '0' && msg.Runes[0] <= '9' || msg.Runes[0] == '-')
}

// turn takes the next value of a field that has several.
func (s *planScreen) turn(f field, by int) {
	switch {
	case f.flag == presetFlag && len(s.presets) > 0:
		s.preset = (s.preset + by + len(s.presets)) % len(s.presets)
		s.take(s.presets[s.preset])
	case f.flag == moreFlag:
		s.more = !s.more
	case len(f.values) > 0:
		at := slices.Index(f.values, s.values[f.flag])
		s.set(f.flag, f.values[(at+by+len(f.values))%len(f.values)])
	case f.flag == buildFlag:
		id := s.builds[f.build].ID
		s.ticked[id] = !s.ticked[id]
		s.make()
	}
}

// take fills the form from a preset; what it does not name keeps its value
// only where that is no part of what is measured.
func (s *planScreen) take(p Preset) {
	keep := map[string]string{"p": "0", "n": "0", "d": "0"}
	for _, flag := range []string{"r", "rounds", "precision", "order", "seed", "max-time", "cool-down", "no-sentinel"} {
		keep[flag] = s.values[flag]
	}
	maps.Copy(keep, p.Fields)
	s.values, s.wrong = keep, map[string]string{}
	s.make()
}

// set takes a value and says at once what is wrong with it.
func (s *planScreen) set(flag, value string) {
	s.values[flag] = value
	delete(s.wrong, flag)
	if err := s.Plans.Check(flag, value); err != nil {
		s.wrong[flag] = bench.Clean(err.Error())
	}
	s.preset = -1
	s.make()
}

func (s *planScreen) begin(f field, msg tea.KeyMsg) {
	s.editing = true
	s.input.SetValue(s.values[f.flag])
	if startsValue(msg) {
		s.input.SetValue(string(msg.Runes))
	}
	s.input.CursorEnd()
	s.input.Focus()
}

func (s *planScreen) edit(msg tea.KeyMsg) (action, tea.Cmd) {
	f := s.field()
	switch {
	case key.Matches(msg, keyBack):
		s.editing = false
	case key.Matches(msg, keyEnter), msg.Type == tea.KeyUp, msg.Type == tea.KeyDown, msg.Type == tea.KeyTab:
		s.editing = false
		s.set(f.flag, strings.TrimSpace(s.input.Value()))
	default:
		s.input, _ = s.input.Update(msg)
	}
	return said(""), nil
}

// start begins the session.
func (s *planScreen) start() (action, tea.Cmd) {
	if s.problem != "" || s.plan == nil {
		return bad(s.problem), nil
	}
	if s.starting {
		return nil, nil
	}
	s.starting = true
	plan, begin := s.plan, s.Sessions.Start
	return said("starting" + s.More), act(func() action {
		name, err := begin(plan)
		if err != nil {
			return several{notStarted{}, bad("not started: " + bench.Clean(err.Error()))}
		}
		return several{notStarted{}, watch{name}}
	})
}

// notStarted lets the key start work again.
type notStarted struct{}

// addToLive appends the jobs to the session that is being measured.
func (s *planScreen) addToLive() (action, tea.Cmd) {
	if s.plan == nil {
		return bad(s.problem), nil
	}
	plan, name, ask, taken := s.plan, s.name, s.Sessions.Ask, len(s.session.Jobs)
	return goTo{atLive}, act(func() action {
		for i := range plan.Jobs {
			job := plan.Jobs[i]
			job.ID = "a" + countOf(taken+i+1, "")
			if err := ask(name, bench.Control{Verb: bench.ControlAdd, Add: &job}); err != nil {
				return bad(bench.Clean(err.Error()))
			}
		}
		return good(countOf(len(plan.Jobs), "job") + " added")
	})
}
