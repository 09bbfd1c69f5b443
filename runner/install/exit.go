package install

import (
	"errors"

	"dragstrip/runner/engine"
)

// failed says how a program ended, if it did not succeed.
func failed(exit engine.Exit) error {
	switch {
	case exit.StartError != "":
		return errors.New(exit.StartError)
	case exit.Signal == "" && exit.Code == 0:
		return nil
	}
	return errors.New(exit.String())
}
