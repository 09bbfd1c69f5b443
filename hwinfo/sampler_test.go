package hwinfo

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"dragstrip/bench"
)

func procStat(user, idle, steal, cores int) string {
	return fmt.Sprintf("cpu  %d 0 0 %d 0 0 0 %d 0 0\n", user, idle, steal) + repeat(cores, func(i int) string { return fmt.Sprintf("cpu%d 1 2 3 4\n", i) }) + "btime 1700000000\n"
}

func pidStat(pid, ticks, pages int, name string) string {
	return fmt.Sprintf("%d (%s) S 1 1 1 0 -1 0 0 0 0 0 %d 0 0 0 20 0 8 0 100 999999 %d 0 0\n", pid, name, ticks, pages)
}

// moments makes two looks at counters one second apart.
func moments(t *testing.T, before, after map[string]string, engine int) bench.Reading {
	t.Helper()
	at := time.Now()
	first := linuxRoot("amd64", before).or().count([]int{engine}, []int{7})
	second := linuxRoot("amd64", after).or().count([]int{engine}, []int{7})
	first.at, second.at = at, at.Add(time.Second)
	return second.since(first)
}

func about(t *testing.T, what string, got *float64, want float64) {
	t.Helper()
	if got == nil || *got < want-0.001 || *got > want+0.001 {
		t.Errorf("%s = %v, want %g", what, got, want)
	}
}

func TestReadingTellsEngineOwnAndOthersApart(t *testing.T) {
	r := moments(t, map[string]string{
		"proc/stat": procStat(1000, 5000, 10, 4), "proc/7/stat": pidStat(7, 50, 100, "dragstrip"), "proc/42/stat": pidStat(42, 600, 1000, "llama) bench (x"),
		"proc/43/stat": pidStat(43, 10, 500, "child"), "proc/42/task/42/children": "43 ", "proc/meminfo": "MemTotal: 1000 kB\nMemAvailable: 600 kB\nSwapTotal: 100 kB\nSwapFree: 90 kB\n",
		"proc/vmstat": "pswpin 10\npswpout 20\n",
	}, map[string]string{
		"proc/stat": procStat(1300, 5096, 14, 4), "proc/7/stat": pidStat(7, 51, 100, "dragstrip"), "proc/42/stat": pidStat(42, 790, 1000, "llama) bench (x"),
		"proc/43/stat": pidStat(43, 20, 500, "child"), "proc/42/task/42/children": "43 ", "proc/meminfo": "MemTotal: 1000 kB\nMemAvailable: 500 kB\nSwapTotal: 100 kB\nSwapFree: 80 kB\n",
		"proc/vmstat": "pswpin 11\npswpout 22\n",
	}, 42)
	about(t, "busy", r.CPUBusy, 0.75)
	about(t, "steal", r.Steal, 0.01)
	about(t, "engine", r.EngineCores, 2)
	about(t, "own", r.OwnCores, 0.01)
	about(t, "others", r.OtherCores, 0.99)
	if *r.MemoryBytes != 500<<10 || *r.SwapBytes != 20<<10 || *r.EngineMemory != 1500*pageSize || *r.SwapInBytes != float64(pageSize) || *r.SwapOutBytes != 2*float64(pageSize) {
		t.Errorf("%v %v %v %v %v", *r.MemoryBytes, *r.SwapBytes, *r.EngineMemory, *r.SwapInBytes, *r.SwapOutBytes)
	}
	if r.OnBattery != nil || r.Watts != nil || r.Celsius != nil || r.GPUBusy != nil {
		t.Errorf("made up: %+v", r)
	}
}

func TestEngineThatEndsIsNotTakenForOthers(t *testing.T) {
	r := moments(t, map[string]string{"proc/stat": procStat(1000, 5000, 0, 4), "proc/7/stat": pidStat(7, 50, 1, "dragstrip"), "proc/42/stat": pidStat(42, 600, 1, "engine")},
		map[string]string{"proc/stat": procStat(1300, 5100, 0, 4), "proc/7/stat": pidStat(7, 50, 1, "dragstrip")}, 42)
	if r.OtherCores != nil || r.EngineCores != nil {
		t.Errorf("others %v, engine %v", r.OtherCores, r.EngineCores)
	}
	about(t, "busy", r.CPUBusy, 0.75)
}

