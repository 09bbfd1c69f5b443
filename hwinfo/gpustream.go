package hwinfo

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/isolated"
)

// Streamer starts a program that prints a line from time to time. It calls line
// for each printed line, until the program or ctx ends.
type Streamer func(ctx context.Context, line func(string), name string, args ...string) error

// stream is the Streamer of this machine. The program ends when ctx ends. It
// also ends when dragstrip ends, because then nobody reads its output.
func stream(ctx context.Context, line func(string), name string, args ...string) error {
	cmd := isolated.Command(ctx, append([]string{name}, args...))
	cmd.WaitDelay = time.Second
	asHelper(cmd)
	runtime.LockOSThread() // if this thread ended, the kernel would end the program
	defer runtime.UnlockOSThread()
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	scan := bufio.NewScanner(out)
	scan.Buffer(make([]byte, 4096), 1<<20)
	for scan.Scan() {
		line(scan.Text())
	}
	_, _ = io.Copy(io.Discard, out) // after a line that was too long: never block the program
	return cmd.Wait()
}

// streamFields are lists of the fields that nvidia-smi reports once a second.
// Older drivers have another name for the throttle reasons, and the oldest have
// none, so shorter lists follow.
var streamFields = []string{
	"index,utilization.gpu,memory.used,temperature.gpu,power.draw,clocks.current.sm,clocks.current.memory,clocks_event_reasons.active",
	"index,utilization.gpu,memory.used,temperature.gpu,power.draw,clocks.current.sm,clocks.current.memory,clocks_throttle_reasons.active",
	"index,utilization.gpu,memory.used,temperature.gpu,power.draw",
}

const staleAfter = 4 * time.Second // older figures no longer describe the present

// gpuStream keeps the last figures of a program that runs all the time
// (nvidia-smi or macmon).
type gpuStream struct {
	mu      sync.Mutex
	cards   map[int]told // by index
	machine told
	sources []string
	done    chan struct{} // closed when no program runs any more
}

type told struct {
	at   time.Time
	fill func(*bench.Reading)
}

func (g *gpuStream) start(ctx context.Context, r Root) {
	g.cards, g.done = map[int]told{}, make(chan struct{})
	if r.Stream == nil {
		close(g.done)
		return
	}
	go func() {
		defer close(g.done)
		if r.OS == "darwin" {
			_ = r.Stream(ctx, func(line string) { g.tell(&g.machine, "macmon pipe", parseMacmon(line)) }, "macmon", "pipe", "-i", "1000")
			return
		}
		for _, fields := range streamFields {
			err := r.Stream(ctx, func(line string) { g.nvidia(fields, line) }, "nvidia-smi", "--query-gpu="+fields, "--format=csv,noheader,nounits", "-lms", "1000")
			if ctx.Err() != nil || err != nil && !ranAtAll(err) {
				return
			}
		}
	}()
}

func (g *gpuStream) tell(last *told, source string, fill func(*bench.Reading)) {
	if fill == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	*last = told{time.Now(), fill}
	g.sources = []string{source}
}

