package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/models"
)

// The bandwidth of a device is measured with the engine itself, as no program
// without its drivers could: see bench.DeviceBandwidth and models.DepthPair.

// deviceAsk says what to measure; the zero value leaves all of it to dragstrip.
type deviceAsk struct {
	engines []string // builds, as --engine takes them
	device  string   // "Vulkan0", "CPU"
	size    string   // of the pair of stand-ins
	threads int      // of the CPU
	// drop removes the stand-ins afterwards.
	drop bool
}

// deviceStep is how far a measurement is. Done and Total are bytes, where
// something is written.
type deviceStep struct {
	Text        string
	Done, Total int64
}

// The repetitions of each stand-in, taken in rounds, A B A B, so that drift
// meets both: six are what an interval needs.
const (
	deviceRounds      = 3
	deviceRepetitions = 6
	// deviceTarget is how long one repetition of the deeper stand-in should
	// take: GPUs need a moment to raise their clocks.
	deviceTarget = time.Second
	// devicePatience is how long all of it may take; a smaller pair is taken
	// where it would be longer.
	devicePatience = 3 * time.Minute
	pilotTokens    = 8
	minTokens      = 16
	maxTokens      = 256
)

// deviceJob is one device to be measured by one build.
type deviceJob struct {
	*env
	ask     deviceAsk
	machine bench.Machine
	build   bench.EngineBuild
	device  bench.Device
	onCPU   bool
	report  func(deviceStep)
	folder  string
}

// measureDevice measures the bandwidth of a device and remembers it. report,
// which may be nil, hears how far it is, from one goroutine at a time. A
// canceled ctx ends it, and its engine, with ctx's error.
func (e *env) measureDevice(ctx context.Context, ask deviceAsk, report func(deviceStep)) (bench.DeviceBandwidth, error) {
	if report == nil {
		report = func(deviceStep) {}
	}
	j := &deviceJob{env: e, ask: ask, report: report, folder: e.bandwidthFolder()}
	d, err := j.measure(ctx)
	if ctx.Err() != nil {
		return d, ctx.Err()
	}
	if err != nil {
		return d, fmt.Errorf("measure the bandwidth of a device: %w", err)
	}
	return d, nil
}

// bandwidthFolder holds the stand-ins.
func (e *env) bandwidthFolder() string { return filepath.Join(e.places.cache, "bandwidth") }

func (j *deviceJob) measure(ctx context.Context) (bench.DeviceBandwidth, error) {
	var none bench.DeviceBandwidth
	pairs, err := j.pairs()
	if err != nil {
		return none, err
	}
	j.report(deviceStep{Text: "looking for engines and devices"})
	if err := j.choose(ctx); err != nil {
		return none, err
	}
	j.machine = j.describe(ctx)
	if err := os.MkdirAll(j.folder, 0o700); err != nil {
		return none, fmt.Errorf("make the folder of the stand-ins: %w", err)
	}
	lock, err := j.takeMachine(ctx)
	if err != nil {
		return none, err
	}
	defer lock.Release()
	pair, tokens, err := j.pilot(ctx, pairs)
	if err != nil {
		return none, err
	}
	if err := j.provide(ctx, pair.Deep, pair.DeepFigures); err != nil {
		return none, err
	}
	session, err := j.walk(ctx, j.plan(pair, tokens))
	if err != nil {
		return none, err
	}
	d, err := j.conclude(session, pair)
	if err != nil {
		return none, err
	}
	j.keep(pair)
	return d, j.rememberDevice(j.machine, d)
}

// choose finds the build and its device.
func (j *deviceJob) choose(ctx context.Context) error {
	want := j.ask.device
	builds, err := j.chooseBuilds(ctx, j.ask.engines)
	if errors.Is(err, errNoEngine) {
		return fmt.Errorf("%w: it is measured with %s itself. `dragstrip setup` gets it, --engine PATH names one", errNoEngine, j.kinds.First().Title())
	}
	if err != nil {
		return err
	}
	if len(j.ask.engines) == 0 && want != "" && want != cpuDevice {
		builds = j.findBuilds(ctx, nil).Builds // any build that has the device
	}
	var offered []string
	for _, b := range builds {
		for _, d := range b.Holders() {
			offered = append(offered, d.Name)
			// What lies behind a network is measured when it is asked for.
			if d.Name == want || want == "" && !strings.HasPrefix(d.Name, "RPC") {
				j.build, j.device = b, d
				j.tellOthers()
				return nil
			}
		}
	}
	if want != "" && want != cpuDevice {
		offered = slices.Compact(append(offered, cpuDevice))
		return fmt.Errorf("no engine build offers a device %q; there are: %s", bench.Clean(want), bench.Clean(strings.Join(offered, ", ")))
	}
	if len(builds) == 0 {
		return errNoEngine
	}
	j.build, j.device, j.onCPU = builds[0], bench.Device{Name: cpuDevice, Description: j.describe(ctx).CPU}, true
	return nil
}

