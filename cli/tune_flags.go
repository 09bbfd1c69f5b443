package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/planning"
	"dragstrip/bench/tuning"
)

// tuneFlags holds the flags of `dragstrip tune`.
type tuneFlags struct {
	goals                    list
	prompts, generations     lengths
	depths                   lengths
	values                   map[string]*list
	cache                    list
	engineAsk, variants      list
	exhaustive, retry        bool
	maxTime                  time.Duration
	memory                   byteSize
	note                     string
	noTicks, noHash, noProbe bool
	detach, dryRun, json     bool
	follow                   followOptions
	// told adds the variable to an error about a flag that the environment set.
	told func(error) error
}

// Words for goals.
const (
	goalPrefill    = "prefill"
	goalGeneration = "generation"
	goalMix        = "mix"
)

const tuneAbout = `Searches for the best configuration of each MODEL: engine build, devices, threads, batch sizes, flash attention.
The default is measured first. Configurations are measured in blocks of the same minutes, and those that are
shown to be slower are dropped. At the end, fresh pairs compare the default with the winner; only they decide
whether it is called faster. If no difference is shown, the default wins. A configuration that fails is a row
with its reason. Several models are measured in their order, each in a session of its own that waits for the one
before. A search that was interrupted is finished by "dragstrip run --resume SESSION", and
"dragstrip report SESSION" prints again what it found.`

func newTuneFlags() (*flags, *tuneFlags) {
	var t tuneFlags
	f := newFlags("tune", "MODEL…", tuneAbout)
	t.told = f.told
	f.under("What the best is searched for")
	f.Var(&t.goals, "goal", "prefill, generation or mix (the best single configuration for both); with commas between several; all three if the flag is missing")
	f.metavars["goal"] = goalPrefill + "|" + goalGeneration + "|" + goalMix
	t.prompts.text, t.generations.text, t.depths.text = "512", "128", "0"
	f.Var(&t.prompts, "p", "length of the prompt in `TOKENS`; each of several makes goals of its own")
	f.Var(&t.generations, "n", "length of the generation in `TOKENS`; each of several makes goals of its own")
	f.Var(&t.depths, "d", "depth: `TOKENS` already in the context; each of several makes goals of its own, and the winner of one depth is confirmed at the others")
	f.Var(&t.memory, "max-memory", "the most memory that a configuration may take, as a `SIZE` such as 8GiB")
	f.under("What is tried; a list with commas replaces the usual values")
	f.Var(&t.engineAsk, "engine", "`ENGINE` build to try, as in run; may be given again. The first one is the default. Without it, all builds of this machine are tried that are of the engine that run would choose")
	f.Var(&t.variants, "variant", "also try each build with this environment, as `KEY=VALUE` (several with blanks between them) or by the name that `dragstrip engines` lists; may be given again. Without this flag, the builds that dragstrip chose are also tried in the environments that `dragstrip engines` lists for them; --variant none tries none of these")
	t.values = map[string]*list{}
	for _, def := range planning.TunedParameters() {
		t.values[def.Key] = new(list)
		f.metavars[def.Flag] = def.Metavar
		f.Var(t.values[def.Key], def.Flag, def.Help)
	}
	f.Var(&t.cache, tuning.AxisCache, "type of the KV cache, for keys and values alike: f16, q8_0, q4_0 … A smaller type changes the answers, so only f16 is tried without this flag")
	f.metavars[tuning.AxisCache] = "TYPE"
	f.under("How it is searched")
	f.DurationVar(&t.maxTime, "max-time", 0, "the measurements of the search and its final take at most this `TIME` (such as 30m), and what passes between them comes on top; without it, a quarter of the time that --exhaustive would take")
	f.BoolVar(&t.exhaustive, "exhaustive", false, "measure every configuration equally often")
	f.BoolVar(&t.retry, "retry-failed", false, "also try what failed in an earlier search")
	f.BoolVar(&t.noTicks, "no-ticks", false, "do not ask the engine to report each token")
	f.BoolVar(&t.noHash, "no-hash", false, "do not compute the SHA-256 of the model files")
	f.BoolVar(&t.noProbe, "no-probe", false, "do not observe the machine: no memory bandwidth, no hardware readings")
	f.StringVar(&t.note, "note", "", "a note: `TEXT` that is kept with the session")
	f.under(groupBefore)
	f.BoolVar(&t.dryRun, "dry-run", false, "measure nothing: list what would be tried; with --json for programs")
	f.BoolVar(&t.detach, "detach", false, "start the sessions, print their names and return at once")
	f.under(groupOutput)
	f.BoolVar(&t.follow.quiet, "q", false, quietHelp)
	f.BoolVar(&t.json, "json", false, "print what was found as a JSON object")
	f.BoolVar(&t.follow.hostName, "host-name", false, "write this machine's host name into the report")
	return f, &t
}

