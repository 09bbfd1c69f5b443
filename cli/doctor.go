package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/hwinfo"
	"dragstrip/runner/words"
)

func doctorVerb(e *env, args []string) error {
	f := newFlags("doctor", "", "Prints everything a bug report needs: the machine, everything that would disturb a measurement now, drivers, engine builds, the devices that they report and the libraries that they could not load, environment variables that change how engines compute, folders, and the raw sources of the values. Host name, login name, home folder, serial numbers and secrets are left out.")
	if rest, err := f.parse(e, args); err != nil {
		return err
	} else if len(rest) > 0 {
		return usagef("doctor takes no arguments")
	}
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt)
	defer cancel()
	var text strings.Builder
	said := *e
	said.out, said.err, said.tty = &text, &text, false // not a terminal: people paste this text into bug reports, so its lines are not broken
	machine, builds := said.tellDoctor(ctx)
	private := report.Private(e.reportOptions(false), machine, builds)
	for line := range strings.Lines(text.String()) {
		if _, err := fmt.Fprintln(e.out, private(strings.TrimSuffix(line, "\n"))); err != nil {
			return fmt.Errorf("write: %w", err)
		}
	}
	return nil
}

// tellDoctor prints the whole text with private names. It returns the machine
// and the builds, because these contain the private names that the caller
// removes.
func (e *env) tellDoctor(ctx context.Context) (machine bench.Machine, builds []bench.EngineBuild) {
	fmt.Fprintf(e.out, "dragstrip %s, %s/%s\n\n", versionText(), runtime.GOOS, runtime.GOARCH)
	p := e.look(ctx, true, true)
	machine, p.Machine.HostName = p.Machine, ""
	e.print(p)
	fmt.Fprintf(e.out, "\nsessions  %s\nengines   %s\nmodels    %s\n", e.places.store().Root, e.places.data, e.places.models())
	builds = e.tellEngines(ctx)
	for _, raw := range hwinfo.RawSources(ctx, hwinfo.Root{}) {
		e.tellRaw(raw.Name, raw.Text)
	}
	return machine, builds
}

// tellEngines prints the engine builds, their environment, and what each build
// prints when it starts. It returns the builds. A build that cannot be used is
// returned as its command and its error.
func (e *env) tellEngines(ctx context.Context) []bench.EngineBuild {
	fmt.Fprintln(e.out, "\nEngine builds")
	found := e.findBuilds(ctx, e.engineVariable())
	if len(found.Builds) == 0 {
		fmt.Fprintln(e.out, "none; `dragstrip setup` installs one")
	}
	e.tellBuilds(e.listedBuilds(ctx, found.Builds))
	e.tellProblems(found.Problems)
	// DRAGSTRIP_ENGINE is left out here, because the list of builds shows what it
	// names, without secrets.
	own := []string{"DRAGSTRIP_"}
	for _, kind := range e.kinds {
		own = append(own, kind.Variables...)
	}
	variables := words.Inherited(e.environ, own, []string{envName("engine")})
	for _, b := range found.Builds {
		variables = append(variables, b.Inherited...)
	}
	slices.Sort(variables)
	e.tellRaw("environment", strings.Join(slices.Compact(variables), "\n"))
	for _, b := range found.Builds {
		if b.OwnLoader() {
			e.tellRaw(b.ID+" is started by", commandLines(b.Prefix))
		}
		if kind, known := e.kinds.Kind(b.Engine); known && kind.Says != nil && ctx.Err() == nil {
			e.tellRaw(fmt.Sprintf("%s (commit %s) says", b.ID, orNotKnown(bench.Clean(b.Commit))), strings.Join(kind.Says(ctx, b), "\n"))
		}
	}
	builds := found.Builds
	for _, p := range found.Problems {
		builds = append(builds, bench.EngineBuild{Prefix: []string{p.Command, p.Err.Error()}})
	}
	return builds
}

// commandLines writes each word of a command on its own line. It also writes
// each folder of a list on its own line, because a loader may have a long list
// of folders with libraries.
func commandLines(prefix []string) string {
	var lines []string
	for _, word := range prefix {
		for i, folder := range filepath.SplitList(word) {
			if i > 0 {
				folder = "  and " + folder
			}
			lines = append(lines, folder)
		}
	}
	return strings.Join(lines, "\n")
}

func orNotKnown(text string) string {
	if text == "" {
		return "not known"
	}
	return text
}

func (e *env) tellRaw(name, text string) {
	if text = clean(text); text == "" {
		text = "none"
	}
	fmt.Fprintf(e.out, "\n--- %s\n%s\n", bench.Clean(name), text)
}
