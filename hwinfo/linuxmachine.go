package hwinfo

import (
	"context"
	"strconv"
	"strings"
	"sync"
)

// linux describes a Linux machine. It reads proc and sys, and asks nvidia-smi
// at the same time.
func (r *record) linux(ctx context.Context) {
	var smi nvidiaAnswer
	var wait sync.WaitGroup
	wait.Go(func() { smi = askNVIDIA(ctx, r.Root) })
	r.linuxSystem()
	r.linuxCPU()
	r.linuxMemory()
	r.limits()
	r.cpuSet()
	r.linuxPower()
	r.board()
	r.modules()
	drm := r.drmCards()
	wait.Wait()
	r.nvidia(smi)
	r.amd(drm)
	r.otherCards(drm)
	r.asahi()
}

func (r *record) linuxSystem() {
	put(r, "host_name", &r.m.HostName, r.read("proc/sys/kernel/hostname"), "/proc/sys/kernel/hostname")
	for _, file := range []string{"etc/os-release", "usr/lib/os-release"} {
		fields := shellFields(r.read(file))
		name := fields["PRETTY_NAME"]
		if name == "" {
			name = strings.TrimSpace(fields["NAME"] + " " + fields["VERSION_ID"])
		}
		put(r, "os", &r.m.OS, name, "/"+file)
	}
	if release := r.read("proc/sys/kernel/osrelease"); release != "" {
		put(r, "kernel", &r.m.Kernel, "Linux "+release, "/proc/sys/kernel/osrelease")
	}
	r.linuxHypervisor()
	r.linuxContainer()
}

// linuxHypervisor asks the processor first, then the firmware. It does not use
// gopsutil, which takes a container on bare metal for a virtual machine.
func (r *record) linuxHypervisor() {
	if strings.Contains(strings.ToLower(r.read("proc/sys/kernel/osrelease")), "microsoft") {
		put(r, "hypervisor", &r.m.Hypervisor, "WSL", "/proc/sys/kernel/osrelease")
		return
	}
	id := r.CPUID()
	put(r, "hypervisor", &r.m.Hypervisor, id.Hypervisor, "CPUID leaf 0x40000000")
	vendor, product := r.read("sys/class/dmi/id/sys_vendor"), r.read("sys/class/dmi/id/product_name")
	for _, known := range []struct{ in, text, name string }{
		{vendor, "QEMU", "QEMU"},
		{product, "QEMU", "QEMU"},
		{product, "KVM", "KVM"},
		{vendor, "VMware", "VMware"},
		{product, "VirtualBox", "VirtualBox"},
		{vendor, "Xen", "Xen"},
		{product, "Apple Virtualization", "Apple Virtualization"},
		{vendor, "Parallels", "Parallels"},
		{product, "Google Compute Engine", "Google Compute Engine"},
		{vendor, "Amazon EC2", "Amazon EC2"},
	} {
		if known.name == "Amazon EC2" && strings.Contains(product, ".metal") {
			continue
		}
		if strings.Contains(known.in, known.text) {
			put(r, "hypervisor", &r.m.Hypervisor, known.name, "/sys/class/dmi/id")
		}
	}
	if c := firstNUL(r.read("proc/device-tree/hypervisor/compatible")); c != "" {
		put(r, "hypervisor", &r.m.Hypervisor, strings.TrimPrefix(c, "linux,"), "/proc/device-tree/hypervisor/compatible")
	}
	if strings.Contains(" "+cpuField(r.read("proc/cpuinfo"), "flags")+" ", " hypervisor ") || id.Virtual {
		put(r, "hypervisor", &r.m.Hypervisor, "unnamed", "hypervisor flag of /proc/cpuinfo")
	}
}

func (r *record) linuxContainer() {
	if r.exists(".dockerenv") {
		put(r, "container", &r.m.Container, "docker", "/.dockerenv")
	}
	if r.exists("run/.containerenv") {
		put(r, "container", &r.m.Container, "podman", "/run/.containerenv")
	}
	put(r, "container", &r.m.Container, r.Env("container"), "environment variable container")
	cgroup := r.read("proc/1/cgroup") + "\n" + r.read("proc/self/cgroup")
	for _, known := range []struct{ text, name string }{
		{"kubepods", "kubernetes"}, {"/docker/", "docker"}, {"/lxc/", "lxc"}, {"libpod", "podman"}, {"containerd", "containerd"},
	} {
		if strings.Contains(cgroup, known.text) {
			put(r, "container", &r.m.Container, known.name, "/proc/self/cgroup")
		}
	}
}

func (r *record) linuxMemory() {
	fields := kilobytes(r.read("proc/meminfo"))
	put(r, "memory_bytes", &r.m.MemoryBytes, fields["MemTotal"], "/proc/meminfo")
	put(r, "swap_bytes", &r.m.SwapBytes, fields["SwapTotal"], "/proc/meminfo")
}

