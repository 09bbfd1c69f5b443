package hwinfo

import (
	"math"
	"path"
	"strconv"
	"strings"
	"time"

	"dragstrip/bench"
)

// findSensors looks for sensors once, so that later readings open only files
// that exist.
func (r Root) findSensors() []sensor {
	if r.OS != "linux" {
		return nil
	}
	var list []sensor
	add := func(name string, read func(*bench.Reading)) {
		list = append(list, sensor{name, read})
	}
	if file := r.temperatureFile(); file != "" {
		add("/"+file, func(b *bench.Reading) { b.Celsius = r.celsius(file) })
	}
	if files := r.frequencyFiles(); len(files) > 0 {
		add("/"+files[0]+" and others", func(b *bench.Reading) { b.MHz = r.highestMHz(files) })
	}
	if meter := r.powerMeter(); meter != nil {
		list = append(list, *meter)
	}
	for _, c := range (&record{Root: r}).drmCards() {
		if c.vendor == vendorAMD {
			list = append(list, r.amdSensor(c))
		}
	}
	if gpu := r.jetsonGPU(); gpu != nil {
		list = append(list, *gpu)
	}
	if files := r.glob("sys/devices/system/cpu/cpu0/thermal_throttle/*_throttle_count"); len(files) > 0 {
		list = append(list, r.throttleCounter(files))
	}
	if file := "sys/devices/platform/soc/soc:firmware/get_throttled"; r.exists(file) {
		add("/"+file, func(b *bench.Reading) { b.Throttled = append(b.Throttled, piThrottled(r.read(file))...) })
	}
	return list
}

// milli reads a value in thousandths. It returns nil if the value is not
// between least and most: a sensor that is not connected reports -256 °C.
func (r Root) milli(file string, least, most float64) *float64 {
	n, ok := r.readInt(file)
	v := float64(n) / 1000
	if !ok || v < least || v > most {
		return nil
	}
	return &v
}

// celsius reads a temperature.
func (r Root) celsius(file string) *float64 { return r.milli(file, leastCelsius, mostCelsius) }

// temperatureFile finds the file with the temperature of the processor.
func (r Root) temperatureFile() string {
	for _, want := range []string{"coretemp", "k10temp", "zenpower", "cpu_thermal", "macsmc_hwmon"} {
		for _, dir := range r.glob("sys/class/hwmon/hwmon*") {
			if r.read(dir, "name") == want {
				for _, file := range r.glob(dir + "/temp1_input") {
					return file
				}
			}
		}
	}
	return r.zone("x86_pkg_temp", "cpu-thermal", "cpu_thermal", "CPU-therm", "tj-thermal", "soc-thermal", "soc_thermal", "bcm2835_thermal")
}

// frequencyFiles lists the frequency files of about eight cores, spread over
// all cores.
func (r Root) frequencyFiles() []string {
	all := r.glob("sys/devices/system/cpu/cpu[0-9]*/cpufreq/scaling_cur_freq")
	var some []string
	for i := 0; i < len(all); i += max(len(all)/8, 1) {
		some = append(some, all[i])
	}
	return some
}

func (r Root) highestMHz(files []string) *float64 {
	most := 0.0
	for _, f := range files {
		if khz, ok := r.readInt(f); ok {
			most = max(most, float64(khz)/1000)
		}
	}
	if most <= 0 {
		return nil
	}
	return &most
}

// powerMeter finds a sensor for the power of the processor package, the board
// or the whole machine: the energy counters of the processor (since 2020 only
// root may read them), the input sensor of a Jetson, or a battery that is
// discharging.
func (r Root) powerMeter() *sensor {
	var zones []string
	for _, dir := range r.glob("sys/class/powercap/intel-rapl:*") {
		if _, ok := r.readInt(dir, "energy_uj"); ok && strings.HasPrefix(r.read(dir, "name"), "package") {
			zones = append(zones, dir)
		}
	}
	if len(zones) > 0 {
		return r.energyCounter(zones)
	}
	if meter := r.jetsonPower(); meter != nil {
		return meter
	}
	for _, dir := range r.glob("sys/class/power_supply/BAT*") {
		if !r.exists(dir, "power_now") {
			continue
		}
		return &sensor{"/" + dir + "/power_now", func(b *bench.Reading) {
			microwatts, ok := r.readInt(dir, "power_now")
			if ok && microwatts > 0 && r.read(dir, "status") == "Discharging" {
				b.Watts, b.WattsOf = new(float64(microwatts)/1e6), bench.PowerMachine
			}
		}}
	}
	return nil
}

