package report

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/benchtest/values"
)

const (
	cardUUID   = "GPU-12345678-9abc-def0-1234-56789abcdef0"
	secretText = home + "/private " + cardUUID + " \x1b[31mred\x1b[0m \u202e" + user + "@desk"
)

func TestEveryTextOfAMachineIsCleanedWhateverFieldsThereAre(t *testing.T) {
	var m bench.Machine
	texts := values.Fill(reflect.ValueOf(&m).Elem(), secretText, nil)
	if texts < 25 {
		t.Fatalf("only %d texts were found in a machine", texts)
	}
	before, _ := json.Marshal(m)
	s := &bench.Session{Machine: m}
	o := Options{Home: home, User: user}
	got := NewDocument(s, o).Machine
	kept := 0
	values.EachText(reflect.ValueOf(got), func(text string, _ reflect.StructTag) {
		if text != "" {
			kept++
		}
		for _, bad := range []string{home, user, cardUUID[5:], "\x1b", "\u202e"} {
			if strings.Contains(text, bad) {
				t.Errorf("%q is told in %q", bad, text)
			}
		}
	})
	// These are left out: the host name, and two texts each in the sources of
	// machine and GPU.
	if want := texts - 1 - 2*2; kept != want {
		t.Errorf("%d texts are left, want %d: one was dropped or forgotten", kept, want)
	}
	if after, _ := json.Marshal(s.Machine); !bytes.Equal(before, after) {
		t.Error("the session's own machine was changed")
	}
	o.HostName = true
	if NewDocument(s, o).Machine.HostName == "" {
		t.Error("the host name was asked for and is not there")
	}
}

func TestEveryTextOfAProbeIsCleaned(t *testing.T) {
	var b []bench.BandwidthMeasured
	if values.Fill(reflect.ValueOf(&b).Elem(), secretText, nil) < 3 {
		t.Fatal("texts of a probe were not found")
	}
	got := NewDocument(&bench.Session{Bandwidth: b}, Options{Home: home, User: user}).Bandwidth
	values.EachText(reflect.ValueOf(got), func(text string, _ reflect.StructTag) {
		if strings.Contains(text, home) || strings.Contains(text, user) || strings.Contains(text, "\x1b") {
			t.Errorf("told: %q", text)
		}
	})
	if none := NewDocument(&bench.Session{}, Options{}).Bandwidth; none != nil {
		t.Errorf("%v", none)
	}
}

func TestWhatTellsKindsOfHardwareApartStays(t *testing.T) {
	m := bench.Machine{
		Board: "Framework Desktop", HostName: "Framework", Kernel: "Linux 6.12.3-g0123456789ab", PowerMode: map[string]string{"governor": "performance"},
		MemoryModules: []bench.MemoryModule{{Bytes: 1, Slot: "P0 CHANNEL A", Part: "MT62F4G32D8DV-023 WT"}}, GPUs: []bench.GPU{{Name: "Radeon 8060S", Bus: "0000:c3:00.0", Arch: "gfx1151", Driver: "amdgpu"}},
	}
	got := NewDocument(&bench.Session{Machine: m}, Options{}).Machine
	m.HostName = ""
	if !reflect.DeepEqual(got, m) {
		t.Errorf("%+v\nwant %+v", got, m)
	}
}