// mistake gives an error if flags cannot be combined.
func (t *tuneFlags) mistake(named []string) error {
	switch {
	case len(named) == 0:
		return usagef("tune takes a model: `dragstrip tune MODEL`; `dragstrip models` lists the names")
	case slices.Contains(named, ""):
		return errNoModelNamed
	case t.maxTime < 0:
		return usagef("--max-time must not be below 0")
	}
	for _, variant := range t.variants {
		for word := range strings.FieldsSeq(variant) {
			if name, _, ok := strings.Cut(word, "="); strings.Contains(variant, "=") && (!ok || name == "") {
				return usagef("--variant %s: write KEY=VALUE, such as GGML_VK_DISABLE_F16=1", bench.Clean(variant))
			}
		}
	}
	return nil
}

// wishes gives what the flags ask for.
func (t *tuneFlags) wishes() (planning.TuneWishes, error) {
	w := planning.TuneWishes{
		Exhaustive: t.exhaustive, MaxTime: t.maxTime, MemoryLimit: int64(t.memory), Values: map[string][]string{},
		Ticks: !t.noTicks, Hash: !t.noHash, Probe: !t.noProbe, Note: t.note,
	}
	asked := strings.Split(strings.Join(t.goals, ","), ",")
	if len(t.goals) == 0 {
		asked = []string{goalPrefill, goalGeneration, goalMix}
	}
	for _, name := range asked {
		goals, err := t.goalsOf(strings.TrimSpace(name))
		if err != nil {
			return w, err
		}
		for _, g := range goals {
			if !slices.Contains(w.Goals, g) {
				w.Goals = append(w.Goals, g)
			}
		}
	}
	for key, values := range t.values {
		if len(*values) > 0 {
			w.Values[key] = *values
		}
	}
	if len(t.cache) > 0 {
		w.Values[tuning.AxisCache] = t.cache
	}
	return w, nil
}

// goalsOf are the goals of one name: one for each length and depth.
func (t *tuneFlags) goalsOf(name string) (goals []tuning.Goal, err error) {
	prompts, err := t.prompts.counts("p")
	if err != nil {
		return nil, err
	}
	generations, err := t.generations.counts("n")
	if err != nil {
		return nil, err
	}
	depths, err := planning.DepthList([]string{t.depths.text})
	switch {
	case err != nil:
		return nil, err
	case len(depths) == 0:
		return nil, usagef("-d names no depth; write 0, or numbers with commas between them")
	}
	switch name {
	case goalPrefill:
		if generations = []int{0}; len(prompts) == 0 {
			return nil, usagef("--goal prefill needs a prompt (-p); without one, choose --goal generation")
		}
	case goalGeneration:
		if prompts = []int{0}; len(generations) == 0 {
			return nil, usagef("--goal generation needs a generation (-n); without one, choose --goal prefill")
		}
	case goalMix:
		if len(prompts) == 0 || len(generations) == 0 {
			return nil, usagef("--goal mix needs a prompt (-p) and a generation (-n); with one of them, choose --goal prefill or --goal generation")
		}
	default:
		return nil, usagef("--goal %s: choose prefill, generation or mix", bench.Clean(name))
	}
	for _, depth := range depths {
		for _, prompt := range prompts {
			for _, generation := range generations {
				g := tuning.Goal{Prompt: prompt, Generation: generation, Depth: depth}
				if err := g.Validate(); err != nil {
					return nil, usagef("--goal %s: %w", name, err)
				}
				goals = append(goals, g)
			}
		}
	}
	return goals, nil
}

// lengths is the value of a flag: token counts with commas between them. The
// first value that is set replaces the usual one.
type lengths struct {
	text string
	set  bool
}

func (l *lengths) String() string { return l.text }

func (l *lengths) Set(text string) error {
	if l.set {
		text = l.text + "," + text
	}
	l.text, l.set = text, true
	return nil
}

func (l *lengths) counts(flag string) ([]int, error) {
	n, err := bench.ParseCounts(l.text)
	if err != nil {
		return nil, usagef("-%s: %w", flag, err)
	}
	return n, nil
}

// byteSize is the value of a flag: "8GiB", "8G" or "512 MiB".
type byteSize int64

func (b *byteSize) String() string {
	if b == nil || *b == 0 {
		return ""
	}
	return bench.FormatBytes(int64(*b))
}

func (b *byteSize) Set(text string) error {
	number, unit := strings.TrimSpace(text), ""
	if at := strings.IndexFunc(number, func(r rune) bool { return r != '.' && (r < '0' || r > '9') }); at >= 0 {
		number, unit = number[:at], strings.TrimSpace(number[at:])
	}
	factors := map[string]float64{"k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}
	factor, known := factors[strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(unit), "b"), "i")]
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || !known || n <= 0 || n*factor > 1<<60 {
		return fmt.Errorf("must be a size such as 8GiB or 500MiB")
	}
	*b = byteSize(n * factor)
	return nil
}
