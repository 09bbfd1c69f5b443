package install

import (
	"errors"

	"dragstrip/runner/engine"
)

// failed returns an error that says how a program ended. It returns nil if the
// program succeeded.
func failed(exit engine.Exit) error {
	switch {
	case exit.StartError != "":
		return errors.New(exit.StartError)
	case exit.Signal == "" && exit.Code == 0:
		return nil
	}
	return errors.New(exit.String())
}
