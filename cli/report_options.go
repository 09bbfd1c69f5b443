package cli

import (
	"fmt"
	"io"
	"os"
	"os/user"
	"runtime"
	"strings"

	"dragstrip/bench/report"
)

// reportOptions says what a report must leave out on this machine, and how wide
// the screen is.
func (e *env) reportOptions(hostName bool) report.Options {
	o := report.Options{HostName: hostName, Home: e.places.home, ASCII: !isUTF8(e.getenv)}
	if u, err := user.Current(); err == nil {
		o.User = u.Username
	}
	if e.tty {
		o.Width = e.width()
	}
	return o
}

// fileOptions are for a report in a file, which the width and the letters of
// this terminal do not limit.
func (e *env) fileOptions(hostName bool) report.Options {
	o := e.reportOptions(hostName)
	o.Width, o.ASCII = 0, false
	return o
}

// isUTF8 follows the locale. Windows has no locale, but its terminals take
// UTF-8.
func isUTF8(getenv func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if value := strings.ToUpper(getenv(name)); value != "" {
			return strings.Contains(value, "UTF-8") || strings.Contains(value, "UTF8")
		}
	}
	return runtime.GOOS == "windows" || runtime.GOOS == "darwin"
}

const quietHelp = "quiet: print only the result table and what went wrong"

// suspectHelp says which results --include-suspect is about.
const suspectHelp = "suspect results (impossible figures, swapping, debug build)"

// writeTo writes a text to the file that -o names, or to standard output if -o
// was not given.
func (e *env) writeTo(output, what, text string) error {
	var err error
	if output == "" {
		_, err = io.WriteString(e.out, text)
	} else {
		err = os.WriteFile(output, []byte(text), 0o644)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", what, err)
	}
	return nil
}
