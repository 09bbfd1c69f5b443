package cli

import (
	"testing"

	"dragstrip/hwinfo"
)

func TestWhatSpeaksMostAgainstMeasuringIsOneLine(t *testing.T) {
	note := hwinfo.Finding{Severity: hwinfo.Note, Text: "a virtual machine"}
	doubt := hwinfo.Finding{Severity: hwinfo.Doubt, Text: "on battery", Remedy: "plug it in"}
	unfit := hwinfo.Finding{Severity: hwinfo.Unfit, Text: "2 of 2 cores are busy", Remedy: "close other programs"}
	waits := hwinfo.Finding{Severity: hwinfo.Waits, Text: "dragstrip is measuring session X: a new session waits until it has ended", Remedy: "nothing to do"}
	for want, findings := range map[string][]hwinfo.Finding{
		"": {note},
		"note: on battery: figures may be a few percent off. To do: plug it in":                                                                      {doubt, note},
		"note: 2 of 2 cores are busy: figures will not show what this machine can do. To do: close other programs (1 more: see `dragstrip machine`)": {unfit, doubt, note},
		"note: dragstrip is measuring session X: a new session waits until it has ended":                                                             {waits, doubt},
	} {
		if got := unfitText(findings); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
