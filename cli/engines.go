package cli

import (
	"cmp"
	"context"
	"fmt"
	"os/signal"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/runner"
	"dragstrip/runner/engine"
)

func enginesVerb(e *env, args []string) error {
	takes := append(e.kinds.Unasked().Names(), "remove BUILD")
	f := newFlags("engines", "["+strings.Join(takes, " | ")+"]", "Lists the engine builds on this machine, all or those of one engine, each with the name that --engine takes."+e.askedByName()+" remove BUILD removes one that dragstrip installed, after a question.")
	f.under("What is removed")
	yes := f.Bool("yes", false, "remove without asking")
	var remembered engineSettings
	remembered.define(f)
	f.under(groupOutput)
	asJSON := f.Bool("json", false, "print a JSON array, with whole commands")
	prefix := f.Bool("prefix", false, "print only the command of the best build")
	rest, err := f.parse(e, args)
	if err != nil {
		return err
	}
	switch {
	case len(rest) > 0 && rest[0] == "remove" && remembered != engineSettings{}:
		return usagef("remove a build and change the settings one after the other: leave out remove, or the flags that add and forget")
	case len(rest) == 2 && rest[0] == "remove":
		return e.removeEngine(rest[1], *yes)
	case len(rest) == 1 && rest[0] == "remove":
		return e.noneNamed()
	}
	if *yes {
		return usagef("--yes answers the question of `dragstrip engines remove BUILD`; nothing else asks")
	}
	kind, err := e.kindListed(rest, takes)
	if err != nil {
		return err
	}
	if err := remembered.change(e); err != nil {
		return err
	}
	ctx, cancel := signal.NotifyContext(context.Background(), watchedSignals...)
	defer cancel()
	found := e.findBuilds(ctx, e.engineVariable()) // `dragstrip run` uses this variable, too
	builds := slices.DeleteFunc(found.Builds, func(b bench.EngineBuild) bool { return kind != nil && b.Engine != kind.Name })
	if *prefix {
		best, ok := runner.Best(cmp.Or(kind, e.kinds.First()), builds)
		if !ok {
			return errNoEngine
		}
		fmt.Fprintln(e.out, prefixText(best.Prefix))
		return nil
	}
	listed := e.listedBuilds(ctx, builds)
	if *asJSON {
		return report.WriteJSON(e.out, listed)
	}
	e.tellBuilds(listed)
	e.tellProblems(found.Problems)
	e.tellUnread(remembered.addVariant, found.Builds)
	e.tellServers()
	if len(builds) == 0 {
		e.tellNoneFound(kind)
	}
	return nil
}

// tellNoneFound says that there is no build of an engine, or of any (nil).
func (e *env) tellNoneFound(kind *engine.Kind) {
	if kind != nil {
		fmt.Fprintf(e.err, "No %s found; `dragstrip setup %s` installs it.\n", kind.Title(), kind.Name)
		return
	}
	fmt.Fprintln(e.err, "No engine found; `dragstrip setup` installs one.")
}

// kindListed is the engine whose builds are listed; nil means all engines.
func (e *env) kindListed(rest, takes []string) (*engine.Kind, error) {
	if len(rest) == 0 {
		return nil, nil
	}
	if server, known := e.kinds.Named(rest[0]); known && server.NeedsAddress() {
		return nil, usagef("%s is not searched for: name %s, for example %s", server.Name, server.Build, server.Example())
	}
	kind, ok := e.kinds.Unasked().Named(rest[0])
	if !ok || len(rest) > 1 {
		return nil, usagef("engines takes no arguments, or one of: %s", strings.Join(takes, ", "))
	}
	return kind, nil
}

// askedByName says which engines measure only if somebody names them. They use
// the builds of other engines, or are servers, so the list does not have them.
func (e *env) askedByName() string {
	var names []string
	for _, kind := range e.kinds {
		switch {
		case kind.NeedsAddress():
			names = append(names, kind.Example()+", a server that is there already")
		case kind.Of != "":
			names = append(names, "--engine "+kind.Name+", with a build of "+kind.Of)
		}
	}
	if names == nil {
		return ""
	}
	return " Not listed, because they are used only by name: " + strings.Join(names, "; ") + "."
}

func (e *env) tellBuilds(builds []listedBuild) {
	told := e.told()
	for _, b := range builds {
		fmt.Fprintf(told, "%s  %s · %s\n", b.ID, b.Line(), bench.Clean(b.Origin))
		fmt.Fprintf(told, "              %s\n", bench.Clean(b.ShortCommand()))
		if b.Installed != nil {
			fmt.Fprintf(told, "              %s\n", b.Installed)
		}
		for _, d := range b.Devices {
			what := ""
			if d.Software {
				what = " (a program on the CPU, not a GPU)"
			}
			fmt.Fprintf(told, "              %s: %s, %s%s\n", bench.Clean(d.Name), bench.Clean(d.Description), bench.FormatBytes(d.TotalBytes), what)
		}
		if b.Remote {
			fmt.Fprintf(told, "              it can also compute on other machines (-rpc)\n")
		}
		for _, v := range b.Variants {
			name := bench.Clean(v.Name)
			if v.Device != "" {
				name += " (" + v.Device + ")"
			}
			if d, found := b.Software(); found && v.NeedsDevice {
				name += " with -dev " + bench.Clean(d.Name)
			}
			fmt.Fprintf(told, "              tune also tries %s: %s\n", name, bench.Clean(strings.Join(v.Env, " ")))
		}
		if why := b.WhyNotLoaded(); why != "" {
			fmt.Fprintf(told, "              it %s\n", why)
		}
		if b.FoundNoDevice() {
			fmt.Fprintf(told, "              it finds no GPU, so it computes on the CPU; `dragstrip doctor` shows what it says\n")
		}
	}
}

// prefixText is an engine's command as --engine and DRAGSTRIP_ENGINE take it. If
// it is only a path, it may contain spaces. If it has several words, a word with
// spaces needs quotes.
func prefixText(prefix []string) string {
	if len(prefix) == 1 {
		return prefix[0]
	}
	words := make([]string, len(prefix))
	for i, word := range prefix {
		words[i] = quoted(word)
	}
	return strings.Join(words, " ")
}
