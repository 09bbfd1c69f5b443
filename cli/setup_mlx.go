package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner"
	"dragstrip/runner/engine"
	"dragstrip/runner/install"
)

// mlxSetup is what `dragstrip setup mlx` was asked for.
type mlxSetup struct {
	way                        string
	yes, upgrade, remove, json bool
}

// mlxDone is what it did, for --json.
type mlxDone struct {
	Engine string `json:"engine"`
	// Done is "nothing", "installed", "upgraded" or "removed".
	Done    string             `json:"done"`
	Was     string             `json:"was,omitempty"` // the version before an upgrade
	Removed []string           `json:"removed,omitempty"`
	Build   *bench.EngineBuild `json:"build,omitempty"`
}

func (e *env) setupMLX(ctx context.Context, ask mlxSetup) error {
	switch {
	case ask.remove && (ask.upgrade || ask.way != ""):
		return usagef("--remove goes with neither --upgrade nor --way")
	case ask.remove:
		return e.removeMLX(ask)
	}
	in := e.installer()
	own, works := in.OwnMLX(ctx)
	if best, ok := e.bestMLX(ctx, own, works); ok && ask.way == "" && !ask.upgrade {
		return e.tellMLX(ask, mlxDone{Done: "nothing", Build: &best}, "MLX is here already: %s · %s. Nothing to do.", buildLine(best), bench.Clean(best.Origin))
	}
	if user := e.usedBy(filepath.Join(e.places.data, "engines", install.MLX)); user != "" {
		return fmt.Errorf("session %s is being measured with dragstrip's MLX; `dragstrip control stop` ends it", user)
	}
	begin := "MLX is missing."
	if works {
		begin = "MLX " + own.Version + " is here (" + own.Way + ") and will be replaced."
	}
	was := own.Version
	offers, refusals := in.MLXOffers(ctx, ask.upgrade)
	if ask.way != "" && works && own.Way == ask.way && !ask.upgrade {
		ask.yes = true // it is there: nothing will be done, so nothing is asked
	}
	if err := e.takeOne(ctx, offers, refusals, ask.way, ask.yes, begin); err != nil {
		return e.orInterrupted(ctx, err)
	}
	own, works = in.OwnMLX(ctx)
	best, ok := e.bestMLX(ctx, own, works)
	if !ok {
		return fmt.Errorf("the installation went through, but no usable MLX was found; `dragstrip engines mlx` says why")
	}
	done := mlxDone{Done: "installed", Build: &best}
	if ask.upgrade && was != "" {
		done.Done, done.Was = "upgraded", was
	}
	return e.tellMLX(ask, done, "ready: %s · %s", buildLine(best), bench.Clean(best.Origin))
}

// bestMLX is the environment to use: dragstrip's own only where that still starts.
func (e *env) bestMLX(ctx context.Context, own engine.Installed, works bool) (bench.EngineBuild, bool) {
	builds := e.findBuilds(ctx, nil).Builds
	if works {
		for _, b := range builds {
			if b.ID == runner.IDOf(own.Build()) {
				return b, true
			}
		}
	}
	folder := filepath.Join(e.places.data, "engines") + string(filepath.Separator)
	for _, b := range builds {
		if b.Engine == runner.MLX && !strings.HasPrefix(b.Prefix[0], folder) {
			return b, true
		}
	}
	return bench.EngineBuild{}, false
}

func (e *env) tellMLX(ask mlxSetup, done mlxDone, format string, args ...any) error {
	if !ask.json {
		_, err := fmt.Fprintf(e.out, format+"\n", args...)
		return err
	}
	done.Engine = runner.MLX
	enc := json.NewEncoder(e.out)
	enc.SetIndent("", "  ")
	return enc.Encode(done)
}

func (e *env) removeMLX(ask mlxSetup) error {
	in := e.installer()
	own, err := in.List()
	if err != nil {
		return err
	}
	for _, one := range own {
		if user := e.usedBy(one.Folder); one.Engine == install.MLX && user != "" {
			return fmt.Errorf("session %s is being measured with it; `dragstrip control stop` ends it", user)
		}
	}
	gone, err := in.RemoveMLX()
	switch {
	case err != nil:
		return err
	case len(gone) == 0:
		return e.tellMLX(ask, mlxDone{Done: "nothing"}, "dragstrip has no MLX of its own: nothing to remove.")
	}
	return e.tellMLX(ask, mlxDone{Done: "removed", Removed: gone}, "removed %s", strings.Join(gone, ", "))
}