// board finds the name of the computer. Placeholders that some vendors leave in
// the firmware are ignored.
func (r *record) board() {
	if model := firstNUL(r.read("proc/device-tree/model")); model != "" {
		put(r, "board", &r.m.Board, model, "/proc/device-tree/model")
		return
	}
	vendor, product := r.read("sys/class/dmi/id/sys_vendor"), r.read("sys/class/dmi/id/product_name")
	if isPlaceholder(product) {
		vendor, product = r.read("sys/class/dmi/id/board_vendor"), r.read("sys/class/dmi/id/board_name")
	}
	if isPlaceholder(product) {
		return
	}
	if !isPlaceholder(vendor) && !strings.HasPrefix(strings.ToLower(product), strings.ToLower(strings.Fields(vendor)[0])) {
		product = vendor + " " + product
	}
	put(r, "board", &r.m.Board, product, "/sys/class/dmi/id")
}

func isPlaceholder(s string) bool {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "", "to be filled by o.e.m.", "default string", "system product name", "system manufacturer", "not specified", "not applicable",
		"unknown", "none", "o.e.m.", "oem", "invalid", "product name", "all series":
		return true
	}
	return false
}

// linuxPower reads the power source and the power-saving settings.
func (r *record) linuxPower() {
	mode := map[string]string{}
	for key, file := range map[string]string{
		"governor": "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor",
		"epp":      "sys/devices/system/cpu/cpu0/cpufreq/energy_performance_preference",
		"profile":  "sys/firmware/acpi/platform_profile",
	} {
		if v := r.read(file); v != "" {
			mode[key] = v
		}
	}
	if len(mode) > 0 {
		r.m.PowerMode = mode
		r.from("power_mode", "/sys/devices/system/cpu/cpu0/cpufreq, /sys/firmware/acpi/platform_profile")
	}
	power, _ := r.powerSupply()
	put(r, "power", &r.m.Power, power, "/sys/class/power_supply")
	put(r, "huge_pages", &r.m.HugePages, chosen(r.read("sys/kernel/mm/transparent_hugepage/enabled")), "/sys/kernel/mm/transparent_hugepage/enabled")
}

// chosen returns the word in brackets of a kernel setting such as "always
// [madvise] never".
func chosen(setting string) string {
	_, rest, _ := strings.Cut(setting, "[")
	word, _, closed := strings.Cut(rest, "]")
	if !closed {
		return ""
	}
	return word
}

// powerSupply returns "AC" or "battery 80 %", and whether the machine runs on
// battery. Batteries of mice and keyboards have the scope Device and are
// ignored.
func (r Root) powerSupply() (text string, onBattery bool) {
	ac, charge := "", ""
	for _, dir := range r.glob("sys/class/power_supply/*") {
		if r.read(dir, "scope") == "Device" {
			continue
		}
		switch r.read(dir, "type") {
		case "Mains", "USB":
			if on, ok := r.readInt(dir, "online"); ok && (ac == "" || on == 1) {
				ac = strconv.FormatInt(on, 10)
			}
		case "Battery":
			if r.read(dir, "status") == "Discharging" {
				onBattery = true
			}
			if c, ok := r.readInt(dir, "capacity"); ok {
				charge = " " + strconv.FormatInt(c, 10) + " %"
			} else {
				charge = " "
			}
		}
	}
	switch {
	case charge != "" && (onBattery || ac == "0"):
		return strings.TrimSpace("battery" + charge), true
	case ac == "1" || charge != "":
		return "AC", false
	}
	return "", false // unknown: a desktop or a virtual machine has no power supply class
}

// shellFields reads KEY=value lines and removes quotes.
func shellFields(text string) map[string]string {
	fields := map[string]string{}
	for line := range strings.SplitSeq(text, "\n") {
		key, value, found := strings.Cut(strings.TrimSpace(line), "=")
		if found && !strings.HasPrefix(key, "#") {
			fields[key] = strings.Trim(value, `"'`)
		}
	}
	return fields
}

// kilobytes reads "Name:  123 kB" lines into bytes.
func kilobytes(text string) map[string]int64 {
	fields := map[string]int64{}
	for line := range strings.SplitSeq(text, "\n") {
		name, rest, found := strings.Cut(line, ":")
		parts := strings.Fields(rest)
		if !found || len(parts) == 0 {
			continue
		}
		n, err := strconv.ParseInt(parts[0], 10, 64)
		if err != nil || n < 0 || n > 1<<53 {
			continue
		}
		if len(parts) > 1 && parts[1] == "kB" {
			n <<= 10
		}
		fields[strings.TrimSpace(name)] = n
	}
	return fields
}

func firstNUL(s string) string {
	s, _, _ = strings.Cut(s, "\x00")
	return s
}
