package tui

import (
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/textinput"

	"dragstrip/bench"
)

// planScreen shows what will be measured, before it is measured.
type planScreen struct {
	*desk
	values map[string]string // by flag
	ticked map[string]bool   // engine builds by ID
	// hindrances are why builds cannot measure models, as far as that was drawn.
	hindrances map[string]Hindrance
	asking     map[string]*asking // servers that are asked for their models, by the build's ID
	own        bool               // the user chose the ticks
	preset     int                // index in presets; -1: no preset
	more       bool               // the rare fields are shown, too

	at      int // the field that has the focus
	input   textinput.Model
	editing bool
	wrong   map[string]string // by flag, what is wrong with its value
	beyond  map[string]string // by flag, why a model or a build cannot do what the field asks

	plan     *bench.Plan
	problem  string
	shown    plannedJobs
	estimate Estimate
	fit      bench.Fit // how the job with the least spare memory fits
	presets  []Preset
	starting bool
	awaiting bool // the session starts as soon as engines are found
	// firstCommand is the engine's first command for this plan. To find it,
	// dragstrip may ask the engine which flags it has.
	firstCommand string
	ask, had     int
}

// presetsMsg brings the presets, including those in the settings.
type presetsMsg struct{ presets []Preset }

func newPlanScreen(d *desk) *planScreen {
	s := &planScreen{
		desk: d, values: map[string]string{"p": "512", "n": "128", "d": "0", "r": "6"},
		ticked: map[string]bool{}, asking: map[string]*asking{}, hindrances: map[string]Hindrance{}, wrong: map[string]string{}, input: textinput.New(), at: 0,
	}
	plainInput(&s.input)
	return s
}

// tickBest ticks, for each marked model, the first build that can measure it. If
// such a build is already ticked, tickBest keeps that. If no model is marked, it
// ticks the first build of the list. It ticks no server that nobody named.
func (s *planScreen) tickBest() {
	if !s.own { // a better build may have been installed since the last time
		clear(s.ticked)
	}
	for _, m := range s.chosen() {
		s.tickFirst(func(b bench.EngineBuild) bool { return runs(b, m) })
	}
	if len(s.chosen()) == 0 && len(s.builds) > 0 {
		first := s.builds[0].Traits
		s.tickFirst(func(b bench.EngineBuild) bool {
			return b.Traits.Serves == first.Serves && slices.Equal(b.Traits.Formats, first.Formats)
		})
	}
}

func (s *planScreen) tickFirst(fits func(bench.EngineBuild) bool) {
	ticked := func(b bench.EngineBuild) bool { return fits(b) && s.ticked[b.ID] }
	if at := slices.IndexFunc(s.builds, fits); at >= 0 && !slices.ContainsFunc(s.engineBuilds(), ticked) {
		s.ticked[s.builds[at].ID] = true
	}
}

func (s *planScreen) typing() bool { return s.editing }

func (s *planScreen) command() string {
	if len(s.chosen()) == 0 {
		return ""
	}
	return s.Plans.Command(s.choice())
}

// choice gives what the user chose in the form, without empty fields.
func (s *planScreen) choice() Choice {
	c := Choice{Models: s.chosen(), Fields: map[string]string{}}
	for flag, value := range s.values {
		if strings.TrimSpace(value) != "" {
			c.Fields[flag] = value
		}
	}
	for _, b := range s.engineBuilds() {
		server, _ := s.serverOf(b)
		switch {
		case s.ticked[b.ID]:
			c.Builds = append(c.Builds, b)
		case !server.Beside:
			c.Unticked = append(c.Unticked, b)
		}
	}
	return c
}
