package hwinfo

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

// Severity says how bad a finding is.
type Severity int

const (
	// Note is worth knowing but changes no figure.
	Note Severity = iota
	// Doubt means that figures may be wrong by a few percent.
	Doubt
	// Unfit means that figures measured now do not show what the machine can
	// do.
	Unfit
	// Waits means that a new session waits until the machine is free. So the
	// present load does not affect its figures.
	Waits
)

func (s Severity) String() string {
	switch s {
	case Doubt:
		return "doubt"
	case Unfit:
		return "unfit"
	case Waits:
		return "waits"
	}
	return "note"
}

// Effect says what a finding does to figures that are measured now. It gives ""
// if the finding does nothing to them.
func (s Severity) Effect() string {
	switch s {
	case Doubt:
		return "figures may be a few percent off"
	case Unfit:
		return "figures will not show what this machine can do"
	}
	return ""
}

// MarshalText writes the severity as a word.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the word that MarshalText writes.
func (s *Severity) UnmarshalText(text []byte) error {
	for _, known := range []Severity{Note, Doubt, Unfit, Waits} {
		if known.String() == string(text) {
			*s = known
			return nil
		}
	}
	return fmt.Errorf("unknown severity %q", text)
}

// Finding is one reason to doubt measurements on this machine now, and what to
// do about it.
type Finding struct {
	Severity Severity `json:"severity"`
	Code     string   `json:"code"`
	Text     string   `json:"text"`
	Remedy   string   `json:"remedy,omitempty"`
}

// Warning returns the finding as a warning, which stays with a result.
func (f Finding) Warning() bench.Warning {
	return bench.Warning{Code: f.Code, Text: f.Text, Remedy: f.Remedy}
}

// Question is the information by which [Fitness] judges.
type Question struct {
	Machine bench.Machine
	// Readings are the readings of the last seconds before measuring, or the
	// readings taken while a result was measured.
	Readings []bench.Reading
	// Measuring says that an engine was working during the readings. So the
	// engine itself may keep the GPU busy.
	Measuring bool
	// Measured names what dragstrip is measuring on this machine at the moment,
	// such as "session X". The load of that session is not a load of other
	// programs. Watchable tells that this user can watch it.
	Measured  string
	Watchable bool
	// ModelBytes, if not zero, must fit in memory.
	ModelBytes int64
}

// Above the first figure a finding is a doubt. Above the second figure the
// machine is unfit. In a test with as many threads as cores, one busy process
// lowered decoding from 40.6 to 4.7 tokens a second.
const (
	otherDoubt, otherUnfit = 0.10, 0.25 // in cores; a quiet desktop uses about 0.05
	stealDoubt, stealUnfit = 0.02, 0.10 // of the time
	gpuDoubt, gpuUnfit     = 0.05, 0.25 // of the time
	swapDoubt, swapUnfit   = 1 << 20, 16 << 20
)

// Fitness lists reasons why this machine is not fit for measuring now, the
// worst first.
func Fitness(q Question) []Finding {
	var list []Finding
	add := func(s Severity, code, text string) {
		list = append(list, Finding{s, code, text, q.remedy(code)})
	}
	if q.Measured != "" {
		remedy := "nothing to do"
		if q.Watchable {
			remedy += "; `dragstrip attach` shows it"
		}
		list = append(list, Finding{Waits, "being_measured", "dragstrip is measuring " + q.Measured + ": a new session waits until it has ended", remedy})
	} else {
		q.load(add)
	}
	q.memory(add)
	q.heat(add)
	q.power(add)
	q.machine(add)
	slices.SortStableFunc(list, func(a, b Finding) int { return int(b.Severity) - int(a.Severity) })
	return list
}

// adder adds a finding.
type adder func(s Severity, code, text string)

// remedy is what to do about a finding. It is the remedy of the warning with the
// same code, unless this machine shows that a part of it does not help: if other
// programs leave no whole core free, an engine with fewer threads still shares its
// cores.
func (q Question) remedy(code string) string {
	v, _ := q.otherCores()
	if cores := q.Machine.LogicalCores; code == "other_load" && cores > 0 && v > float64(cores)-1 {
		return "close other programs, or wait for them to finish; they leave no whole core free, so fewer threads (-t) help little"
	}
	return bench.KindOf(code).Remedy
}

