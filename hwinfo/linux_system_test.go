package hwinfo

import (
	"testing"
)

func TestControlGroupLimits(t *testing.T) {
	base := func(extra map[string]string) map[string]string {
		files := map[string]string{"proc/meminfo": "MemTotal: 16777216 kB\n", "sys/devices/system/cpu/online": "0-7"}
		for k, v := range extra {
			files[k] = v
		}
		return files
	}
	for _, c := range []struct {
		what   string
		files  map[string]string
		memory int64
		cpu    float64
	}{
		{"version 2, a parent allows less", base(map[string]string{
			"proc/self/cgroup": "0::/user.slice/app.scope\n", "sys/fs/cgroup/memory.max": "max\n",
			"sys/fs/cgroup/user.slice/memory.max": "4294967296\n", "sys/fs/cgroup/user.slice/app.scope/memory.max": "8589934592\n",
			"sys/fs/cgroup/user.slice/app.scope/cpu.max": "250000 100000\n", "sys/fs/cgroup/user.slice/cpu.max": "max 100000\n",
		}), 4 << 30, 2.5},
		{"version 2 in a container, seen as its root", base(map[string]string{
			"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "2147483648\n", "sys/fs/cgroup/cpu.max": "50000 100000\n",
		}), 2 << 30, 0.5},
		{"version 1", base(map[string]string{
			"proc/self/cgroup":                           "4:memory:/docker/abc\n2:cpu,cpuacct:/docker/abc\n",
			"sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n", "sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes": "1073741824\n",
			"sys/fs/cgroup/cpu/docker/abc/cpu.cfs_quota_us": "150000\n", "sys/fs/cgroup/cpu/docker/abc/cpu.cfs_period_us": "100000\n",
			"sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n", "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
		}), 1 << 30, 1.5},
		{"mixed: version 1 controllers and an empty version 2", base(map[string]string{
			"proc/self/cgroup": "4:memory:/\n0::/\n", "sys/fs/cgroup/unified/cgroup.procs": "",
			"sys/fs/cgroup/memory/memory.limit_in_bytes": "3221225472\n",
		}), 3 << 30, 0},
		{"none", base(map[string]string{"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "max\n", "sys/fs/cgroup/cpu.max": "max 100000\n"}), 0, 0},
		{"more than there is", base(map[string]string{"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "99999999999999\n", "sys/fs/cgroup/cpu.max": "6400000 100000\n"}), 0, 0},
		{"a path that leads out", base(map[string]string{"proc/self/cgroup": "0::/../../outside\n", "sys/fs/cgroup/memory.max": "2147483648\n"}), 2 << 30, 0},
	} {
		t.Run(c.what, func(t *testing.T) {
			m := describe(t, linuxRoot("amd64", c.files))
			if m.MemoryLimitBytes != c.memory || m.CPULimit != c.cpu {
				t.Errorf("memory %d, cores %g; want %d, %g", m.MemoryLimitBytes, m.CPULimit, c.memory, c.cpu)
			}
		})
	}
}

func TestHypervisorAndContainerAreToldApart(t *testing.T) {
	for _, c := range []struct {
		what                  string
		files                 map[string]string
		id                    CPUID
		hypervisor, container string
	}{
		{"a container on metal", map[string]string{".dockerenv": "", "proc/cpuinfo": "flags\t: avx2\n"}, CPUID{}, "", "docker"},
		{"a guest, no container", map[string]string{"proc/cpuinfo": "flags\t: hypervisor avx2\n"}, CPUID{Virtual: true, Hypervisor: "KVM"}, "KVM", ""},
		{"both", map[string]string{"run/.containerenv": ""}, CPUID{Virtual: true, Hypervisor: "Hyper-V"}, "Hyper-V", "podman"},
		{"WSL", map[string]string{"proc/sys/kernel/osrelease": "6.6.87.2-microsoft-standard-WSL2\n"}, CPUID{Virtual: true, Hypervisor: "Hyper-V"}, "WSL", ""},
		{"an ARM guest", map[string]string{"sys/class/dmi/id/sys_vendor": "QEMU\n", "sys/class/dmi/id/product_name": "QEMU Virtual Machine\n"}, CPUID{}, "QEMU", ""},
		{"a guest without a name", map[string]string{"proc/cpuinfo": "flags\t: hypervisor\n"}, CPUID{}, "unnamed", ""},
		{"bare metal of a cloud", map[string]string{"sys/class/dmi/id/sys_vendor": "Amazon EC2\n", "sys/class/dmi/id/product_name": "c5.metal\n"}, CPUID{}, "", ""},
		{"kubernetes", map[string]string{"proc/self/cgroup": "0::/kubepods.slice/pod1\n"}, CPUID{}, "", "kubernetes"},
	} {
		r := linuxRoot("amd64", c.files)
		r.CPUID = func() CPUID { return c.id }
		if m := describe(t, r); m.Hypervisor != c.hypervisor || m.Container != c.container {
			t.Errorf("%s: hypervisor %q, container %q", c.what, m.Hypervisor, m.Container)
		}
	}
}

func TestPowerSource(t *testing.T) {
	const p = "sys/class/power_supply/"
	for _, c := range []struct {
		what  string
		files map[string]string
		want  string
	}{
		{"a laptop on its battery", map[string]string{p + "BAT0/type": "Battery", p + "BAT0/status": "Discharging", p + "BAT0/capacity": "80", p + "AC/type": "Mains", p + "AC/online": "0"}, "battery 80 %"},
		{"a laptop plugged in", map[string]string{p + "BAT0/type": "Battery", p + "BAT0/status": "Full", p + "BAT0/capacity": "100", p + "AC/type": "Mains", p + "AC/online": "1"}, "AC"},
		{"a desktop with a mouse", map[string]string{p + "hidpp_battery_0/type": "Battery", p + "hidpp_battery_0/scope": "Device", p + "hidpp_battery_0/status": "Discharging", p + "hidpp_battery_0/capacity": "40"}, ""},
		{"a server", nil, ""},
	} {
		if m := describe(t, linuxRoot("amd64", c.files)); m.Power != c.want {
			t.Errorf("%s: %q, want %q", c.what, m.Power, c.want)
		}
	}
}

func TestBoardPlaceholdersAreNotNames(t *testing.T) {
	for _, c := range []struct{ vendor, product, board, want string }{
		{"Dell Inc.", "PowerEdge R6515", "07PXPY", "Dell Inc. PowerEdge R6515"},
		{"To Be Filled By O.E.M.", "To Be Filled By O.E.M.", "X670E Taichi", "X670E Taichi"},
		{"System manufacturer", "System Product Name", "Default string", ""},
		{"LENOVO", "Lenovo ThinkPad", "x", "Lenovo ThinkPad"},
	} {
		m := describe(t, linuxRoot("amd64", map[string]string{"sys/class/dmi/id/sys_vendor": c.vendor, "sys/class/dmi/id/product_name": c.product, "sys/class/dmi/id/board_name": c.board}))
		if m.Board != c.want {
			t.Errorf("board %q, want %q", m.Board, c.want)
		}
	}
}

func TestHostileTextIsCleaned(t *testing.T) {
	m := describe(t, linuxRoot("amd64", map[string]string{
		"proc/cpuinfo": "model name\t: Ev\x1b[31mil \xff chip\n", "etc/os-release": "PRETTY_NAME=\"Debian\x07\"\n", "proc/meminfo": "MemTotal: 99999999999999999999 kB\nSwapTotal: -4 kB\n",
	}))
	if m.CPU != "Evil \uFFFD chip" || m.OS != "Debian·" || m.MemoryBytes != 0 || m.SwapBytes != 0 {
		t.Errorf("%q %q %d %d", m.CPU, m.OS, m.MemoryBytes, m.SwapBytes)
	}
}

func TestNothingReadableIsNothingKnown(t *testing.T) {
	for _, goos := range []string{"linux", "darwin", "windows", "plan9"} {
		m := describe(t, Root{OS: goos, FS: emptyFS{}})
		if m.Line != "" || m.MemoryBytes != 0 || m.LogicalCores != 0 || len(m.Sources) != 0 {
			t.Errorf("%s: %+v", goos, m)
		}
	}
}
