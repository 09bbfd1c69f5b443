package cli

import (
	"fmt"
	"runtime/debug"
)

func versionVerb(e *env, args []string) error {
	if rest, err := newFlags("version", "", "").parse(e, args); err != nil {
		return err
	} else if len(rest) > 0 {
		return usagef("version takes no arguments")
	}
	fmt.Fprintln(e.out, "dragstrip", Version)
	return nil
}

// versionText is the version with the commit that the program was built from,
// if the build recorded it.
func versionText() string {
	about, ok := debug.ReadBuildInfo()
	if !ok {
		return Version
	}
	commit, changed := "", ""
	for _, s := range about.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = ", with changes"
		}
	}
	if commit == "" {
		return Version
	}
	return fmt.Sprintf("%s (commit %s%s)", Version, commit, changed)
}
