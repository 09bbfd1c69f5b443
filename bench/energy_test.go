package bench

import (
	"math"
	"strings"
	"testing"
	"time"
)

// powerScript replays a job like a journal, with one reading a second.
type powerScript struct {
	s  *Session
	at time.Time
}

func newPowerScript(job Job, machine Machine) *powerScript {
	job.ID, job.Tests, job.Repetitions = "j1", []Test{{Generation: 128}}, 6
	p := &powerScript{s: NewSession(), at: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	p.apply("", SessionStarted{Plan: Plan{Jobs: []Job{job}}})
	p.apply("", MachineDescribed{machine})
	return p
}

func (p *powerScript) apply(job string, f Fact) {
	p.s.Apply(Event{Seq: p.s.LastSeq + 1, Time: p.at, Job: job, Fact: f})
}

func (p *powerScript) phase(phase Phase, repetition int) {
	p.apply("j1", PhaseEntered{Phase: phase, Test: Test{Generation: 128}, Repetition: repetition})
}

func (p *powerScript) read(seconds int, r Reading) {
	for range seconds {
		p.at = p.at.Add(time.Second)
		p.apply("", ReadingTaken{r})
	}
}

// finish ends the test with six repetitions. Each took as many seconds as each
// says.
func (p *powerScript) finish(each float64) Energy {
	r := Result{Test: Test{Generation: 128}}
	for range 6 {
		r.SamplesNS = append(r.SamplesNS, int64(each*1e9))
	}
	p.apply("j1", TestFinished{r})
	return p.energy()
}

func (p *powerScript) energy() Energy { return p.s.EnergyOf(p.s.Jobs[0], p.s.Jobs[0].Tests[0]) }

func watts(v float64, of string) Reading { return Reading{Watts: &v, WattsOf: of} }

func TestEnergyIsOfTheTimeOfMeasuringAlone(t *testing.T) {
	p := newPowerScript(Job{}, Machine{})
	p.phase(PhaseLoading, 0)
	p.read(20, watts(500, PowerPackage)) // not during the test
	p.at = p.at.Add(500 * time.Millisecond)
	p.phase(PhaseMeasuring, 1)
	p.at = p.at.Add(-500 * time.Millisecond)
	p.read(1, watts(300, PowerPackage)) // covers some of the loading, too
	p.phase(PhaseMeasuring, 2)
	p.read(12, watts(50, PowerPackage))
	e := p.finish(2)
	p.read(20, watts(500, PowerPackage))
	if p.energy() != e {
		t.Errorf("changed after the test: %+v", p.energy())
	}
	// 50 W over 6 × 2 s for 6 × 128 tokens.
	if e.Absent != "" || e.Of != PowerPackage || math.Abs(e.Watts-50) > 1e-9 || math.Abs(e.Joules-600) > 1e-6 || math.Abs(e.TokensPerJoule-1.28) > 1e-9 || e.Seconds != 12 {
		t.Errorf("%+v, want 600 J and 1.28 tokens a joule", e)
	}
}

func TestEnergyLeavesOutTheFillingOfAContext(t *testing.T) {
	p := newPowerScript(Job{}, Machine{})
	for repetition := range 6 {
		p.phase(PhaseFilling, repetition+1)
		p.read(5, watts(200, PowerBoard))
		p.phase(PhaseMeasuring, repetition+1)
		p.read(3, watts(80, PowerBoard))
	}
	if e := p.finish(3); e.Watts != 80 || e.Seconds != 18 {
		t.Errorf("%+v, want 80 W over 18 s", e)
	}
}

func TestEnergyIsAbsentWithItsReason(t *testing.T) {
	card, builtIn := GPU{Vendor: "NVIDIA"}, GPU{Vendor: "AMD", Shared: true}
	gpu := func(v float64) Reading { return Reading{GPUWatts: &v} }
	both := watts(60, PowerPackage)
	both.GPUWatts = new(float64)
	*both.GPUWatts = 240
	cuda, cpu := EngineBuild{Backends: []string{"CUDA"}}, EngineBuild{Backends: []string{"CPU"}}
	drawn := EngineBuild{Backends: []string{"Vulkan"}, Devices: []Device{{Name: "Vulkan0", Software: true, TotalBytes: 1 << 34}}}
	for name, c := range map[string]struct {
		build   EngineBuild
		params  Params
		gpus    []GPU
		reading Reading
		seconds int
		of      string
		why     string
	}{
		"no meter":                    {cpu, nil, nil, Reading{}, 20, "", "no power could be read"},
		"a meter that says nothing":   {cpu, nil, nil, watts(0, PowerPackage), 20, "", "no power could be read"},
		"too short":                   {cpu, nil, nil, watts(60, PowerPackage), 9, "", "read for only 9 s"},
		"processor":                   {cpu, nil, nil, watts(60, PowerPackage), 10, PowerPackage, ""},
		"processor beside a card":     {cpu, nil, []GPU{card}, both, 20, PowerPackage, ""},
		"only the card is known":      {cpu, nil, []GPU{card}, gpu(30), 20, "", "ran on the CPU"},
		"card":                        {cuda, nil, []GPU{card}, both, 20, PowerGPU, ""},
		"two cards":                   {cuda, nil, []GPU{card, card}, gpu(400), 20, PowerAllGPUs, ""},
		"card, only processor known":  {cuda, nil, []GPU{card}, watts(60, PowerPackage), 20, "", "ran on a GPU"},
		"card, whole machine known":   {cuda, nil, []GPU{card}, watts(400, PowerMachine), 20, PowerMachine, ""},
		"split":                       {cuda, Params{"n_gpu_layers": "20"}, []GPU{card}, both, 20, "", "worked together"},
		"split, whole machine known":  {cuda, Params{"n_gpu_layers": "20"}, []GPU{card}, watts(400, PowerMachine), 20, PowerMachine, ""},
		"built-in GPU":                {EngineBuild{Backends: []string{"Vulkan"}}, nil, []GPU{builtIn}, gpu(88), 20, PowerPackage, ""},
		"CPU beside its built-in GPU": {cpu, nil, []GPU{builtIn}, gpu(88), 20, PowerPackage, ""},
		"software as a device":        {drawn, nil, []GPU{card}, both, 20, PowerPackage, ""},
		"software beside a card":      {drawn, nil, []GPU{card}, gpu(30), 20, "", "ran on the CPU"},
		"an older journal":            {cpu, nil, nil, watts(60, ""), 20, powerUnnamed, ""},
	} {
		p := newPowerScript(Job{Build: c.build, Params: c.params}, Machine{GPUs: c.gpus})
		p.read(1, c.reading)
		p.phase(PhaseMeasuring, 1)
		p.read(c.seconds, c.reading)
		e := p.finish(3)
		if e.Of != c.of || (e.TokensPerJoule > 0) != (c.why == "") || !strings.Contains(e.Absent, c.why) || (e.Absent == "") != (c.why == "") {
			t.Errorf("%s: %+v, want power of %q, absence %q", name, e, c.of, c.why)
		}
	}
}

func TestReadingsThatStoppedSayNothingOfTheGap(t *testing.T) {
	p := newPowerScript(Job{}, Machine{})
	p.read(1, watts(60, PowerPackage))
	p.phase(PhaseMeasuring, 1)
	p.read(6, watts(60, PowerPackage))
	p.at = p.at.Add(time.Minute)
	p.read(3, watts(60, PowerPackage))
	if e := p.finish(10); !strings.Contains(e.Absent, "read for only 8 s") {
		t.Errorf("%+v, want 8 s", e)
	}
}

func TestEnergyAddsUpOverRounds(t *testing.T) {
	p := newPowerScript(Job{}, Machine{})
	for round := range 3 {
		p.phase(PhaseLoading, 0)
		p.read(4, watts(10, PowerPackage))
		p.phase(PhaseMeasuring, 1)
		p.read(4, watts(60, PowerPackage))
		p.apply("j1", TestFinished{Result{Test: Test{Generation: 128}, Round: round, SamplesNS: []int64{4e9}}})
	}
	if e := p.energy(); e.Watts != 60 || e.Seconds != 12 || math.Abs(e.Joules-720) > 1e-6 {
		t.Errorf("%+v, want 720 J from 12 s", e)
	}
}