func TestEngineSeenInTheMiddleIsNotGuessed(t *testing.T) {
	r := moments(t, map[string]string{"proc/stat": procStat(1000, 5000, 0, 4), "proc/7/stat": pidStat(7, 50, 1, "dragstrip")},
		map[string]string{"proc/stat": procStat(1300, 5100, 0, 4), "proc/7/stat": pidStat(7, 50, 1, "dragstrip"), "proc/42/stat": pidStat(42, 6000, 1, "engine")}, 42)
	if r.OtherCores != nil {
		t.Errorf("others %v", *r.OtherCores)
	}
}

func TestNothingReadableGivesAnEmptyReading(t *testing.T) {
	for _, goos := range []string{"linux", "darwin", "windows"} {
		s := NewSampler(t.Context(), Root{OS: goos, FS: emptyFS{}})
		if got := fmt.Sprint(s.Read()); got != fmt.Sprint(bench.Reading{}) {
			t.Errorf("%s: %s", goos, got)
		}
	}
}

func TestSensorsOfACardAndAnOldServer(t *testing.T) {
	const card = "sys/class/drm/card0/device/"
	fsys := fstest.MapFS{}
	for name, text := range map[string]string{
		card + "vendor": "0x1002", card + "gpu_busy_percent": "97", card + "mem_info_vram_used": "1490378752", card + "mem_info_gtt_used": "144560128",
		card + "pp_dpm_sclk": "0: 852Mhz \n1: 1630Mhz *\n", card + "pp_dpm_mclk": "0: 167Mhz \n3: 945Mhz *\n",
		card + "hwmon/hwmon3/power1_average": "204000000", card + "hwmon/hwmon3/temp1_input": "61000", card + "hwmon/hwmon3/temp2_input": "106000", card + "hwmon/hwmon3/temp2_crit": "105000",
		"sys/class/hwmon/hwmon1/name": "k10temp", "sys/class/hwmon/hwmon1/temp1_input": "71250",
		"sys/class/thermal/thermal_zone1/type": "acpitz", "sys/class/thermal/thermal_zone1/temp": "-44000",
		"sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq": "4200000",
		"sys/class/powercap/intel-rapl:0/name":                 "package-0", "sys/class/powercap/intel-rapl:0/energy_uj": "262143000000", "sys/class/powercap/intel-rapl:0/max_energy_range_uj": "262143328850",
		"sys/class/powercap/intel-rapl:0:0/name": "core", "sys/class/powercap/intel-rapl:0:0/energy_uj": "1",
		"sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count": "3",
	} {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	s := NewSampler(t.Context(), Root{OS: "linux", FS: fsys})
	first := s.Read()
	about(t, "GPU", first.GPUBusy, 0.97)
	about(t, "GPU W", first.GPUWatts, 204)
	about(t, "GPU °C", first.GPUCelsius, 106)
	about(t, "GPU MHz", first.GPUMHz, 1630)
	about(t, "GPU memory MHz", first.GPUMemoryMHz, 945)
	about(t, "°C", first.Celsius, 71.25)
	about(t, "MHz", first.MHz, 4200)
	if *first.GPUBytes != 1490378752+144560128 || first.Watts != nil {
		t.Errorf("%v %v", *first.GPUBytes, first.Watts)
	}
	// The counter wraps: 1 J was used.
	fsys["sys/class/powercap/intel-rapl:0/energy_uj"] = &fstest.MapFile{Data: []byte("671150")}
	fsys["sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count"] = &fstest.MapFile{Data: []byte("5")}
	second := s.Read()
	throttled := second.Throttled
	for second.Watts == nil { // two readings at the same time give no power
		second = s.Read()
	}
	if *second.Watts <= 0 || *second.Watts > 101 {
		t.Errorf("package %v W", *second.Watts)
	}
	if got := strings.Join(throttled, ", "); got != "CPU too hot, GPU at its critical temperature" {
		t.Errorf("throttled %q", got)
	}
	if len(s.Sensors()) != 5 {
		t.Errorf("sensors %q", s.Sensors())
	}
}

func TestJetsonAndRaspberrySensors(t *testing.T) {
	s := NewSampler(t.Context(), linuxRoot("arm64", map[string]string{
		"sys/class/hwmon/hwmon2/name": "ina3221", "sys/class/hwmon/hwmon2/in1_label": "VDD_IN", "sys/class/hwmon/hwmon2/in1_input": "5000", "sys/class/hwmon/hwmon2/curr1_input": "2496",
		"sys/class/thermal/thermal_zone0/type": "tj-thermal", "sys/class/thermal/thermal_zone0/temp": "53968",
		"sys/devices/platform/soc/soc:firmware/get_throttled": "50005\n",
	}))
	r := s.Read()
	about(t, "W", r.Watts, 12.48)
	about(t, "°C", r.Celsius, 53.968)
	if strings.Join(r.Throttled, ", ") != "CPU too hot, under-voltage" {
		t.Errorf("%q", r.Throttled)
	}
}

// talk makes a Streamer that says lines and then waits for the end.
func talk(answers map[string][]string, asked chan<- string) Streamer {
	return func(ctx context.Context, line func(string), name string, args ...string) error {
		words := strings.Join(append([]string{name}, args...), " ")
		for start, lines := range answers {
			if strings.HasPrefix(words, start) {
				for _, l := range lines {
					line(l)
				}
				asked <- words
				<-ctx.Done()
				return ctx.Err()
			}
		}
		asked <- words
		return &exec.ExitError{}
	}
}

func TestOneLongLivedNVIDIAProgramFeedsReadings(t *testing.T) {
	asked := make(chan string, 8)
	r := linuxRoot("amd64", nil)
	// An older driver has another name for the reasons.
	r.Stream = talk(map[string][]string{"nvidia-smi --query-gpu=" + streamFields[1]: {
		"0, 98, 19818, 61, 402.10, 1980, 2619, 0x0000000000000004", "1, 10, 100, 71, [N/A], 210, 405, 0x0000000000000020", "some message of the driver", "0, 99, 19818, 62, 405.00, 1980, 2619, 0x0000000000000004",
	}}, asked)
	s := NewSampler(t.Context(), r)
	for range 2 {
		<-asked
	}
	got := s.Read()
	about(t, "GPU", got.GPUBusy, 0.99)
	about(t, "GPU °C", got.GPUCelsius, 71)
	about(t, "GPU W", got.GPUWatts, 405)
	about(t, "memory MHz", got.GPUMemoryMHz, 2619)
	if *got.GPUBytes != 19918<<20 || strings.Join(got.Throttled, ", ") != "GPU at its power cap, GPU too hot" {
		t.Errorf("%d %q", *got.GPUBytes, got.Throttled)
	}
}

func TestMacmonInBothItsForms(t *testing.T) {
	for _, line := range []string{
		`{"gpu_power":0.01,"gpu_usage":[503,0.25],"pcpu_usage":[1248,0.1],"sys_power":10.5,"temp":{"cpu_temp_avg":23.0,"gpu_temp_avg":29.4}}`,
		`{"gpu_power":0.01,"gpu_freq_mhz":503,"gpu_active_ratio":0.25,"sys_power":10.5,"temp":{"cpu_temp_avg":23.0,"gpu_temp_avg":29.4}}`,
	} {
		asked := make(chan string, 1)
		r := Root{OS: "darwin", FS: emptyFS{}, Stream: talk(map[string][]string{"macmon pipe": {line, "not JSON"}}, asked)}
		s := NewSampler(t.Context(), r)
		<-asked
		got := s.Read()
		about(t, "GPU", got.GPUBusy, 0.25)
		about(t, "GPU MHz", got.GPUMHz, 503)
		about(t, "W", got.Watts, 10.5)
		about(t, "°C", got.Celsius, 23)
	}
}

func TestProgramThatIsNotThereIsAskedForOnce(t *testing.T) {
	asked := make(chan string, 8)
	r := linuxRoot("amd64", nil)
	r.Stream = func(_ context.Context, _ func(string), name string, args ...string) error {
		asked <- name
		return errors.New("executable file not found")
	}
	<-NewSampler(t.Context(), r).gpu.done
	if len(asked) != 1 {
		t.Errorf("asked %d times", len(asked))
	}
}

func TestCountersOf32BitsComeRound(t *testing.T) {
	var s tickSum
	s.add([4]uint32{1<<32 - 10, 5, 100, 0})
	if busy, total := s.add([4]uint32{10, 10, 200, 5}); busy != 30 || total != 130 {
		t.Errorf("%g of %g ticks busy, want 30 of 130", busy, total)
	}
	if busy, total := s.add([4]uint32{10, 10, 300, 5}); busy != 30 || total != 230 {
		t.Errorf("%g of %g ticks busy, want 30 of 230", busy, total)
	}
}

func TestEngineThatCannotBeReadIsNotTakenForOthers(t *testing.T) {
	at := time.Now()
	before := counters{at: at, cores: 4, engineHidden: true}
	after := counters{at: at.Add(time.Second), cores: 4, busy: 300, total: 400, engineHidden: true}
	r := after.since(before)
	about(t, "busy", r.CPUBusy, 0.75)
	if r.OtherCores != nil {
		t.Errorf("others %v", *r.OtherCores)
	}
}
