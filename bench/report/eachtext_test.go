package report

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"dragstrip/bench"
)

const (
	cardUUID   = "GPU-12345678-9abc-def0-1234-56789abcdef0"
	secretText = home + "/private " + cardUUID + " \x1b[31mred\x1b[0m \u202e" + user + "@desk"
)

// fill sets every text in a value to secretText, and makes lists and maps of
// one. It returns how many texts there are.
func fill(v reflect.Value) (texts int) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(secretText)
		return 1
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				texts += fill(v.Field(i))
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		return fill(v.Index(0))
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		texts = fill(key) + fill(value)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return fill(v.Elem())
	}
	return texts
}

func countTexts(v reflect.Value, visit func(string)) (texts int) {
	switch v.Kind() {
	case reflect.String:
		visit(v.String())
		if v.String() != "" {
			return 1
		}
	case reflect.Struct:
		for i := range v.NumField() {
			texts += countTexts(v.Field(i), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			texts += countTexts(v.Index(i), visit)
		}
	case reflect.Map:
		for key, value := range v.Seq2() {
			texts += countTexts(key, visit) + countTexts(value, visit)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			return countTexts(v.Elem(), visit)
		}
	}
	return texts
}

func TestEveryTextOfAMachineIsCleanedWhateverFieldsThereAre(t *testing.T) {
	var m bench.Machine
	texts := fill(reflect.ValueOf(&m).Elem())
	if texts < 25 {
		t.Fatalf("only %d texts were found in a machine", texts)
	}
	before, _ := json.Marshal(m)
	s := &bench.Session{Machine: m}
	o := Options{Home: home, User: user}
	got := NewDocument(s, o).Machine
	kept := countTexts(reflect.ValueOf(got), func(text string) {
		for _, bad := range []string{home, user, cardUUID[5:], "\x1b", "\u202e"} {
			if strings.Contains(text, bad) {
				t.Errorf("%q is told in %q", bad, text)
			}
		}
	})
	// The host name, and two texts each of the sources of machine and GPU.
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
	if fill(reflect.ValueOf(&b).Elem()) < 3 {
		t.Fatal("texts of a probe were not found")
	}
	got := NewDocument(&bench.Session{Bandwidth: b}, Options{Home: home, User: user}).Bandwidth
	countTexts(reflect.ValueOf(got), func(text string) {
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
