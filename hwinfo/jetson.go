package hwinfo

import (
	"path"
	"slices"
	"strings"

	"dragstrip/bench"
)

// tegraGPUs are the names of a Jetson's GPU in the device tree: of TX2, Xavier,
// Orin, and older models (list: jetson_stats).
var tegraGPUs = []string{"gp10b", "gv11b", "ga10b", "gpu"}

// jetsonGPU reads what tegrastats prints as GR3D_FREQ and gpu@: the load in
// thousandths, the clock and the temperature. nvidia-smi prints N/A for all of
// these. Only root can read the memory controller's clock (EMC_FREQ).
func (r Root) jetsonGPU() *sensor {
	for _, file := range r.glob("sys/class/devfreq/*/device/of_node/name") {
		device := strings.TrimSuffix(file, "/of_node/name")
		if !slices.Contains(tegraGPUs, r.read(file)) || !r.exists(device, "load") {
			continue
		}
		clock, zone := path.Join(path.Dir(device), "cur_freq"), r.zone("gpu-thermal", "GPU-therm")
		return &sensor{"/" + device, func(b *bench.Reading) {
			if n, ok := r.readInt(device, "load"); ok && n >= 0 && n <= 1000 {
				highest(&b.GPUBusy, float64(n)/1000)
			}
			if hertz, ok := r.readInt(clock); ok && hertz > 0 {
				highest(&b.GPUMHz, float64(hertz)/1e6)
			}
			if zone == "" {
				return
			}
			// A GPU that is switched off reports -256 °C.
			if t := r.celsius(zone); t != nil {
				highest(&b.GPUCelsius, *t)
			}
		}}
	}
	return nil
}

// zone finds the temperature file of a thermal zone. It tries the kinds in turn
// and takes the first zone of a kind.
func (r Root) zone(kinds ...string) string {
	for _, want := range kinds {
		for _, dir := range r.glob("sys/class/thermal/thermal_zone*") {
			if r.read(dir, "type") == want {
				return path.Join(dir, "temp")
			}
		}
	}
	return ""
}

// jetsonRails are the power inputs of a module. Most boards measure one input.
// An AGX Orin measures three inputs, which feed all other rails. The power of
// the carrier board is not included.
var jetsonRails = [][]string{{"VDD_IN"}, {"POM_5V_IN"}, {"VDD_GPU_SOC", "VDD_CPU_CV", "VIN_SYS_5V0"}}

// jetsonPower returns a sensor that multiplies volts and amperes of the
// module's input rails, as tegrastats does.
func (r Root) jetsonPower() *sensor {
	rails := map[string][2]string{}
	for _, dir := range r.glob("sys/class/hwmon/hwmon*") {
		if r.read(dir, "name") != "ina3221" {
			continue
		}
		for _, label := range r.glob(dir + "/in[0-9]_label") {
			channel := strings.TrimSuffix(strings.TrimPrefix(path.Base(label), "in"), "_label")
			rails[r.read(label)] = [2]string{path.Join(dir, "in"+channel+"_input"), path.Join(dir, "curr"+channel+"_input")}
		}
	}
	for _, inputs := range jetsonRails {
		if slices.ContainsFunc(inputs, func(name string) bool { return rails[name][0] == "" }) {
			continue
		}
		return &sensor{"/" + path.Dir(rails[inputs[0]][0]) + " " + strings.Join(inputs, " + "), func(b *bench.Reading) {
			sum := 0.0
			for _, name := range inputs {
				v, a := r.milli(rails[name][0], 0, 100), r.milli(rails[name][1], 0, 100)
				if v == nil || a == nil {
					return // without one rail the sum would be too small
				}
				sum += *v * *a
			}
			b.Watts, b.WattsOf = &sum, bench.PowerBoard
		}}
	}
	return nil
}
