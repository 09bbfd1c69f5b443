package cli

import "fmt"

func versionVerb(e *env, args []string) error {
	if _, err := newFlags("version", "", "").parse(e, args); err != nil {
		return err
	}
	fmt.Fprintln(e.out, "dragstrip", Version)
	return nil
}
