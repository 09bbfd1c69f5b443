package cli

import (
	"context"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/cli/manual"
	"dragstrip/models"
	"dragstrip/runner"
)

// mostSessions is how many of the newest sessions are offered. `dragstrip
// history` lists the older ones.
const mostSessions = 50

// stock gives the words that a metavar of the help stands for. It starts no
// engine.
func (e *env) stock(ctx context.Context, kind string) []manual.Candidate {
	switch kind {
	case "MODEL":
		return modelWords(e.allModels(ctx))
	case "SESSION":
		return e.sessionWords(ctx)
	case "ENGINE":
		return e.engineWords(ctx)
	case "BUILD":
		return e.buildWords()
	case "JOB":
		return e.jobWords()
	case "PRESET":
		return e.presetCandidates()
	case "SHAPE":
		return shapeWords()
	case "QUANT":
		return quantWords()
	case "VERB":
		return e.verbWords()
	}
	return nil
}

// modelWords names each model. It prefers a name without blanks, which needs no
// quotes in any shell. It uses that name only if it means this model and no
// other.
func modelWords(all []models.Found) (words []manual.Candidate) {
	named := models.ByName(all)
	for _, f := range all {
		word := named.Name(f)
		short := strings.NewReplacer(" ", "-", ":", "-").Replace(word)
		if got, err := named.Pick(short); err == nil && got.Path == f.Path {
			word = short
		}
		words = append(words, manual.Candidate{Word: word, Words: dotted(bench.FormatBytes(f.SizeBytes), formatNames(f.Format), f.Place)})
	}
	return words
}

func (e *env) sessionWords(ctx context.Context) []manual.Candidate {
	words := []manual.Candidate{{Word: "last", Words: "the newest session that was measured here"}}
	lines, err := e.sessions().Lines(ctx)
	if err != nil { // for example, the time is up; then only the names are offered
		all, _ := e.places.store().List()
		for _, folder := range all[:min(len(all), mostSessions)] {
			words = append(words, manual.Candidate{Word: folder.Name()})
		}
		return words
	}
	for _, l := range lines[:min(len(lines), mostSessions)] {
		words = append(words, manual.Candidate{Word: l.Name, Words: dotted(l.State, strings.Join(l.Models, ", "))})
	}
	return words
}

// engineWords names each engine, the versions of engines, and each build whose
// files exist. An engine's name stands for its best build.
func (e *env) engineWords(ctx context.Context) (words []manual.Candidate) {
	for _, kind := range e.kinds {
		if kind.Addressed != "" {
			words = append(words, manual.Candidate{Word: kind.Name + "=" + kind.Addressed, Words: kind.Build})
		}
		if kind.NeedsAddress() {
			continue
		}
		words = append(words, manual.Candidate{Word: kind.Name, Words: "the best build of " + kind.Title()})
	}
	own, _ := e.ownEngines().List()
	for _, one := range own {
		if kind, ok := e.kinds.Kind(one.Engine); ok && one.Version != "" {
			words = append(words, manual.Candidate{Word: versionName(kind, one), Words: dotted(one.Way, one.When.Format(time.DateOnly))})
		}
	}
	for _, kind := range e.kinds.Obtainable() {
		words = append(words, manual.Candidate{Word: kind.Name + "@" + runner.Newest, Words: "the newest build of " + kind.Title()})
	}
	builds, _ := runner.Candidates(ctx, e.search(nil))
	for _, b := range builds {
		words = append(words, manual.Candidate{Word: b.ID, Words: b.ShortCommand()})
	}
	return words
}

// buildWords names the builds that dragstrip installed. Only these can be
// removed.
func (e *env) buildWords() (words []manual.Candidate) {
	own, _ := e.ownEngines().List()
	for _, one := range own {
		words = append(words, manual.Candidate{Word: e.kinds.ID(one.Build()), Words: dotted(one.Version, one.Way)})
	}
	return words
}

// jobWords names the jobs of the session that is being measured.
func (e *env) jobWords() (words []manual.Candidate) {
	folder, live := e.sessions().Live()
	if !live {
		return nil
	}
	r, err := folder.ReadStanding()
	if err != nil {
		return nil
	}
	for _, j := range r.Session.Jobs {
		words = append(words, manual.Candidate{Word: j.ID, Words: dotted(j.Model.Label(), string(j.Build.Engine), j.Params.String())})
	}
	return words
}

func (e *env) verbWords() (words []manual.Candidate) {
	for _, v := range e.verbs {
		if !v.hidden() && !strings.Contains(v.name, " ") {
			words = append(words, manual.Candidate{Word: v.name, Words: v.summary})
		}
	}
	return words
}

// presetCandidates names the presets, each as one word.
func (e *env) presetCandidates() (words []manual.Candidate) {
	all, _ := e.presets()
	for _, p := range all {
		words = append(words, manual.Candidate{Word: presetWord(p.Name), Words: p.Help})
	}
	return words
}