// grade returns the severity of a value, and whether the value is above the
// first bound.
func grade(v, doubt, unfit float64) (Severity, bool) {
	if v > unfit {
		return Unfit, true
	}
	return Doubt, v > doubt
}

func (q Question) load(add adder) {
	if v, ok := q.otherCores(); ok {
		if s, found := grade(v, otherDoubt, otherUnfit); found {
			add(s, "other_load", fmt.Sprintf("other programs keep %.2g of %d cores busy", v, q.Machine.LogicalCores))
		}
	}
	if v, ok := q.mean(func(r bench.Reading) *float64 { return r.Steal }); ok {
		if s, found := grade(v, stealDoubt, stealUnfit); found {
			add(s, "steal", fmt.Sprintf("the host takes away %.1f %% of this virtual machine's CPU time", 100*v))
		}
	}
	if q.Measuring {
		return
	}
	if v, ok := q.mean(func(r bench.Reading) *float64 { return r.GPUBusy }); ok {
		if s, found := grade(v, gpuDoubt, gpuUnfit); found {
			add(s, "gpu_load", fmt.Sprintf("something keeps the GPU %.0f %% busy", 100*v))
		}
	}
}

// otherCores is how many cores other programs keep busy.
func (q Question) otherCores() (float64, bool) {
	return q.mean(func(r bench.Reading) *float64 { return r.OtherCores })
}

// mean returns the mean over the readings that have a value. It returns false
// if no reading has one.
func (q Question) mean(of func(bench.Reading) *float64) (float64, bool) {
	sum, n := 0.0, 0
	for _, r := range q.Readings {
		if v := of(r); v != nil {
			sum, n = sum+*v, n+1
		}
	}
	return sum / float64(max(n, 1)), n > 0
}

func (q Question) memory(add adder) {
	in, _ := q.mean(func(r bench.Reading) *float64 { return r.SwapInBytes })
	out, _ := q.mean(func(r bench.Reading) *float64 { return r.SwapOutBytes })
	if s, found := grade(in+out, swapDoubt, swapUnfit); found {
		add(s, "swapping", fmt.Sprintf("memory is being swapped, %s a second", bench.FormatBytes(int64(in+out))))
	}
	q.nearFull(add)
	if q.ModelBytes <= 0 {
		return
	}
	most := q.Machine.MemoryBytes
	if l := q.Machine.MemoryLimitBytes; l > 0 && (most == 0 || l < most) {
		most = l
	}
	for _, g := range q.Machine.GPUs {
		if !g.Shared {
			most = max(most, g.MemoryBytes) // the whole model may be on the card
		}
	}
	if most > 0 && q.ModelBytes > most {
		add(Unfit, "memory_too_small", fmt.Sprintf("the model has %s, but the machine has only %s of memory", bench.FormatBytes(q.ModelBytes), bench.FormatBytes(most)))
		return
	}
	var used int64
	for _, r := range q.Readings {
		used = value(r.MemoryBytes)
	}
	if !q.Measuring && used > 0 && most == q.Machine.MemoryBytes && q.ModelBytes > most-used {
		add(Doubt, "memory_tight", fmt.Sprintf("the model has %s, but only %s of memory is free", bench.FormatBytes(q.ModelBytes), bench.FormatBytes(max(most-used, 0))))
	}
}

// fullDoubt is how full memory may be during a measurement. If memory is
// fuller, the system begins to look for pages to free.
const fullDoubt = 0.95

