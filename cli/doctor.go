package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime"

	"dragstrip/bench"
	"dragstrip/hwinfo"
)

func doctorVerb(e *env, args []string) error {
	f := newFlags("doctor", "", "Prints everything a bug report needs: the machine, everything that would disturb a measurement now, engine builds, folders, and the raw sources of the values. Serial numbers and similar identifiers are left out.")
	if rest, err := f.parse(e, args); err != nil {
		return err
	} else if len(rest) > 0 {
		return usagef("doctor takes no arguments")
	}
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt)
	defer cancel()
	fmt.Fprintf(e.out, "dragstrip %s, %s/%s\n\n", Version, runtime.GOOS, runtime.GOARCH)
	e.look(ctx, true, true).print(e.out)
	fmt.Fprintf(e.out, "\nsessions  %s\nengines   %s\nmodels    %s\n", e.places.store().Root, e.places.data, e.places.models())
	fmt.Fprintln(e.out, "\nEngine builds")
	if err := enginesVerb(e, nil); err != nil {
		return err
	}
	for _, raw := range hwinfo.RawSources(ctx, hwinfo.Root{}) {
		fmt.Fprintf(e.out, "\n--- %s\n%s\n", bench.Clean(raw.Name), clean(raw.Text))
	}
	return nil
}
