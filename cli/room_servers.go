package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/cli/settings"
	"dragstrip/models"
	"dragstrip/runner"
	"dragstrip/tui"
)

// findServers looks for servers, and asks those that run for their models. While
// something is measured it does not look, because it would disturb that.
func (r rooms) findServers(ctx context.Context, builds []bench.EngineBuild) (servers []tui.Server, ok bool) {
	if _, busy := journal.NewMachineLock(r.getenv(machineLock)).Measuring(); busy {
		return nil, false
	}
	named := slices.DeleteFunc(slices.Clone(builds), func(b bench.EngineBuild) bool { return !b.Traits.Serves })
	beside := r.servers.beside(builds, func() []bench.EngineBuild { return runner.FindBeside(ctx, r.search(nil), builds) })
	others := runner.FindServers(ctx, r.search(nil)).Builds
	others = append(others, r.namedServers(ctx)...)
	found := slices.Concat(named, beside)
	for _, b := range others {
		if !slices.ContainsFunc(found, func(had bench.EngineBuild) bool { return had.ID == b.ID }) {
			found = append(found, b)
		}
	}
	r.servers.keep(found)
	ctx, cancel := context.WithTimeout(ctx, listingTime)
	defer cancel()
	var asked sync.WaitGroup
	for _, b := range found {
		if b.Traits.Serves && b.IsServer() {
			asked.Go(func() { r.listServer(ctx, b) })
		}
	}
	asked.Wait()
	for _, b := range found {
		servers = append(servers, r.shownServer(b))
	}
	return servers, true
}

// rememberedTime is how long remembered servers may take to say what they are. One that
// does not run is not offered.
const rememberedTime = 3 * time.Second

// namedServers finds the servers that the user named by their addresses, now or
// earlier.
func (r rooms) namedServers(ctx context.Context) (builds []bench.EngineBuild) {
	if added := r.servers.named(); len(added) > 0 {
		builds = runner.FindNamed(ctx, r.search(added)).Builds
	}
	if earlier := r.rememberedServers(); len(earlier) > 0 {
		ctx, cancel := context.WithTimeout(ctx, rememberedTime)
		defer cancel()
		builds = append(builds, runner.FindNamed(ctx, r.search(earlier)).Builds...)
	}
	return builds
}

// addServer finds a server that the user names by its address, and remembers it.
// One that is named with further words, such as the variable that holds its key, is
// remembered only until the program ends.
func (r rooms) addServer(ctx context.Context, text string) (name string, err error) {
	text = strings.TrimSpace(text)
	if !r.kinds.IsServer(text) {
		return "", errors.New(r.serverHelp())
	}
	found := runner.FindNamed(ctx, r.search([]string{text}))
	if err := namedWrongly(found.Problems); err != nil {
		return "", err
	}
	r.servers.add(text)
	name = found.Builds[0].Line()
	if one, err := settings.ParseServer(text); err != nil {
		name += " until you leave dragstrip"
	} else if err := r.settings().AddServer(one); err != nil {
		name += " until you leave dragstrip, because it could not be remembered: " + err.Error()
	}
	return name, nil
}

// serverHelp says how servers are named, and how long they are remembered.
func (r rooms) serverHelp() string {
	return addedHelp(r.kinds) + " If it wants a key, add " + keyFlag + " and the variable that holds the key: then it is offered until you leave dragstrip. Otherwise it is remembered, and `dragstrip engines --forget-server` forgets it."
}

// listServer asks a server for its models, and remembers the answer. A server that
// does not run is started for that.
func (r rooms) listServer(ctx context.Context, b bench.EngineBuild) {
	list, err := r.asking(nil).list(ctx, b)
	if errors.Is(ctx.Err(), context.Canceled) { // that says nothing about the server
		return
	}
	r.servers.told(b, list, err)
}

// shownServer is what the screens show about a server.
func (r rooms) shownServer(b bench.EngineBuild) tui.Server {
	s := tui.Server{Build: b, Beside: r.kinds.IsBeside(b)}
	if s.Beside {
		return s
	}
	list, err := r.servers.source().list(context.Background(), b)
	switch {
	case errors.Is(err, errUnasked):
		s.Unasked = true
	case err != nil:
		s.Problem = fmt.Sprintf("%s does not tell its models: %s", bench.Clean(b.Line()), bench.Clean(err.Error()))
	}
	for _, m := range list {
		s.Serves = append(s.Serves, m.Served)
	}
	return s
}

// askServer asks one server for its models, and whether it has copies of some
// files.
func (r rooms) askServer(ctx context.Context, b bench.EngineBuild, chosen []tui.Model) tui.Server {
	if _, err := r.servers.source().list(ctx, b); b.IsServer() || err != nil {
		r.listServer(ctx, b)
	}
	engines := r.serving(ctx, []bench.EngineBuild{b}, r.servers.learning(r.asking(nil)))
	if _, err := engines.listServed(ctx); err == nil {
		for _, m := range chosen {
			if m.Path != "" {
				_, _ = engines.servedFrom(ctx, models.Found{Model: m.Model}) // remembers what was compared
			}
		}
	}
	return r.shownServer(b)
}

// serving is a choice of servers that were found. It learns from source what they
// have.
func (r rooms) serving(ctx context.Context, builds []bench.EngineBuild, source serverSource) *engineChoice {
	return &engineChoice{env: r.env, ctx: ctx, asked: namesOf(builds), known: true, builds: builds, source: &source}
}