const cpuDevice = "CPU"

// tellOthers says what was left out where dragstrip chose.
func (j *deviceJob) tellOthers() {
	var others []string
	for _, d := range j.build.Holders() {
		if d.Name != j.device.Name {
			others = append(others, d.Name)
		}
	}
	if j.ask.device == "" && len(others) > 0 {
		j.report(deviceStep{Text: fmt.Sprintf("measuring %s; --device takes %s as well", j.device.Name, strings.Join(others, ", "))})
	}
}

// takeMachine waits until nothing else is measured here.
func (j *deviceJob) takeMachine(ctx context.Context) (*journal.MachineLock, error) {
	lock := journal.NewMachineLock(j.getenv("DRAGSTRIP_MACHINE_LOCK"))
	me := journal.Holder{Session: "machine-gpu", Process: os.Getpid(), Since: time.Now().UTC()}
	if u, err := user.Current(); err == nil {
		me.User = u.Username
	}
	for {
		ok, holder, err := lock.Try(me)
		if err != nil || ok {
			return lock, err
		}
		j.report(deviceStep{Text: "waiting " + waitingFor(holder, me)})
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

// pairs are the sizes that may be taken, largest first. The tiny one is taken
// only where it is asked for: caches hold it.
func (j *deviceJob) pairs() ([]models.DepthPair, error) {
	all, err := models.DepthPairs()
	if err != nil {
		return nil, err
	}
	var names []string
	for i := range all {
		names = append(names, all[i].Name)
		for _, in := range []*models.StandIn{&all[i].Shallow, &all[i].Deep} {
			in.Path = filepath.Join(j.folder, in.Form.Name+"-"+in.Quant+".gguf")
		}
		if all[i].Name == j.ask.size {
			return all[i : i+1], nil
		}
	}
	if j.ask.size != "" {
		return nil, usagef("--size is one of %s, not %q", strings.Join(names, ", "), j.ask.size)
	}
	return all[:len(all)-1], nil
}

// fits says why a pair cannot be used here, or nil.
func (j *deviceJob) fits(p models.DepthPair) error {
	need := p.DeepFigures.SizeBytes
	own := j.machine.MemoryBytes
	if limit := j.machine.MemoryLimitBytes; limit > 0 {
		own = min(own, limit)
	}
	if own > 0 && need > own/2 {
		return fmt.Errorf("it needs %s and this machine has %s of memory", bench.FormatBytes(need), bench.FormatBytes(own))
	}
	room := j.device.FreeBytes
	if room <= 0 {
		room = j.device.TotalBytes
	}
	if !j.onCPU && room > 0 && need+need/8 > room {
		return fmt.Errorf("it needs %s and %s has %s free", bench.FormatBytes(need), j.device.Name, bench.FormatBytes(room))
	}
	missing := int64(0)
	for _, in := range []struct {
		models.StandIn
		bytes int64
	}{{p.Shallow, p.ShallowFigures.FileBytes}, {p.Deep, p.DeepFigures.FileBytes}} {
		if _, err := os.Stat(in.Path); err != nil {
			missing += in.bytes
		}
	}
	if missing > 0 {
		return models.Room(j.folder, missing)
	}
	return nil
}

// pilot picks the largest pair that fits and can be measured in time, and how
// many tokens a repetition generates: it tries the shallow stand-in first,
// before the large file is written.
func (j *deviceJob) pilot(ctx context.Context, pairs []models.DepthPair) (models.DepthPair, int, error) {
	for i, p := range pairs {
		last := i == len(pairs)-1
		if err := j.fits(p); err != nil {
			if last && j.ask.size != "" {
				return p, 0, fmt.Errorf("the %s pair of stand-ins cannot be used: %w; without --size the largest that fits is taken", p.Name, err)
			}
			if last {
				return p, 0, fmt.Errorf("the %s pair of stand-ins, the smallest that tells anything, cannot be used: %w", p.Name, err)
			}
			continue
		}
		if err := j.provide(ctx, p.Shallow, p.ShallowFigures); err != nil {
			return p, 0, err
		}
		j.report(deviceStep{Text: fmt.Sprintf("trying %s on %s", p.Shallow.Form.Title, j.device.Name)})
		s, err := j.walk(ctx, &bench.Plan{Jobs: []bench.Job{j.job("shallow", p.Shallow, pilotTokens, 1)}})
		if err != nil {
			return p, 0, err
		}
		perToken := float64(s.Jobs[0].Tests[0].SamplesNS()[0]) / pilotTokens
		deep := perToken * float64(p.DeepFigures.ReadBytesPerToken) / float64(p.ShallowFigures.ReadBytesPerToken)
		tokens := min(max(int(float64(deviceTarget)/deep), minTokens), maxTokens)
		// Each round warms up once before its repetitions.
		whole := time.Duration(float64(tokens*(deviceRepetitions+deviceRounds)) * (perToken + deep))
		if last || whole <= devicePatience || j.ask.size != "" {
			return p, tokens, nil
		}
	}
	return models.DepthPair{}, 0, errors.New("there is no pair of stand-ins to take")
}

// provide writes a stand-in, unless it is there already.
func (j *deviceJob) provide(ctx context.Context, in models.StandIn, f models.Figures) error {
	if m, err := models.Open(in.Path); err == nil && m.StandIn && m.Name == in.Form.Title && m.SizeBytes == f.SizeBytes && m.ReadBytesPerToken == f.ReadBytesPerToken {
		return nil
	}
	return models.WriteStandIn(ctx, in, func(done, total int64) {
		j.report(deviceStep{Text: "writing " + in.Form.Title, Done: done, Total: total})
	})
}

// plan is the measurement proper.
func (j *deviceJob) plan(p models.DepthPair, tokens int) *bench.Plan {
	return &bench.Plan{Rounds: deviceRounds, Jobs: []bench.Job{
		j.job("shallow", p.Shallow, tokens, deviceRepetitions),
		j.job("deep", p.Deep, tokens, deviceRepetitions),
	}}
}

func (j *deviceJob) job(id string, in models.StandIn, tokens, repetitions int) bench.Job {
	params := bench.Params{}
	switch {
	case !j.onCPU:
		params["n_gpu_layers"] = "99"
		// A build with one device uses it; older ones cannot be told.
		if len(j.build.Holders()) > 1 {
			params["devices"] = j.device.Name
		}
	case len(j.build.Holders()) > 0:
		params["devices"] = "none"
	}
	if j.ask.threads > 0 {
		params["n_threads"] = strconv.Itoa(j.ask.threads)
	}
	return bench.Job{
		ID: id, Model: bench.Model{Name: in.Form.Title, Path: in.Path, Format: "gguf", Quant: in.Quant, StandIn: true},
		Build: j.build, Params: params, Tests: []bench.Test{{Generation: tokens}}, Repetitions: repetitions,
	}
}

// keepsFor is how many times the stand-ins' size must stay free on the disk
// for them to be kept.
const keepsFor = 10

// keep leaves the pair for the next time where it does not weigh, and removes
// all others.
func (j *deviceJob) keep(p models.DepthPair) {
	kept := []string{p.Shallow.Path, p.Deep.Path}
	if j.ask.drop || models.Room(j.folder, keepsFor*p.FileBytes()) != nil {
		kept = nil
	}
	files, _ := filepath.Glob(filepath.Join(j.folder, "bandwidth-*.gguf*"))
	for _, f := range files {
		if !slices.Contains(kept, f) {
			os.Remove(f)
		}
	}
	if kept != nil {
		j.report(deviceStep{Text: fmt.Sprintf("kept two stand-ins for the next time, %s in %s; --drop removes them", bench.FormatBytes(p.FileBytes()), j.folder)})
	}
}
