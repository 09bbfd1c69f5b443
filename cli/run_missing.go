package cli

import (
	"context"
	"fmt"

	"dragstrip/bench"
	"dragstrip/models"
	"dragstrip/models/standin"
)

// getMissing gets the engines and the model that are missing. It asks about
// each.
func (e *env) getMissing(ctx context.Context, engines *engineChoice, found []bench.Model, others []models.Found, r *runFlags) ([]bench.EngineBuild, []bench.Model, error) {
	if len(found) == 0 {
		if err := e.getStandIn(ctx, r.yes, others); err != nil {
			return nil, nil, err
		}
		var err error
		if found, err = e.findModels(ctx, nil, engines); err != nil {
			return nil, nil, err
		}
	}
	_, missing, err := engines.buildsFor(found)
	if err != nil {
		return nil, nil, err
	}
	for _, kind := range missing {
		if kind.Setup == nil {
			return nil, nil, errNoEngine
		}
		if _, _, err := e.getEngine(ctx, kind, engineAsk{yes: r.yes}); err != nil {
			return nil, nil, err
		}
		engines.again()
	}
	builds, missing, err := engines.buildsFor(found)
	if err == nil && len(missing) > 0 {
		err = errNoEngine
	}
	return builds, found, err
}

// getStandIn asks, and then writes the stand-in that is offered if no model was
// found or named.
func (e *env) getStandIn(ctx context.Context, yes bool, others []models.Found) error {
	figures, err := standin.StandIn{Shape: offeredShape, Quant: offeredQuant}.Check()
	if err != nil {
		return err
	}
	shape, err := standin.FindShape(offeredShape)
	if err != nil {
		return err
	}
	begin := "No model was found."
	if len(others) > 0 {
		begin = fmt.Sprintf("No model was named. This machine has %d:\n      %s\nYou can measure a stand-in instead.", len(others), choices(others))
	}
	fmt.Fprintf(e.err, "%s A stand-in for %s %s can be written: %s, random weights, as fast as the real one.\n",
		begin, shape.Title, offeredQuant, figures.Size())
	ok, err := e.confirm(ctx, yes, "Write it?")
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("there is no model to measure; give a GGUF file or a folder")
	}
	_, err = e.writeStandIn(ctx, e.places.offeredStandIn())
	return err
}
