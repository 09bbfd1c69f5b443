package hwinfo

import (
	"context"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

// Raw is one source, unchanged, for a bug report.
type Raw struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

var rawFiles = []string{
	"proc/cpuinfo", "proc/meminfo", "proc/self/cgroup", "proc/sys/kernel/osrelease", "proc/device-tree/model", "proc/device-tree/compatible", "etc/os-release",
	"etc/nv_tegra_release", "sys/class/dmi/id/sys_vendor", "sys/class/dmi/id/product_name", "sys/class/dmi/id/board_name", "run/udev/data/+dmi:id",
	"sys/devices/system/cpu/online", "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "sys/devices/system/cpu/cpu0/cpufreq/energy_performance_preference",
	"sys/firmware/acpi/platform_profile", "sys/kernel/mm/transparent_hugepage/enabled", "sys/fs/cgroup/memory.max", "sys/fs/cgroup/cpu.max",
}

var rawCommands = map[string][][]string{
	"linux":   {{"nvidia-smi", "--query-gpu=" + nvidiaFields[0], "--format=csv"}},
	"windows": {{"nvidia-smi", "--query-gpu=" + nvidiaFields[0], "--format=csv"}},
	"darwin":  {{"ioreg", "-rc", "AGXAccelerator", "-d1"}, {"pmset", "-g"}, {"pmset", "-g", "batt"}},
}

var rawSysctls = []string{
	"machdep.cpu.brand_string", "hw.model", "hw.memsize", "hw.physicalcpu", "hw.logicalcpu", "hw.nperflevels", "hw.perflevel0.name", "hw.perflevel0.physicalcpu",
	"hw.perflevel1.name", "hw.perflevel1.physicalcpu", "kern.osproductversion", "kern.hv_vmm_present", "sysctl.proc_translated", "iogpu.wired_limit_mb",
}

// RawSources reads the same sources as Describe. It returns the texts
// unchanged, except that long texts are cut, and lines with serial numbers or
// unique IDs are left out.
func RawSources(ctx context.Context, root Root) []Raw {
	root = root.or()
	ctx, cancel := context.WithTimeout(ctx, (driverPatience+1)*root.Patience)
	defer cancel()
	var list []Raw
	add := func(name, text string) {
		if text = scrub(text); text != "" {
			list = append(list, Raw{name, text})
		}
	}
	files := append([]string(nil), rawFiles...)
	for _, c := range (&record{Root: root}).drmCards() {
		for _, name := range []string{"uevent", "revision", "mem_info_vram_total", "mem_info_gtt_total", "pp_dpm_mclk"} {
			files = append(files, c.dir+"/"+name)
		}
	}
	for _, file := range files {
		add("/"+file, root.read(file))
	}
	if root.OS == "linux" {
		for _, source := range root.gpuSources() {
			add(source.Name, source.Text)
		}
	}
	for _, name := range rawSysctls {
		add("sysctl "+name, root.sysctlText(name))
	}
	for _, command := range rawCommands[root.OS] {
		if out, err := root.Run(ctx, command[0], command[1:]...); err == nil {
			add(strings.Join(command, " "), string(out))
		}
	}
	return list
}

const rawLines = 80

// longID matches the IDs of containers and disks.
var longID = lazyregexp.New(`[0-9a-fA-F]{32,}`)

var secretLine = lazyregexp.New(`(?i)serial|uuid|udid|unique_id|asset|hostname|platform-?id|_ids?"?\s*=\s*<`)

// scrub removes lines that identify this single machine, and shortens long
// texts. If a machine has a hundred cores, the lines of the first core are
// enough.
func scrub(text string) string {
	var out []string
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\x00", " "), "\n") {
		if secretLine.MatchString(line) {
			continue
		}
		if len(out) == rawLines {
			out = append(out, "…")
			break
		}
		runes := []rune(longID.ReplaceAllString(line, "…"))
		out = append(out, bench.Clean(string(runes[:min(len(runes), 400)])))
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}
