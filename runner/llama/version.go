package llama

import (
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
	"dragstrip/runner/words"
)

// said is what a build says about itself, on stdout or stderr.
type said struct {
	version string
	number  int
	commit  string
	devices []bench.Device
	loaded  []string // backends from dynamic loading
}

var (
	// version: 0.7.0 (build 11669, commit Debian)
	// version: 4453 (f8feb4b0)
	versionLine = lazyregexp.New(`^version:\s+(\S+)(?:\s+\((.*)\))?\s*$`)
	buildWord   = lazyregexp.New(`\bbuild:?\s+(\d+)`)
	commitWord  = lazyregexp.New(`\bcommit:?\s+([^\s,)]+)`)
	loadedLine  = lazyregexp.New(`^load_backend: loaded (\S+) backend from`)
	// CUDA0: NVIDIA GeForce RTX 4090 (24080 MiB, 23500 MiB free)
	deviceLine = lazyregexp.New(`^\s+(\S+?):\s+(.+?)\s+\((\d+) MiB, (\d+) MiB free\)`)
	// Device 0: NVIDIA GeForce RTX 3090, compute capability 8.6, VMM: yes, VRAM: 24126 MiB
	cudaLine  = lazyregexp.New(`^\s+Device (\d{1,4}): ([^,]+), .*?(?:VRAM: (\d+) MiB)?\s*$`)
	metalLine = lazyregexp.New(`^ggml_metal_(?:device_)?init: (?:found device|picking default device|GPU name): +(.+)$`)
	rocmInit  = lazyregexp.New(`^ggml_cuda_init: found \d+ ROCm devices`)
)

// maxDevices is how many devices and backends of a build are kept at most.
const maxDevices = 64

// readSelf collects what the answers to --help, --version and --list-devices
// say. passing are texts that a build printed beside its answers; they name
// devices only if --list-devices listed none.
func readSelf(version string, list string, passing ...string) said {
	var s said
	for line := range strings.Lines(version) {
		s.readVersion(strings.TrimSpace(line))
	}
	for line := range strings.Lines(list) {
		if m := deviceLine.FindStringSubmatch(line); m != nil {
			s.addDevice(bench.Device{
				Name: m[1], Description: words.Tidy(m[2]), TotalBytes: mebibytes(m[3]), FreeBytes: mebibytes(m[4]),
			})
		}
	}
	listed := len(s.devices) > 0
	for _, text := range append(passing, version, list) {
		s.readPassing(text, listed)
	}
	pretend := warnedOf(append(passing, list)...)
	for i, d := range s.devices {
		s.devices[i].Software = slices.Contains(pretend, d.Name) || isSoftware(d.Description)
	}
	return s
}

func (s *said) readVersion(line string) {
	m := versionLine.FindStringSubmatch(line)
	if m == nil || s.version != "" {
		return
	}
	s.version = words.Tidy(m[1])
	if n, ok := buildNumber(m[1]); ok {
		s.number, s.version = n, "b"+m[1]
	}
	if b := buildWord.FindStringSubmatch(m[2]); b != nil {
		if n, ok := buildNumber(b[1]); ok {
			s.number = n
		}
	}
	if c := commitWord.FindStringSubmatch(m[2]); c != nil {
		s.commit = words.Tidy(c[1])
	} else if m[2] != "" && !strings.ContainsAny(m[2], " ,") {
		s.commit = words.Tidy(m[2])
	}
}

// buildNumber reads a build number, which counts the project's commits. A
// longer number, or one with a sign, is something else.
func buildNumber(text string) (n int, ok bool) {
	if len(text) > 7 || strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(text)
	return n, err == nil
}

func (s *said) readPassing(text string, listed bool) {
	cuda := "CUDA"
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if m := loadedLine.FindStringSubmatch(line); m != nil {
			if name := words.Tidy(m[1]); !slices.Contains(s.loaded, name) && len(s.loaded) < maxDevices {
				s.loaded = append(s.loaded, name)
			}
			continue
		}
		if listed {
			continue
		}
		if rocmInit.MatchString(line) {
			cuda = "ROCm"
		}
		if m := cudaLine.FindStringSubmatch(line); m != nil {
			s.addDevice(bench.Device{Name: cuda + m[1], Description: words.Tidy(m[2]), TotalBytes: mebibytes(m[3])})
		} else if m := vulkanLine.FindStringSubmatch(line); m != nil {
			s.addDevice(bench.Device{Name: "Vulkan" + m[1], Description: words.Tidy(m[2])})
		} else if m := metalLine.FindStringSubmatch(line); m != nil {
			s.addDevice(bench.Device{Name: "MTL0", Description: words.Tidy(m[1])})
		}
	}
}

// addDevice keeps a device. Users choose devices by name, so a device is left
// out if its name is already used, or has characters that cannot be shown.
func (s *said) addDevice(d bench.Device) {
	known := func(o bench.Device) bool { return o.Name == d.Name }
	if d.Name != "" && words.Tidy(d.Name) == d.Name && len(s.devices) < maxDevices && !slices.ContainsFunc(s.devices, known) {
		s.devices = append(s.devices, d)
	}
}

// backends lists the backends of the build: those of its devices and those that
// it loaded. RPC is listed only if it has a device. The CPU is always listed,
// and comes last.
func (s *said) backends() []string {
	var out []string
	add := func(name string) {
		if name != "" && name != "CPU" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	for _, d := range s.devices {
		add(backendOf(d.Name))
	}
	for _, name := range s.loaded {
		if name == "MTL" {
			name = "Metal"
		}
		if name == "HIP" {
			name = "ROCm"
		}
		if name != "RPC" && !strings.HasPrefix(name, "CPU") {
			add(name)
		}
	}
	return append(out, "CPU")
}

// backendOf returns the backend of a device from the device's name: CUDA0
// belongs to CUDA, MTL0 to Metal.
func backendOf(device string) string {
	name := strings.TrimSpace(strings.TrimRight(device, "0123456789"))
	switch {
	case name == "MTL":
		return "Metal"
	case strings.HasPrefix(name, "RPC"):
		return "RPC"
	}
	return name
}

func mebibytes(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 || n > 1<<40 {
		return 0
	}
	return n << 20
}
