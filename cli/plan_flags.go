package cli

import (
	"runtime"

	"dragstrip/bench"
	"dragstrip/bench/planning"
	"dragstrip/hwinfo"
)

// planFlags are the flags that say what to measure. A flag that means the same
// as one of llama-bench is spelled as llama-bench spells it.
type planFlags struct {
	models      list
	prompts     list
	generations list
	pairs       list
	depths      list
	repetitions int
	roundFlags
	delay        int
	noWarmup     bool
	noTicks      bool
	noHash       bool
	noProbe      bool
	note         string
	params       map[string]*list
	mmap, direct string
	// tests are the tests of a live session. They are measured if the flags give
	// no lengths.
	tests []bench.Test
	// told adds the variable to an error about a flag that the environment set.
	told func(error) error
}

// Groups of flags that say what to measure.
const (
	groupWhat       = "What is measured"
	groupHow        = "How it is measured"
	groupParameters = "Engine parameters; a list with commas makes one job for each value"
)

// defineJobs defines the flags that say what the jobs measure, and how.
func (p *planFlags) defineJobs(f *flags) {
	p.told, p.order = f.told, string(bench.OrderAlternate)
	p.maxTime = planning.DefaultMaxTime
	f.under(groupWhat)
	f.Var(&p.models, "m", "`MODEL` to measure, the same as an argument; may be given again")
	f.Var(&p.prompts, "p", "prompt lengths in `TOKENS` (default 512; 0 for none)")
	f.Var(&p.generations, "n", "generation lengths in `TOKENS` (default 128; 0 for none)")
	f.Var(&p.pairs, "pg", "`PROMPT,GENERATION` pairs that are timed together")
	f.Var(&p.depths, "d", "depths: `TOKENS` already in the context (default 0)")
	f.under(groupHow)
	f.metavars["r"] = "N"
	f.IntVar(&p.repetitions, "r", bench.DefaultRepetitions, "repetitions of each test")
	f.IntVar(&p.delay, "delay", 0, "`SECONDS` to wait before each test")
	f.BoolVar(&p.noWarmup, "no-warmup", false, "do not warm up: the first repetition is measured cold")
	f.under(groupParameters)
	p.params = map[string]*list{}
	for _, def := range bench.Parameters {
		values := new(list)
		p.params[def.Key] = values
		f.metavars[def.Flag] = def.Metavar
		f.Var(values, def.Flag, def.Help)
	}
	f.metavars["mmp"], f.metavars["dio"] = "0|1", "0|1"
	f.StringVar(&p.mmap, "mmp", "", "1 is the same as -lm mmap, 0 the same as -lm none")
	f.StringVar(&p.direct, "dio", "", "1 is the same as -lm dio; 0 changes nothing")
}

// defineSession defines the flags that say how a whole session is measured.
func (p *planFlags) defineSession(f *flags) {
	f.under(groupHow)
	p.defineRounds(f)
	f.BoolVar(&p.noTicks, "no-ticks", false, "do not ask the engine to report each token")
	f.BoolVar(&p.noHash, "no-hash", false, "do not compute the SHA-256 of the model files")
	f.BoolVar(&p.noProbe, "no-probe", false, "do not observe the machine: no memory bandwidth, no hardware readings")
	f.StringVar(&p.note, "note", "", "a note: `TEXT` that is kept with the session")
}

// wishes gives what the flags ask for.
func (p *planFlags) wishes() planning.Wishes {
	w := planning.Wishes{
		Prompts: p.prompts, Generations: p.generations, Pairs: p.pairs, Depths: p.depths, Otherwise: p.tests,
		Params: map[string][]string{}, Mmap: p.mmap, DirectIO: p.direct,
		Repetitions: p.repetitions, DelaySeconds: p.delay, NoWarmup: p.noWarmup, Rounds: p.roundFlags.wishes(),
		Ticks: !p.noTicks, Hash: !p.noHash, Probe: !p.noProbe, Note: p.note,
	}
	for key, values := range p.params {
		w.Params[key] = *values
	}
	w.Params[bench.Draft] = wholePaths(w.Params[bench.Draft])
	return w
}

// takeOver fills the values that no flag gives. It takes them from what all
// jobs of a session have in common. Devices belong to an engine build, so it
// does not take over devices for another engine.
func (p *planFlags) takeOver(shared planning.Shared, typed func(flag string) bool, sameEngine bool) {
	p.tests = shared.Tests
	if !typed("r") {
		p.repetitions = shared.Repetitions
	}
	if !typed("delay") {
		p.delay = shared.DelaySeconds
	}
	if !typed("no-warmup") {
		p.noWarmup = shared.NoWarmup
	}
	for key, value := range shared.Params {
		given := len(*p.params[key]) > 0 || key == "load_mode" && p.mmap+p.direct != ""
		if !given && (sameEngine || key != "devices") {
			*p.params[key] = list{value}
		}
	}
}

// check finds mistakes that can be seen without an engine or a model.
func (p *planFlags) check() error {
	w := p.wishes()
	if err := missingDraft(w.Params[bench.Draft]); err != nil {
		return p.told(err)
	}
	return p.told(w.Check(runtime.NumCPU()))
}

// plan makes the plan of the given models and builds.
func (p *planFlags) plan(given planning.Given, known *speeds) (*bench.Plan, error) {
	given.Pace, given.Threads = known.pace(), hwinfo.FittingThreads(hwinfo.Root{})
	w := p.wishes()
	var err error
	if given.Drafts, err = draftModels(w.Params[bench.Draft]); err != nil {
		return nil, p.told(err)
	}
	plan, err := w.Plan(given)
	return plan, p.told(err)
}
