package cli

import (
	"dragstrip/bench"
	"dragstrip/models"
)

// runFlags holds the flags of `dragstrip run`.
type runFlags struct {
	plan      planFlags
	setup     bool
	yes       bool
	detach    bool
	dryRun    bool
	resume    string
	retry     bool
	follow    followOptions
	engineAsk list
	keyEnv    string // the variable with the key of servers
	typed     func(flag string) bool
	// own are the builds of a live session to which jobs are added. They are used
	// if engineAsk names no build.
	own     []bench.EngineBuild
	remote  string
	against string
	last    int // how many earlier sessions --against means together, or 0
	suspect bool
	failIf  list
}

const runAbout = "MODEL is " + models.Named + "; `dragstrip models` lists the names. Without MODEL, dragstrip measures the models in its own folder, or the only model on this machine. Ctrl-c asks whether the benchmark shall stop; without a terminal to ask on, an interrupt stops it, unless it was started with --detach."

// runFlags defines the flags of the verb run.
func (e *env) runFlags() (*flags, *runFlags) {
	var r runFlags
	f := newFlags("run", "[MODEL…]", runAbout)
	f.under(groupWhat)
	presetFlags(f)
	e.defineJobs(f, &r)
	r.plan.defineSession(f)
	f.under(groupBefore)
	f.BoolVar(&r.detach, "detach", false, "start the session, print its name and return at once")
	f.BoolVar(&r.dryRun, "dry-run", false, "measure nothing: show the plan, the order of its jobs and the time it takes; with --json for programs")
	f.under("A session that was interrupted")
	f.StringVar(&r.resume, "resume", "", "finish `SESSION`, which was interrupted or stopped; if its engine build is not found, name it with --engine; if other machines computed, too, name them again with -rpc")
	f.BoolVar(&r.retry, "retry-failed", false, "with --resume: measure the failed tests again")
	f.under(groupOutput)
	f.BoolVar(&r.follow.quiet, "q", false, quietHelp)
	f.BoolVar(&r.follow.json, "json", false, "print the session's events, one JSON object per line")
	f.BoolVar(&r.follow.hostName, "host-name", false, "write this machine's host name into the report")
	f.under(groupAgainst)
	f.StringVar(&r.against, "against", "", "afterwards, compare with an earlier `SESSION` or report; last:10 are the last ten sessions of this machine that measured the same; they count as one")
	f.Var(&r.failIf, "fail-if", "with --against: "+failIfHelp)
	f.BoolVar(&r.suspect, "include-suspect", false, "with --against: also compare "+suspectHelp)
	return f, &r
}

// defineJobs defines the flags that plan jobs: of a new session, or for one that
// is being measured.
func (e *env) defineJobs(f *flags, r *runFlags) {
	r.plan.defineJobs(f)
	r.typed = f.typed
	f.under(groupWhat)
	f.Var(&r.engineAsk, "engine", "`ENGINE` to measure with: the name, path or command of a build; or "+listed(e.kinds.Searched().Names())+", which choose the best build of that engine. "+addressedHelp(e.kinds)+"ENGINE@VERSION or ENGINE@newest chooses a version. KEY=VALUE words before ENGINE set its environment; words after it are its arguments. May be given again")
	f.StringVar(&r.keyEnv, "key-env", "", "the `VARIABLE` of the environment that holds the key of the servers that are named by an address. If they have different keys, write it after each address: --engine 'NAME=ADDRESS --key-env VARIABLE'")
	f.StringVar(&r.remote, "rpc", "", "also compute on other machines; `ADDRESSES` are those of the engine's servers there (HOST:PORT, separated by commas)")
	f.under(groupBefore)
	f.BoolVar(&r.setup, "setup", false, "first install what is missing: an engine, a stand-in model")
	f.BoolVar(&r.yes, "yes", false, "answer every question with yes")
}

// mistake gives an error if flags cannot be combined.
func (r *runFlags) mistake(named []string) error {
	switch {
	case r.remote != "" && !areAddresses(r.remote):
		return usagef("-rpc takes HOST:PORT, such as 192.168.0.7:50052, with commas between several; not %q", bench.Clean(r.remote))
	case r.resume != "" && r.dryRun:
		return usagef("--dry-run shows only new plans; `dragstrip report %s` shows the results of a session", bench.Clean(r.resume))
	case r.resume != "" && len(named) > 0:
		return usagef("--resume measures the session's own plan; leave out %q", named[0])
	case r.resume != "" && r.typed(presetFlag):
		return usagef("--resume measures the session's own plan; leave out --preset")
	case r.resume == "" && r.retry:
		return usagef("--retry-failed needs --resume SESSION")
	case r.resume == "" && r.dryRun && r.setup:
		return usagef("--dry-run changes nothing, but --setup installs what is missing; give one of them")
	}
	return nil
}
