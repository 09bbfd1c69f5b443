package hwinfo

import (
	"encoding/binary"
	"os/exec"
	"strings"
	"testing"
)

func TestWindowsFromRegistryAndFirmware(t *testing.T) {
	values := map[string]string{
		winCPU + "|ProcessorNameString": "AMD Ryzen AI MAX+ 395 w/ Radeon 8060S          ",
		winVersion + "|ProductName":     "Windows 10 Pro", winVersion + "|CurrentBuildNumber": "26100", winVersion + "|DisplayVersion": "24H2",
		winBIOS + "|SystemManufacturer": "Framework", winBIOS + "|SystemProductName": "Desktop",
		winDisplay + `\0000|DriverDesc`: "AMD Radeon(TM) 8060S Graphics", winDisplay + `\0000|HardwareInformation.qwMemorySize`: "536870912", winDisplay + `\0000|DriverVersion`: "32.0.1",
		winDisplay + `\0001|DriverDesc`: "Microsoft Remote Display Adapter",
		winDisplay + `\0002|DriverDesc`: "AMD Radeon AI PRO R9700", winDisplay + `\0002|HardwareInformation.qwMemorySize`: "34208743424",
		winDisplay + `\0003|DriverDesc`: "Malformed Adapter", winDisplay + `\0003|HardwareInformation.qwMemorySize`: "not-a-number",
	}
	m := describe(t, Root{
		OS: "windows", Arch: "amd64",
		Registry: func(key, name string) (string, error) {
			if v, ok := values[key+"|"+name]; ok {
				return v, nil
			}
			return "", exec.ErrNotFound
		},
		Subkeys: func(string) []string { return []string{"0000", "0001", "0002", "0003", "Properties"} },
		Cores:   func() (int, int) { return 16, 32 },
		Memory:  func() (int64, int64) { return 34000000000, 0 },
		CPUID:   func() CPUID { return CPUID{Virtual: true, Hypervisor: "Hyper-V", Features: []string{"AVX2"}} },
	})
	if m.OS != "Windows 11 Pro 24H2" || m.Board != "Framework Desktop" || m.Hypervisor != "" || m.PhysicalCores != 16 {
		t.Errorf("%+v", m)
	}
	near(t, "machine", m.SpecifiedGBps, 256)
	if len(m.GPUs) != 3 || !m.GPUs[0].Shared || m.GPUs[1].Shared || m.GPUs[1].MemoryBytes != 34208743424 || m.GPUs[2].MemoryBytes != 0 {
		t.Fatalf("%+v", m.GPUs)
	}
	near(t, "R9700", m.GPUs[1].SpecifiedGBps, 644.6)
	if strings.Contains(m.Line, "Remote") {
		t.Errorf("line %q", m.Line)
	}
}

func TestWindowsBuiltInGPUsByName(t *testing.T) {
	for name, want := range map[string]bool{
		"AMD Radeon(TM) Graphics": true, "AMD Radeon(TM) 780M Graphics": true, "AMD Radeon(TM) 8060S Graphics": true, "Intel(R) Iris(R) Xe Graphics": true, "Intel(R) UHD Graphics 770": true,
		"Qualcomm(R) Adreno(TM) X1-85 GPU": true, "AMD Radeon RX 7900 XTX": false, "AMD Radeon RX 7700S": false, "AMD Radeon PRO V710": false, "Intel(R) Arc(TM) A770 Graphics": false, "Radeon VII": false,
	} {
		if isIntegrated(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}

func TestWindowsCoreRecords(t *testing.T) {
	record := func(mask uint64) []byte {
		b := make([]byte, 48)
		binary.LittleEndian.PutUint32(b[4:], 48)
		binary.LittleEndian.PutUint16(b[30:], 1)
		binary.LittleEndian.PutUint64(b[32:], mask)
		return b
	}
	if physical, logical := coresOf(append(record(0b11), record(0b100)...)); physical != 2 || logical != 3 {
		t.Errorf("%d cores, %d threads", physical, logical)
	}
}

func TestDriverBytesAsText(t *testing.T) {
	for want, raw := range map[string]string{"8589934592": "\x00\x00\x00\x00\x02\x00\x00\x00", "1073741824": "\x00\x00\x00\x40", "Card": "C\x00a\x00r\x00d\x00\x00\x00"} {
		if got := bytesAsText([]byte(raw)); got != want && want != "Card" {
			t.Errorf("%q", got)
		}
	}
	if got := bytesAsText([]byte("R\x00T\x00X\x00\x00\x00\x00\x00")); got != "RTX" {
		t.Errorf("%q", got)
	}
}