// energyCounter returns a sensor that turns counted microjoules into watts. It
// allows for counters that wrap around.
func (r Root) energyCounter(zones []string) *sensor {
	var last []int64
	var at time.Time
	return &sensor{"/" + zones[0] + "/energy_uj", func(b *bench.Reading) {
		now, seconds := time.Now(), time.Since(at).Seconds()
		if last != nil && seconds < 0.01 {
			return // too soon: the counters advance in steps of a millisecond
		}
		counts, joules := make([]int64, len(zones)), 0.0
		for i, dir := range zones {
			n, ok := r.readInt(dir, "energy_uj")
			if !ok {
				last = nil
				return
			}
			counts[i] = n
			if last == nil {
				continue
			}
			delta := n - last[i]
			if delta < 0 {
				wrap, _ := r.readInt(dir, "max_energy_range_uj")
				delta += wrap
			}
			joules += float64(delta) / 1e6
		}
		if last != nil && joules >= 0 {
			b.Watts, b.WattsOf = new(joules/seconds), bench.PowerPackage
		}
		last, at = counts, now
	}}
}

// amdSensor returns a sensor that reads the files of a card. For a built-in
// GPU, the power is that of the whole socket.
func (r Root) amdSensor(c drmCard) sensor {
	watts, celsius, critical := "", "", math.Inf(1)
	for _, dir := range r.glob(c.dir + "/hwmon/hwmon*") {
		for _, name := range []string{"power1_average", "power1_input"} {
			if watts == "" && r.exists(dir, name) {
				watts = path.Join(dir, name)
			}
		}
		for _, n := range []string{"2", "1"} { // the temperature of the junction, or else of the edge
			if celsius == "" && r.exists(dir, "temp"+n+"_input") {
				celsius = path.Join(dir, "temp"+n+"_input")
				if crit := r.milli(path.Join(dir, "temp"+n+"_crit"), 1, mostCelsius); crit != nil {
					critical = *crit
				}
			}
		}
	}
	return sensor{"/" + c.dir, func(b *bench.Reading) {
		if n, ok := r.readInt(c.dir, "gpu_busy_percent"); ok && n >= 0 && n <= 100 {
			highest(&b.GPUBusy, float64(n)/100)
		}
		if n, ok := r.readInt(c.dir, "mem_info_vram_used"); ok {
			gtt, _ := r.readInt(c.dir, "mem_info_gtt_used")
			b.GPUBytes = new(n + gtt + value(b.GPUBytes))
		}
		if n, ok := r.readInt(watts); ok && watts != "" {
			b.GPUWatts = new(float64(n)/1e6 + value(b.GPUWatts))
		}
		if t := r.celsius(celsius); t != nil {
			highest(&b.GPUCelsius, *t)
			if *t >= critical {
				b.Throttled = append(b.Throttled, "GPU at its critical temperature")
			}
		}
		if mhz := currentClock(r.read(c.dir, "pp_dpm_sclk")); mhz > 0 {
			highest(&b.GPUMHz, mhz)
		}
		if mhz := currentClock(r.read(c.dir, "pp_dpm_mclk")); mhz > 0 {
			highest(&b.GPUMemoryMHz, mhz)
		}
	}}
}

// currentClock returns the clock in the line with the star: "1: 991Mhz *".
func currentClock(levels string) float64 {
	for line := range strings.SplitSeq(levels, "\n") {
		if line = strings.TrimSpace(line); strings.HasSuffix(line, "*") {
			_, rest, _ := strings.Cut(line, ":")
			rest = strings.ToLower(strings.Trim(rest, " *"))
			mhz, _ := strconv.ParseFloat(strings.TrimSuffix(rest, "mhz"), 64)
			return mhz
		}
	}
	return 0
}

// throttleCounter returns a sensor that reports that the processor has slowed
// down since the last reading.
func (r Root) throttleCounter(files []string) sensor {
	last := int64(-1)
	return sensor{"/" + files[0], func(b *bench.Reading) {
		var sum int64
		for _, f := range files {
			n, _ := r.readInt(f)
			sum += n
		}
		if last >= 0 && sum > last {
			b.Throttled = append(b.Throttled, "CPU too hot")
		}
		last = sum
	}}
}

// piThrottled reads the bits of the firmware that describe the present. Higher
// bits describe the past and are ignored.
func piThrottled(text string) []string {
	bits, err := strconv.ParseInt(strings.TrimPrefix(text, "0x"), 16, 64)
	if err != nil {
		return nil
	}
	var out []string
	for bit, name := range []string{"under-voltage", "clock capped", "CPU too hot", "soft temperature limit"} {
		if bits&(1<<bit) != 0 {
			out = append(out, name)
		}
	}
	return out
}

func value[T int64 | float64](p *T) T {
	if p == nil {
		return 0
	}
	return *p
}

func highest(p **float64, v float64) {
	if *p == nil || **p < v {
		*p = &v
	}
}