func (g *gpuStream) nvidia(fields, line string) {
	a := parseNVIDIALine(fields, line)
	index, err := strconv.Atoi(a["index"])
	if err != nil || index < 0 || index >= mostCards {
		return // this line is a message, not a card
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.cards[index] = told{time.Now(), func(r *bench.Reading) { addNVIDIA(r, a) }}
	g.sources = []string{"nvidia-smi -lms 1000"}
}

// addNVIDIA adds the figures of one card to a reading. If there are several
// cards, the reading has the highest load, temperature and clocks, and the sums
// of memory and power.
func addNVIDIA(r *bench.Reading, card map[string]string) {
	if v, ok := figure(card["utilization.gpu"], 100); ok {
		highest(&r.GPUBusy, v/100)
	}
	if v, ok := figure(card["temperature.gpu"], mostCelsius); ok {
		highest(&r.GPUCelsius, v)
	}
	if v, ok := figure(card["memory.used"], mostMiB); ok {
		r.GPUBytes = new(int64(v)<<20 + value(r.GPUBytes))
	}
	if v, ok := figure(card["power.draw"], mostWatts); ok {
		r.GPUWatts = new(v + value(r.GPUWatts))
	}
	if v, ok := figure(card["clocks.current.sm"], mostMHz); ok {
		highest(&r.GPUMHz, v)
	}
	if v, ok := figure(card["clocks.current.memory"], mostMHz); ok {
		highest(&r.GPUMemoryMHz, v)
	}
	reasons := card["clocks_event_reasons.active"] + card["clocks_throttle_reasons.active"]
	r.Throttled = append(r.Throttled, nvidiaReasons(reasons)...)
}

// GPUPowerCap is the throttle reason that most cards give under load. It is
// normal and not a fault.
const GPUPowerCap = "GPU at its power cap"

func nvidiaReasons(text string) []string {
	bits, err := strconv.ParseUint(strings.TrimPrefix(strings.ToLower(text), "0x"), 16, 64)
	if err != nil {
		return nil
	}
	var out []string
	for _, reason := range []struct {
		bit  uint64
		name string
	}{{0x4, GPUPowerCap}, {0x8, "GPU slowed by its hardware"}, {0x20, "GPU too hot"}, {0x40, "GPU too hot (hardware)"}, {0x80, "GPU slowed by its power supply"}} {
		if bits&reason.bit != 0 {
			out = append(out, reason.name)
		}
	}
	return out
}

// parseMacmon reads both forms of macmon's output. Old versions give MHz and
// ratio in gpu_usage; newer versions give each under its own name.
func parseMacmon(line string) func(*bench.Reading) {
	var m struct {
		GPUUsage []float64 `json:"gpu_usage"`
		GPUMHz   *float64  `json:"gpu_freq_mhz"`
		GPUBusy  *float64  `json:"gpu_active_ratio"`
		GPUWatts *float64  `json:"gpu_power"`
		Watts    *float64  `json:"sys_power"`
		PCPU     []float64 `json:"pcpu_usage"`
		Temp     struct {
			CPU *float64 `json:"cpu_temp_avg"`
			GPU *float64 `json:"gpu_temp_avg"`
		} `json:"temp"`
	}
	if json.Unmarshal([]byte(line), &m) != nil {
		return nil
	}
	if len(m.GPUUsage) == 2 {
		m.GPUMHz, m.GPUBusy = &m.GPUUsage[0], &m.GPUUsage[1]
	}
	return func(r *bench.Reading) {
		r.GPUMHz, r.GPUWatts = within(m.GPUMHz, mostMHz), within(m.GPUWatts, mostWatts)
		// The share has few bits, so a full load may come out slightly above 1.
		if busy := within(m.GPUBusy, 1.01); busy != nil {
			r.GPUBusy = new(min(*busy, 1))
		}
		if watts := within(m.Watts, mostWatts); value(watts) > 0 {
			r.Watts, r.WattsOf = watts, bench.PowerMachine
		}
		r.Celsius, r.GPUCelsius = warm(m.Temp.CPU), warm(m.Temp.GPU)
		if len(m.PCPU) == 2 && m.PCPU[0] > 0 {
			r.MHz = within(&m.PCPU[0], mostMHz)
		}
	}
}

// warm returns a temperature that can be believed. Zero means that the sensor
// does not know it; then warm returns nil.
func warm(t *float64) *float64 {
	if value(t) == 0 {
		return nil
	}
	return within(t, mostCelsius)
}

// add fills in the figures that are not stale.
func (g *gpuStream) add(r *bench.Reading) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, t := range g.cards {
		if time.Since(t.at) < staleAfter {
			t.fill(r)
		}
	}
	if g.machine.fill != nil && time.Since(g.machine.at) < staleAfter {
		g.machine.fill(r)
	}
}

func (g *gpuStream) names() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.sources
}
