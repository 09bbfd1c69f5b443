package cli

import (
	"context"
	"strings"

	"dragstrip/bench"
	"dragstrip/cli/manual"
	"dragstrip/models"
	"dragstrip/runner"
)

// mostSessions are offered, the newest: older ones are looked up in `dragstrip
// history`.
const mostSessions = 50

// stock gives what stands behind a metavar of the help. No engine is started
// for it.
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
	case "SHAPE":
		return shapeWords()
	case "QUANT":
		return quantWords()
	case "VERB":
		return e.verbWords()
	}
	return nil
}

// modelWords name each model by one word without blanks, where such a word
// means it and no other: that needs no quotes in any shell.
func modelWords(all []models.Found) (words []manual.Candidate) {
	named := models.ByName(all)
	for _, f := range all {
		word := named.Name(f)
		short := strings.NewReplacer(" ", "-", ":", "-").Replace(word)
		if got, err := named.Pick(short); err == nil && got.Path == f.Path {
			word = short
		}
		words = append(words, manual.Candidate{Word: word, Words: joined(bench.FormatBytes(f.SizeBytes), formatNames(f.Format), f.Place)})
	}
	return words
}

func (e *env) sessionWords(ctx context.Context) []manual.Candidate {
	words := []manual.Candidate{{Word: "last", Words: "the newest session"}}
	lines, err := e.sessions().Lines(ctx)
	if err != nil { // not in time: the names alone
		all, _ := e.places.store().List()
		for _, folder := range all[:min(len(all), mostSessions)] {
			words = append(words, manual.Candidate{Word: folder.Name()})
		}
		return words
	}
	for _, l := range lines[:min(len(lines), mostSessions)] {
		words = append(words, manual.Candidate{Word: l.Name, Words: joined(l.State, strings.Join(l.Models, ", "))})
	}
	return words
}

// engineWords are the engines, each for its best build, and the builds that
// are there by their files.
func (e *env) engineWords(ctx context.Context) (words []manual.Candidate) {
	for _, kind := range e.kinds {
		words = append(words, manual.Candidate{Word: kind.Name, Words: "the best build of " + kind.Title()})
	}
	builds, _ := runner.Candidates(ctx, e.search(nil))
	for _, b := range builds {
		words = append(words, manual.Candidate{Word: b.ID, Words: strings.Join(b.Prefix, " ")})
	}
	return words
}

// buildWords are the builds in dragstrip's own folder, which can be removed.
func (e *env) buildWords() (words []manual.Candidate) {
	own, _ := e.ownEngines().List()
	for _, one := range own {
		words = append(words, manual.Candidate{Word: e.kinds.ID(one.Build()), Words: joined(one.Version, one.Way)})
	}
	return words
}

// jobWords are the jobs of the session that is being measured.
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
		words = append(words, manual.Candidate{Word: j.ID, Words: joined(j.Model.Label(), string(j.Build.Engine), j.Params.String())})
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
