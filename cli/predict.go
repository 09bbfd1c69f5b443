package cli

import (
	"context"
	"errors"
	"fmt"
	"os/signal"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/predict/whatif"
	"dragstrip/bench/published"
	"dragstrip/bench/report"
	"dragstrip/models"
	"dragstrip/models/standin"
)

const predictAbout = `Says how fast a model generates text on this machine and on others. It shows two speeds: the expected one,
computed from the bandwidth of the memory and from published results of similar chips, and the one that
others published. MODEL is a model of this machine, by name or path, or a shape that dragstrip knows
(llama-3.1-8b:q4_k_m); for a shape, no file is needed. Of 100 real speeds, about 80 turn out to be
within the interval that is shown.

With --fits, the question is turned round: which models fit a machine, and how fast are they there?
MACHINE is a chip by name, or "here" for this machine. The answers are the models of this machine and
the shapes that dragstrip knows. If only one answer is left, it is shown with the source of each figure.`

func predictVerb(e *env, args []string) error {
	var ask predictAsk
	f := newFlags("predict", "MODEL", predictAbout)
	f.under("What is shown")
	f.StringVar(&ask.on, "on", "", "only `CHIPS` with these words in their names (separated by commas): \"M1 Ultra,RTX 4090\"; \"here\" means this machine")
	f.StringVar(&ask.fits, "fits", "", "instead of one model: everything that fits `MACHINE`, which is a chip, or \"here\" for this machine")
	f.IntVar(&ask.depth, "d", 0, "`TOKENS` that are in the context already")
	f.StringVar(&ask.sort, "sort", "speed", "order: speed, price (speed for each dollar), prompt, bandwidth, year or name; with --fits: speed, prompt or name")
	f.metavars["sort"] = "ORDER"
	f.BoolVar(&ask.all, "all", false, "everything; otherwise the first 30 that have enough memory")
	f.under(groupOutput)
	asJSON := f.Bool("json", false, "print a JSON object")
	words, err := f.parse(e, args)
	if err != nil {
		return err
	}
	if err := ask.mistake(words); err != nil {
		return err
	}
	ctx, cancel := signal.NotifyContext(context.Background(), watchedSignals...)
	defer cancel()
	if ask.fits != "" {
		return e.predictFitting(ctx, ask, *asJSON)
	}
	model, err := e.modelOrShape(ctx, words)
	if err != nil {
		return err
	}
	if test := (bench.Test{Generation: 128, Depth: ask.depth}); model.Facts.ContextLength > 0 && int64(test.Context()) > model.Facts.ContextLength {
		return usagef("-d %d: %s needs %d tokens of context, and %s was trained for %d", ask.depth, test, test.Context(), bench.Clean(model.Label()), model.Facts.ContextLength)
	}
	machines, err := e.predictOn(ctx, model.Model, ask)
	if err != nil {
		return err
	}
	if *asJSON {
		return report.WriteJSON(e.out, predictionsOf(machines))
	}
	e.printMachines(machines, ask)
	return nil
}

// mistake says what is wrong with the flags and words.
func (ask predictAsk) mistake(words []string) error {
	switch {
	case len(words) == 0 && ask.fits == "":
		return usagef("predict takes a model: dragstrip predict llama-3.1-8b:q4_k_m; `dragstrip models` and `dragstrip standin` list names")
	case len(words) > 0 && ask.fits != "":
		return usagef("--fits lists all models that fit a machine; leave out %s", bench.Clean(strings.Join(words, " ")))
	case ask.fits != "" && ask.on != "":
		return usagef("--fits names the machine already; leave out --on")
	case ask.depth < 0 || ask.depth > bench.MaxTokens:
		return usagef("-d %d is not possible; give a number of tokens from 0 to %d", ask.depth, bench.MaxTokens)
	case ask.fits != "" && !slices.Contains(whatif.OrderNames(whatif.OrdersOfModels), ask.sort):
		return usagef("--sort %s: with --fits, choose %s", bench.Clean(ask.sort), listed(whatif.OrderNames(whatif.OrdersOfModels)))
	case !slices.Contains(whatif.OrderNames(whatif.Orders), ask.sort):
		return usagef("--sort %s: choose %s", bench.Clean(ask.sort), listed(whatif.OrderNames(whatif.Orders)))
	}
	return nil
}

