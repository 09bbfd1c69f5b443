package tui

import (
	"context"
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/tui/theme"
)

// engineValue is the line of an engine build: its tick, its name, and the device or
// which marked models it can measure.
func (s *planScreen) engineValue(f field) string {
	b := s.engineBuilds()[f.build]
	box := s.Off
	if s.ticked[b.ID] {
		box = s.On
	}
	about, hindered := s.measuresHere(b)
	if about == "" && len(b.Devices) > 0 {
		about = b.Devices[0].Description
	}
	if about != "" {
		about = s.Paint(theme.Muted, bench.Clean(about))
	}
	if hindered { // the sign comes first, because the end of the line may be cut
		box += " " + s.Paint(theme.Bad, s.No)
	}
	return box + " " + s.dotted(s.nameOf(b), about)
}

// measuresHere says in a few words which marked models a build can measure. It is
// "" if these are all, and the build knows them by no other names. hindered is set
// if it can measure none of them.
func (s *planScreen) measuresHere(b bench.EngineBuild) (about string, hindered bool) {
	chosen := s.chosen()
	names, why := []string{}, ""
	for _, m := range chosen {
		if name, serves := m.servedBy(b); serves || runs(b, m) {
			names = append(names, name)
		} else if why == "" {
			why = s.hindrance(b, m).Short
		}
	}
	server, serves := s.serverOf(b)
	switch {
	case s.asking[b.ID] != nil:
		return "asking" + s.More, false
	case serves && server.Problem != "":
		return "does not tell its models", true
	case serves && server.Unasked:
		return "asked when ticked", false
	case serves && !server.Beside && len(chosen) == 0:
		return countOf(len(server.Serves), "model"), false
	case len(names) == 0 && why != "":
		return why, true
	case len(names) < len(chosen):
		return fmt.Sprintf("%d of %s", len(names), countOf(len(chosen), "model")), false
	case serves && !server.Beside && len(names) > 1:
		return countOf(len(names), "model"), false
	case len(names) == 1:
		return names[0], false
	}
	return "", false
}

// engineHelp explains the line of an engine build: what it is, and why it cannot
// measure a marked model.
func (s *planScreen) engineHelp(f field) string {
	b := s.engineBuilds()[f.build]
	server, serves := s.serverOf(b)
	for _, m := range s.chosen() {
		if why := s.hindrance(b, m).Long; why != "" {
			return bench.Clean(why)
		}
	}
	switch {
	case serves && server.Problem != "":
		return bench.Clean(server.Problem)
	case serves && server.Beside:
		return bench.Clean(buildName(b)) + " reads the same files. dragstrip starts it, measures it through its network interface, and ends it"
	case serves:
		return s.servedHelp(server)
	}
	return f.help
}

// servedHelp says which of the marked models a server has, and what happens to the
// server.
func (s *planScreen) servedHelp(server Server) string {
	b := server.Build
	text := bench.Clean(buildName(b)) + " has " + countOf(len(server.Serves), "model")
	for _, m := range s.chosen() {
		if name, has := m.servedBy(b); has {
			text = bench.Clean(buildName(b)) + " has " + bench.Clean(m.Label()) + " as " + bench.Clean(name)
			break
		}
	}
	if b.Address() == "" {
		return text + ". dragstrip starts it with your models, and ends it"
	}
	return text + ". It runs at " + bench.Clean(b.Address()) + "; models that you have loaded stay loaded"
}

// tick ticks an engine build or removes its tick. It says why a ticked build adds
// no job. A server is asked for its models.
func (s *planScreen) tick(f field) action {
	b := s.engineBuilds()[f.build]
	s.turn(f, 1)
	if server, serves := s.serverOf(b); s.ticked[b.ID] && serves && !server.Beside {
		if s.live {
			return said("a benchmark is running, so " + bench.Clean(buildName(b)) + " is not asked for its models now")
		}
		return several{said(""), s.askServer(server)}
	}
	s.stopAsking(b.ID)
	return said(s.addsNothing(b))
}

// askServer asks a server for its models. An earlier question to it is stopped.
func (s *planScreen) askServer(server Server) action {
	if s.Engines.AskServer == nil {
		return nil
	}
	s.stopAsking(server.Build.ID)
	ctx, stop := context.WithCancel(s.ctx)
	of := &asking{ctx, stop}
	s.asking[server.Build.ID] = of
	s.make()
	return askServer{server, of}
}

// stopAsking stops the question to a server. No session starts until that has
// ended, because it would disturb the measurement.
func (s *planScreen) stopAsking(id string) {
	if of := s.asking[id]; of != nil {
		of.stop()
	}
}

// answered notes that a question to a server has ended.
func (s *planScreen) answered(msg serverMsg) {
	msg.of.stop()
	if id := msg.server.Build.ID; s.asking[id] == msg.of {
		delete(s.asking, id)
	}
	s.make()
}

// askTicked asks the ticked servers again, because other models may be marked now.
func (s *planScreen) askTicked() (all several) {
	for _, server := range s.servers {
		lacks := func(m Model) bool { return !runs(server.Build, m) }
		if s.ticked[server.Build.ID] && !server.Beside && !s.live && slices.ContainsFunc(s.chosen(), lacks) {
			all = append(all, s.askServer(server))
		}
	}
	return all
}

// addsNothing says why a ticked build changes nothing. It gives "" if the build
// can measure one of the chosen models, or is not ticked.
func (s *planScreen) addsNothing(b bench.EngineBuild) string {
	if !s.ticked[b.ID] || len(s.chosen()) == 0 || s.runsChosen(b) {
		return ""
	}
	verb := "reads"
	if b.Traits.Serves {
		verb = "has"
	}
	return buildName(b) + " " + verb + " none of the marked models, so it adds no job"
}

// focusServer moves to the server that must be ticked, because only servers have a
// marked model.
func (s *planScreen) focusServer() {
	for _, m := range s.chosen() {
		can := func(b bench.EngineBuild) bool { return runs(b, m) }
		if m.Served == "" || slices.ContainsFunc(s.choice().Builds, can) {
			continue
		}
		builds := s.engineBuilds()
		if at := slices.IndexFunc(s.fields(), func(f field) bool { return f.flag == buildFlag && can(builds[f.build]) }); at >= 0 {
			s.at = at
			return
		}
	}
}

// canAddServer tells whether a server can be added by its address now.
func (s *planScreen) canAddServer() bool { return s.Engines.AddServer != nil && !s.live }

// addServer asks for the address of a server.
func (s *planScreen) addServer() dialog {
	ctx, add := s.ctx, s.Engines.AddServer
	return newPrompt("Add a server", s.Engines.ServerHelp, "", func(named string) (action, tea.Cmd) {
		return s.doing("asking the server"), act(func() action {
			name, err := add(ctx, named)
			if err != nil {
				return bad(bench.Clean(err.Error()))
			}
			return several{good("added " + bench.Clean(name)), seekServers{}}
		})
	})
}

// hindrance says why a build cannot measure a model. It is kept until the plan is
// made again, because the lines are drawn more often.
func (s *planScreen) hindrance(b bench.EngineBuild, m Model) Hindrance {
	key := b.ID + " " + m.Key()
	if _, known := s.hindrances[key]; !known {
		s.hindrances[key] = s.hinders(b, m)
	}
	return s.hindrances[key]
}