// mostCompared is how large a file may be that is read while models are listed,
// only to learn whether it is the same as a server's copy. Larger files are
// compared if their digests are known, or when the server is ticked.
const mostCompared = 256 << 20

// listedServers are the servers that told their models, to find what they have of
// the models that are listed.
func (r rooms) listedServers(ctx context.Context) (*engineChoice, error) {
	source := r.asking(nil)
	source.same = func(ctx context.Context, a, b string) (bool, error) {
		ctx, giveUp := context.WithCancel(ctx)
		defer giveUp()
		return models.SameContent(ctx, a, b, r.places.digests(), func(_ string, size int64) {
			if size > mostCompared {
				giveUp()
			}
		})
	}
	engines := r.serving(ctx, r.servers.telling(), r.servers.learning(source))
	_, err := engines.listServed(ctx)
	return engines, err
}

// services are the servers that have a model, each with the name by which it knows
// the model.
func (c *engineChoice) services(served []bench.Model) (out []tui.Service) {
	for _, b := range c.builds {
		for _, m := range served {
			if kind, known := c.env.kinds.Kind(b.Engine); known && c.names[b.ID][m.Served] {
				title := kind.Title()
				if kind.NeedsAddress() { // the title of such a kind is no name
					title = kind.Name
				}
				out = append(out, tui.Service{Build: b.ID, Title: title, Name: m.Served})
				break
			}
		}
	}
	return out
}

// placeOf names the store of a served model: the engine of its server.
func (c *engineChoice) placeOf(m bench.Model) string {
	for _, s := range c.services([]bench.Model{m}) {
		return s.Title
	}
	return ""
}

// serverFacts say which servers have a model, and how it is measured there.
func (c *engineChoice) serverFacts(services []tui.Service) (rows [][2]string) {
	for _, s := range services {
		at := slices.IndexFunc(c.builds, func(b bench.EngineBuild) bool { return b.ID == s.Build })
		rows = append(rows, [2]string{"server", fmt.Sprintf("%s has it as %s; tick %s on Plan (3) to measure it there", s.Title, s.Name, c.builds[at].Line())})
	}
	return rows
}

// servedModel is what the screens show about a model that only servers have.
func (c *engineChoice) servedModel(m bench.Model) tui.Model {
	services := c.services([]bench.Model{m})
	shown := tui.Model{Model: m, Services: services, Place: c.placeOf(m)}
	rows := [][2]string{
		{"model", m.Label()},
		{"served as", m.Served},
		{"kind", m.Arch},
		{"parameters", bench.FormatParams(m.ParamCount)},
		{"weights", bench.FormatBytes(m.SizeBytes)},
		{"note", "only the server has this model, so other engines cannot measure it"},
	}
	for _, row := range slices.Concat(rows, c.serverFacts(services)) {
		if row[1] != "" && row[1] != bench.NotKnown {
			shown.Facts = append(shown.Facts, row)
		}
	}
	return shown
}

// hinders says why a build cannot measure a model.
func (r rooms) hinders(b bench.EngineBuild, m tui.Model) tui.Hindrance {
	label := bench.Clean(m.Label())
	if !b.Traits.Serves {
		if m.Served != "" {
			return tui.Hindrance{Short: "has no file of it", Long: label + " is only on a server. " + bench.Clean(b.Line()) + " reads files, and the file is not on this machine"}
		}
		formats := formatNames(b.Traits.Formats...)
		return tui.Hindrance{Short: "reads " + formats, Long: fmt.Sprintf("%s reads %s, and %s is %s", bench.Clean(b.Line()), formats, label, formatNames(m.Format))}
	}
	server := r.shownServer(b)
	switch {
	case server.Unasked:
		return tui.Hindrance{Short: "asked when ticked", Long: "space ticks " + bench.Clean(b.Line()) + ". dragstrip then starts it for a moment and asks for its models"}
	case server.Problem != "":
		return tui.Hindrance{Short: "does not answer", Long: server.Problem}
	}
	engines := r.serving(context.Background(), []bench.EngineBuild{b}, r.servers.source())
	if engines.mayHave(m) {
		return tui.Hindrance{Short: "compared when ticked", Long: fmt.Sprintf("%s has a model of the same size, perhaps a copy of %s. space ticks it; dragstrip then compares the files", bench.Clean(b.Line()), label)}
	}
	way := ""
	if m.Path != "" {
		way = engines.wayInto(b, models.Found{Model: m.Model})
	}
	if way == "" {
		way = strings.TrimSpace(bench.Clean(b.Line())) + " does not have " + label
	}
	return tui.Hindrance{Short: "does not have it", Long: bench.Clean(way)}
}

// mayHave tells whether a server has a file that was not compared yet with that of
// a model.
func (c *engineChoice) mayHave(m tui.Model) bool {
	listed, err := c.listServed(c.ctx)
	return err == nil && m.Path != "" && slices.ContainsFunc(listed, func(one bench.Model) bool {
		at := c.files.of[one.Served]
		if at == "" || one.SizeBytes != m.SizeBytes || one.Format != m.Format {
			return false
		}
		_, err := c.from().same(c.ctx, withoutLinks(m.Path), at)
		return err != nil
	})
}
