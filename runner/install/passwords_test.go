package install

import (
	"errors"
	"strings"
	"testing"
)

// What a program prints is shown. It may contain the address of a mirror, with
// a password.
func TestPasswordsInWhatProgramsPrintAreNotShown(t *testing.T) {
	var told string
	l := &liner{line: func(line string) { told = line }}
	l.write([]byte("Get:1 http://me:s3cret@m.example\n"))
	if words := lastWords("E: http://me:s3cret@m.example\n"); strings.Contains(told+words, "s3cret") || !strings.Contains(told, "http://m.example") || !strings.Contains(words, "http://m.example") {
		t.Errorf("%q, %q", told, words)
	}
}

// TestAptsWholeReasonIsTold: apt prints on stdout which packages cannot be
// installed together. Its error is only "you have held broken packages".
func TestAptsWholeReasonIsTold(t *testing.T) {
	f, in := newFakeDebian(t)
	f.says = "Some packages could not be installed.\nThe following packages have unmet dependencies:\n zephyr-tools : Depends: libplug0 (>= 0.28) but it is not installable\n"
	f.fails = errors.New("exit status 100 (E: Unable to correct problems, you have held broken packages.)")
	_, err := debianOffer(t, in).Do(t.Context(), nil)
	if err == nil || !strings.Contains(err.Error(), "Depends: libplug0 (>= 0.28)") || !strings.Contains(err.Error(), "held broken packages") {
		t.Error(err)
	}
}