// nearFull adds a doubt if memory was nearly full in one of the readings.
func (q Question) nearFull(add adder) {
	most, limited := q.Machine.MemoryBytes, false
	if l := q.Machine.MemoryLimitBytes; l > 0 && (most == 0 || l < most) {
		most, limited = l, true
	}
	var used int64
	for _, r := range q.Readings {
		if limited {
			// The memory use of the whole machine says nothing about the container.
			used = max(used, value(r.EngineMemory))
		} else {
			used = max(used, value(r.MemoryBytes))
		}
	}
	if q.Measuring && most > 0 && float64(used) > fullDoubt*float64(most) {
		add(Doubt, "memory_near_full", fmt.Sprintf("%s of %s of memory were in use", bench.FormatBytes(used), bench.FormatBytes(most)))
	}
}

func (q Question) heat(add adder) {
	reasons := map[string]int{}
	for _, r := range q.Readings {
		for _, reason := range r.Throttled {
			reasons[reason]++
		}
	}
	var names []string
	for reason := range reasons {
		if reason == GPUPowerCap {
			add(Note, "power_cap", "the GPU ran at its power cap")
			continue
		}
		names = append(names, reason)
	}
	slices.Sort(names)
	if len(names) > 0 {
		add(Unfit, "throttled", "the machine slowed down: "+strings.Join(names, ", "))
	}
	mhz, ok := q.mean(func(r bench.Reading) *float64 { return r.MHz })
	busy, known := q.mean(func(r bench.Reading) *float64 { return r.CPUBusy })
	if top := float64(q.Machine.MaxMHz); ok && known && top > 0 && busy > 0.5 && mhz < 0.6*top {
		add(Doubt, "low_clock", fmt.Sprintf("the busy CPU ran at %.0f of %.0f MHz", mhz, top))
	}
}

func (q Question) power(add adder) {
	battery := strings.HasPrefix(q.Machine.Power, "battery")
	for _, r := range q.Readings {
		if r.OnBattery != nil {
			battery = *r.OnBattery
		}
	}
	if battery {
		add(Doubt, "battery", "the machine runs on battery")
	}
	for _, mode := range savingModes(q.Machine.PowerMode) {
		add(Doubt, "power_save", "power saving is on: "+mode)
	}
}

// savingModes lists the settings that save power at the cost of speed. With the
// drivers of Intel and AMD, "powersave" is the normal governor, and the energy
// preference decides.
func savingModes(mode map[string]string) []string {
	var out []string
	epp := mode["epp"]
	switch {
	case epp == "power" || epp == "balance_power":
		out = append(out, "energy preference "+epp)
	case epp == "" && (mode["governor"] == "powersave" || mode["governor"] == "conservative"):
		out = append(out, "CPU governor "+mode["governor"])
	}
	if p := mode["profile"]; p == "low-power" || p == "quiet" || p == "cool" {
		out = append(out, "platform profile "+p)
	}
	if mode["low power mode"] == "on" || mode["power mode"] == "low power" {
		out = append(out, "Low Power Mode")
	}
	return out
}

// allowance reports limits on the CPUs that the process may use.
func (q Question) allowance(add adder) {
	m := q.Machine
	if m.CPULimit > 0 {
		add(Doubt, "cpu_limit", fmt.Sprintf("the container may use %.3g of %d cores", m.CPULimit, m.LogicalCores))
	}
	if m.CPUSet > 0 {
		add(Doubt, "cpu_set", fmt.Sprintf("this process may use %d of %d CPUs (CPU set)", m.CPUSet, m.LogicalCores))
	}
}

func (q Question) machine(add adder) {
	m := q.Machine
	if m.Translated {
		add(Unfit, "rosetta", "dragstrip runs translated by Rosetta, and its engines would, too")
	}
	if !q.Measuring { // a result has its own check, by its number of threads
		q.allowance(add)
	}
	if m.Hypervisor != "" {
		add(Note, "virtual", "this is a virtual machine ("+m.Hypervisor+"): the load of other virtual machines on the host cannot be seen")
	}
	if m.HugePages != "" && m.HugePages != "always" {
		add(Note, "huge_pages", "the system gives engines no huge pages (transparent_hugepage is "+m.HugePages+"): decoding on the CPU can be up to a fifth slower than with them")
	}
	for _, g := range m.GPUs {
		if g.Slice {
			add(Note, "gpu_slice", g.Name+" is a part of a card: its bandwidth is not known")
		}
	}
}
