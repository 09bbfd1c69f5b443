package report

import (
	"slices"
	"testing"
)

// /tmp/x/home/state used to become /tmp/x~.
func TestOnlyAPathThatBeginsAtAHomeIsOne(t *testing.T) {
	for text, want := range map[string]string{
		"/home/kunigunde/m.gguf":                    "~/m.gguf",
		"/home/kunigunde:/home/kuni":                "~:~",
		"PATH=/usr/home/kuni/bin":                   "PATH=~/bin",
		"--path=/Users/kuni":                        "--path=~",
		"-L/home/kuni/lib":                          "-L~/lib",
		"-Wl,-isystem/home/kuni/x":                  "-Wl,-isystem~/x",
		"(/var/home/kuni)":                          "(~",
		"file:///home/kuni/x":                       "file:~/x",
		"//home//kuni/x":                            "~/x",
		"/mnt/c/Users/kuni/x":                       "~/x",
		"/System/Volumes/Data/Users/kuni/x":         "~/x",
		`C:\Users\Kuni Gunde\x`:                     `~\x`,
		"/tmp/x/home/state":                         "/tmp/x/home/state",
		"/srv/Users/list":                           "/srv/Users/list",
		"./home/state ~/home/state x-/home/state":   "./home/state ~/home/state x-/home/state",
		"/opt/engines/usr/home/x (/opt/my-/home/y)": "/opt/engines/usr/home/x (/opt/my-/home/y)",
	} {
		if got := newRedactor(nil, Options{}).path(text); got != want {
			t.Errorf("%s becomes %s, want %s", text, got, want)
		}
	}
	r := newRedactor(nil, Options{})
	r.learn("-m /home/kunigunde/m.gguf /tmp/x/home/state")
	if !slices.Equal(r.users, []string{"kunigunde"}) {
		t.Errorf("login names: %q", r.users)
	}
}
