package sitting

import (
	"fmt"
	"testing"
	"testing/fstest"
	"time"

	"dragstrip/bench"
	"dragstrip/hwinfo"
)

// busyMachine is a machine with four cores. Its kernel counts what the test
// says.
type busyMachine struct {
	files      fstest.MapFS
	busy, idle int
	at         time.Time
}

// pass lets time go by. Meanwhile other programs keep some cores busy.
func (m *busyMachine) pass(d time.Duration, cores float64) {
	ticks := d.Seconds() * 100
	m.busy += int(ticks * cores)
	m.idle += int(ticks * (4 - cores))
	m.at = m.at.Add(d)
	m.files["proc/stat"] = &fstest.MapFile{Data: fmt.Appendf(nil, "cpu  %d 0 0 %d 0 0 0 0 0 0\ncpu0 1 1 1 1\ncpu1 1 1 1 1\ncpu2 1 1 1 1\ncpu3 1 1 1 1\nbtime 1700000000\n", m.busy, m.idle)}
}

func TestOtherLoadIsToldOnTheTestItFallsOn(t *testing.T) {
	const second = time.Second
	for _, c := range []struct {
		what string
		// How many cores other programs keep busy: before the test, and in each
		// second during it. The last second may be shorter.
		before float64
		took   time.Duration
		during float64
		told   bool
	}{
		{"a long test, a busy loop", 0, 5 * second, 1, true},
		{"a long test, a browser", 0, 5 * second, 0.15, true},
		{"a long test, nothing", 0, 5 * second, 0, false},
		{"a long test after a busy time", 4, 5 * second, 0, false},
		{"a test shorter than a reading, a busy loop", 0, 700 * time.Millisecond, 1, true},
		{"a test shorter than a reading, a browser: too few ticks to tell", 0, 700 * time.Millisecond, 0.15, false},
		{"a test shorter than a reading after a busy time", 4, 700 * time.Millisecond, 0, false},
		{"a test of one reading and a half, a busy loop", 0, 1600 * time.Millisecond, 1, true},
		{"a blink of a test", 4, 100 * time.Millisecond, 4, false},
	} {
		t.Run(c.what, func(t *testing.T) {
			m := &busyMachine{files: fstest.MapFS{}, at: time.Unix(1700000000, 0)}
			m.pass(time.Hour, 0.5)
			o := &observer{now: func() time.Time { return m.at }}
			o.sampler = hwinfo.NewSampler(t.Context(), hwinfo.Root{OS: "linux", FS: m.files})
			described := bench.Machine{LogicalCores: 4}
			m.pass(900*time.Millisecond, c.before)
			o.note(described, bench.PhaseEntered{Phase: bench.PhaseMeasuring, Repetition: 1})
			for left := c.took; left > 0; left -= ReadEvery {
				m.pass(min(left, ReadEvery), c.during)
				if left >= ReadEvery {
					o.note(described, bench.ReadingTaken{Reading: o.sampler.Read()})
				}
			}
			told := false
			for _, w := range o.note(described, bench.TestFinished{}) {
				told = told || w.Code == "other_load"
			}
			if told != c.told {
				t.Errorf("told %v, want %v; readings %d", told, c.told, len(o.during))
			}
		})
	}
}

// Some things cannot be caused on every machine. So the test writes them into
// the files in which the kernel would report them. From there they reach the
// result in the normal way.
func TestWhatTheKernelTellsReachesTheResultItFallsOn(t *testing.T) {
	const throttle, battery = "sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count", "sys/class/power_supply/BAT0/"
	steal := func(ticks int) string {
		return fmt.Sprintf("cpu  1000 0 0 %d 0 0 0 %d 0 0\ncpu0 1 1 1 1\ncpu1 1 1 1 1\ncpu2 1 1 1 1\ncpu3 1 1 1 1\nbtime 1700000000\n", 9000+ticks, ticks)
	}
	meminfo := func(available int) string {
		return fmt.Sprintf("MemTotal: 1000000 kB\nMemAvailable: %d kB\nSwapTotal: 1000000 kB\nSwapFree: 1000000 kB\n", available)
	}
	machine := bench.Machine{LogicalCores: 4, MemoryBytes: 1000000 << 10, MaxMHz: 5000}
	for _, c := range []struct {
		want          string
		before, after map[string]string
		machine       func(*bench.Machine)
	}{
		{"", map[string]string{"proc/meminfo": meminfo(600000), throttle: "3"}, nil, nil},
		{"steal", map[string]string{"proc/stat": steal(0)}, map[string]string{"proc/stat": steal(400)}, nil},
		{"swapping", map[string]string{"proc/vmstat": "pswpin 0\npswpout 0\n"}, map[string]string{"proc/vmstat": "pswpin 500000\npswpout 500000\n"}, nil},
		{"memory_near_full", map[string]string{"proc/meminfo": meminfo(600000)}, map[string]string{"proc/meminfo": meminfo(20000)}, nil},
		{"throttled", map[string]string{throttle: "3"}, map[string]string{throttle: "9"}, nil},
		{"battery", map[string]string{battery + "type": "Battery", battery + "status": "Discharging", battery + "capacity": "80"}, nil, nil},
		{"power_save", nil, nil, func(m *bench.Machine) { m.PowerMode = map[string]string{"profile": "low-power"} }},
		{"rosetta", nil, nil, func(m *bench.Machine) { m.Translated = true }},
	} {
		m := &busyMachine{files: fstest.MapFS{}, at: time.Unix(1700000000, 0)}
		put := func(files map[string]string) {
			for name, text := range files {
				m.files[name] = &fstest.MapFile{Data: []byte(text)}
			}
		}
		m.pass(time.Hour, 0)
		put(c.before)
		described := machine
		if c.machine != nil {
			c.machine(&described)
		}
		o := &observer{now: func() time.Time { return m.at }}
		o.sampler = hwinfo.NewSampler(t.Context(), hwinfo.Root{OS: "linux", FS: m.files})
		o.note(described, bench.PhaseEntered{Phase: bench.PhaseMeasuring, Repetition: 1})
		if _, own := c.after["proc/stat"]; !own {
			m.pass(3*time.Second, 0)
			put(c.before)
		}
		m.at = m.at.Add(3 * time.Second)
		put(c.after)
		got := ""
		for _, w := range o.note(described, bench.TestFinished{}) {
			got += w.Code
			if w.Text == "" || w.Remedy == "" || bench.KindOf(w.Code).Remedy == "" {
				t.Errorf("incomplete: %+v", w)
			}
		}
		if got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
