package hwinfo

import (
	"io/fs"
	"testing"

	"dragstrip/bench"
)

// countedFS counts the files that are opened.
type countedFS struct {
	fs.FS
	opened *int
}

func (c countedFS) Open(name string) (fs.File, error) {
	*c.opened++
	return c.FS.Open(name)
}

func TestOnlyWhatChangesIsReadAgain(t *testing.T) {
	const governor, pages = "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "sys/kernel/mm/transparent_hugepage/enabled"
	files := map[string]string{
		"proc/cpuinfo": "model name\t: Some CPU\n", "proc/meminfo": "MemTotal: 16777216 kB\n",
		"sys/class/power_supply/AC/type": "Mains\n", "sys/class/power_supply/AC/online": "1\n",
		governor: "performance\n", pages: "always [madvise] never\n",
	}
	before := describe(t, linuxRoot("amd64", files))
	files["sys/class/power_supply/AC/online"], files[pages] = "0\n", "[always] madvise never\n"
	files["sys/class/power_supply/BAT0/type"], files["sys/class/power_supply/BAT0/status"] = "Battery\n", "Discharging\n"
	delete(files, governor)
	opened, root := 0, linuxRoot("amd64", files)
	root.FS = countedFS{root.FS, &opened}
	root.Run = says(nil)
	after := Renew(t.Context(), before, root)
	if after.Sources["power_mode"] != "" || after.Sources["huge_pages"] == "" {
		t.Errorf("sources: %v", after.Sources)
	}
	if after.Power != "battery" || after.PowerMode != nil || after.HugePages != "always" {
		t.Errorf("power %q, mode %v, huge pages %q", after.Power, after.PowerMode, after.HugePages)
	}
	if after.CPU != before.CPU || after.MemoryBytes != 16<<30 || after.Line != before.Line {
		t.Errorf("the rest changed: %+v", after)
	}
	if before.Power != "AC" || before.Sources["power_mode"] == "" {
		t.Errorf("the description that was given changed: %q, %v", before.Power, before.Sources)
	}
	if opened > 20 {
		t.Errorf("%d files were opened", opened)
	}
}

func TestPowerOfAMacIsReadAgain(t *testing.T) {
	root := Root{OS: "darwin", Arch: "arm64", Run: says(map[string]string{"pmset -g batt": "Now drawing from 'Battery Power'\n 80%;", "pmset -g": " lowpowermode 1\n"})}
	m := Renew(t.Context(), bench.Machine{CPU: "Apple M4", Power: "AC"}, root)
	if m.Power != "battery 80 %" || m.PowerMode["low power mode"] != "on" || m.CPU != "Apple M4" {
		t.Errorf("%+v", m)
	}
}
