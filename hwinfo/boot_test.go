package hwinfo

import (
	"testing"
	"testing/fstest"
)

func TestEverySystemNamesTheTimeSinceItsStart(t *testing.T) {
	for name, r := range map[string]Root{
		"linux":   {OS: "linux", FS: fstest.MapFS{"proc/sys/kernel/random/boot_id": {Data: []byte("b-1\n")}}},
		"darwin":  {OS: "darwin", FS: fstest.MapFS{}, Sysctl: sysctls("kern.bootsessionuuid: b-1")},
		"windows": {OS: "windows", FS: fstest.MapFS{}, Registry: func(_, name string) (string, error) { return map[string]string{"BootId": "b-1"}[name], nil }},
	} {
		if got := Boot(r); got != "b-1" {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := Boot(Root{OS: "plan9", FS: fstest.MapFS{}}); got != "" {
		t.Errorf("%q", got)
	}
}