// predictOn says how fast a model is on the machines that were asked for.
func (e *env) predictOn(ctx context.Context, m bench.Model, ask predictAsk) (whatif.Machines, error) {
	chips, here, err := chipsAsked(ask.on)
	if err != nil {
		return whatif.Machines{}, err
	}
	out, err := whatif.On(m, chips, ask.depth)
	if err != nil {
		return out, err
	}
	if here {
		out.AddHere(e.hereNow(ctx))
	}
	whatif.Sort(out.Answers, ask.sort)
	return out, nil
}

// modelOrShape finds a model of this machine. If no model has that name, it
// describes the stand-in of the shape that the words name.
func (e *env) modelOrShape(ctx context.Context, words []string) (models.Found, error) {
	var notHere error
	if len(words) == 1 {
		if paths, err := e.resolve(ctx, words); err != nil {
			notHere = err
		} else {
			return e.modelIn(ctx, paths)
		}
	}
	shape, quant, err := standin.Asked(words)
	if err != nil {
		if notHere != nil {
			return models.Found{}, errors.Join(notHere, err)
		}
		return models.Found{}, err
	}
	if quant == "" {
		quant = usualQuant(shape)
	}
	named := func(q string) bool { return strings.EqualFold(q, quant) }
	if !slices.ContainsFunc(shape.Quants(), named) && slices.ContainsFunc(shape.UsualForms(), func(s standin.StandIn) bool { return named(s.Quant) }) {
		return models.Found{}, fmt.Errorf("%s; for %s choose one of %s", whatif.UnpredictedQuant(quant), shape.Title, strings.Join(shape.Quants(), ", "))
	}
	found, err := standin.StandIn{Shape: shape.Name, Quant: quant}.Preview()
	if err == nil {
		found.Name, found.StandIn = shape.Title, false
	}
	return found, err
}

// modelIn is the one model in a file or in a folder and those below it. If there
// is none, it says why what lies there is no model.
func (e *env) modelIn(ctx context.Context, paths []string) (models.Found, error) {
	found, problems := models.Search{Paths: paths, Cache: e.places.modelCache()}.Find(ctx)
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		var labels []string
		for _, f := range found[:min(len(found), 5)] {
			labels = append(labels, f.Label())
		}
		return models.Found{}, fmt.Errorf("%s holds %d models (%s …); name the file of one of them", bench.Clean(strings.Join(paths, ", ")), len(found), bench.Clean(strings.Join(labels, ", ")))
	case len(problems) > 0:
		return models.Found{}, problems[0]
	}
	return models.Found{}, nothingIn(paths, 0)
}

// usualQuant is the quantization of a shape for which most chips have published
// figures. If nothing was published, it is the quantization that most people
// download. This is Q4_K_M if the shape has it, otherwise MXFP4. If the shape
// has neither of them, it is the first quantization that is offered.
func usualQuant(shape standin.Shape) string {
	most, usual := 0, ""
	for _, quant := range shape.Quants() {
		found, err := standin.StandIn{Shape: shape.Name, Quant: quant}.Preview()
		if err != nil {
			continue
		}
		found.Name, found.StandIn = shape.Title, false
		if n := len(published.Load().Best(found.Model, bench.Test{Generation: 128})); n > most {
			most, usual = n, quant
		}
	}
	if most > 0 {
		return usual
	}
	for _, quant := range []string{"Q4_K_M", "MXFP4"} {
		if _, err := (standin.StandIn{Shape: shape.Name, Quant: quant}).Check(); err == nil {
			return quant
		}
	}
	return shape.UsualForms()[0].Quant
}

// chipsAsked finds the chips that --on names, and tells whether this machine is
// asked for, too. Every part between commas must name at least one of them.
func chipsAsked(on string) (out []*published.Chip, here bool, err error) {
	if on == "" {
		return whatif.EveryChip(), true, nil
	}
	for _, name := range strings.Split(on, ",") {
		if strings.EqualFold(strings.TrimSpace(name), hereWord) {
			here = true
			continue
		}
		found := published.Load().FindChips(name)
		if len(found) == 0 {
			return nil, false, noChip("--on", strings.TrimSpace(name))
		}
		out = addChips(out, found)
	}
	return out, here, nil
}
