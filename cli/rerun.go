package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/bench/planning"
	"dragstrip/bench/report"
)

// rerunFlags is what `dragstrip rerun` was told.
type rerunFlags struct {
	engines  list
	models   list
	anyway   bool
	with     string
	failIf   list
	json     bool
	markdown bool
	hostName bool
	suspect  bool
}

const rerunSynopsis = `REPORT|SESSION [FLAGS]

Measures the same plan again and sets old and new side by side. REPORT is a file that dragstrip wrote
(report.md, or JSON), here or on another machine; SESSION is a session's name, a part of it, last, or
its folder. The model files must have the same digests and the engine the same build: what differs is
named, and --anyway measures all the same.`

func (e *env) rerunFlags() (*flags, *rerunFlags) {
	var r rerunFlags
	f := e.flags("rerun", rerunSynopsis)
	f.Var(&r.engines, "engine", "engine build to measure with: its `NAME`, path or command; given once for each build of the plan, or once for all")
	f.Var(&r.models, "model", "the file of a model, as `NAME=PATH`; PATH alone where the plan has one model")
	f.BoolVar(&r.anyway, "anyway", false, "go on with another model file or engine build")
	f.StringVar(&r.with, "with", "", "measure nothing: hold `SESSION`, which was measured before, against it")
	f.Var(&r.failIf, "fail-if", failIfHelp)
	f.BoolVar(&r.json, "json", false, "print the comparison as a JSON object")
	f.BoolVar(&r.markdown, "markdown", false, "print the comparison as markdown")
	f.BoolVar(&r.hostName, "host-name", false, "let the report name this machine")
	f.BoolVar(&r.suspect, "include-suspect", false, suspectHelp)
	return f, &r
}

const failIfHelp = "end with exit code 1 where a row is slower for sure and by more than so much: `LIMIT` is slower:3%, slower:tg:5%, slower:pp512:2%; may be given again"

func rerunVerb(e *env, args []string) error {
	f, r := e.rerunFlags()
	rest, err := f.parse(e, args)
	if err != nil {
		return err
	}
	switch {
	case len(rest) != 1:
		return usagef("rerun takes one report or session, not %d; `dragstrip history` lists the sessions", len(rest))
	case r.json && r.markdown:
		return usagef("--json and --markdown cannot both be printed")
	case r.with != "" && len(r.engines)+len(r.models) > 0 && e.getenv("DRAGSTRIP_ENGINE") == "":
		return usagef("--with measures nothing; leave --engine and --model out")
	}
	limits, err := parseLimits(r.failIf)
	if err != nil {
		return err
	}
	old, err := e.earlier(rest[0])
	if err != nil {
		return err
	}
	var fresh *bench.Session
	var went error
	if r.with != "" {
		fresh, err = e.earlier(r.with)
	} else {
		fresh, went, err = e.measureAgain(old, r)
	}
	if err != nil {
		return err
	}
	return e.holdAgainst(old, fresh, went, limits, r)
}

func parseLimits(given list) ([]report.Limit, error) {
	var out []report.Limit
	for _, text := range given {
		limits, err := report.ParseLimits(text)
		if err != nil {
			return nil, usagef("--fail-if: %w", err)
		}
		out = append(out, limits...)
	}
	return out, nil
}

// reportBytes bounds what is read as a report.
const reportBytes = 64 << 20

// earlier opens what was measured before: a report's file, or a session.
func (e *env) earlier(name string) (*bench.Session, error) {
	if st, err := os.Stat(name); err == nil && st.Mode().IsRegular() {
		file, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("read the report: %w", err)
		}
		defer file.Close()
		text, err := io.ReadAll(io.LimitReader(file, reportBytes+1))
		if err != nil {
			return nil, fmt.Errorf("read the report: %w", err)
		}
		if len(text) > reportBytes {
			return nil, fmt.Errorf("%s is larger than any report; name the file that `dragstrip report -o FILE` wrote", bench.Clean(name))
		}
		s, err := report.Read(text)
		if err != nil {
			return nil, fmt.Errorf("%s cannot be measured again: %w", bench.Clean(name), err)
		}
		return s, nil
	}
	if st, err := os.Stat(name); err == nil && st.IsDir() && !strings.ContainsAny(name, `/\`) {
		name = "." + string(filepath.Separator) + name
	}
	if ext := strings.ToLower(filepath.Ext(name)); ext == ".md" || ext == ".json" {
		return nil, fmt.Errorf("there is no report %s", bench.Clean(name))
	}
	folder, err := e.places.store().Find(name)
	if err != nil {
		return nil, err
	}
	r, err := folder.Read()
	if err != nil {
		return nil, err
	}
	for _, note := range r.Notes {
		fmt.Fprintf(e.err, "note: %s\n", bench.Clean(note))
	}
	if len(r.Session.Jobs) == 0 {
		return nil, fmt.Errorf("session %s has no jobs", folder.Name())
	}
	return r.Session, nil
}

// measureAgain measures the plan of an earlier session. went is the exit code
// of a session in which something failed; there may be results all the same.
func (e *env) measureAgain(old *bench.Session, r *rerunFlags) (fresh *bench.Session, went, err error) {
	ctx, cancel := signal.NotifyContext(context.Background(), watchedSignals...)
	defer cancel()
	plan, err := e.planAgain(ctx, old, r)
	if err != nil {
		if ctx.Err() != nil {
			return nil, nil, exitError(exitInterrupted)
		}
		return nil, nil, err
	}
	folder, err := e.places.store().Create(plan)
	if err != nil {
		return nil, nil, err
	}
	cancel()
	shown := *e
	if r.json || r.markdown {
		// Standard output is for the comparison.
		shown.out, shown.tty = e.err, false
	}
	went = shown.startAndFollow(folder, false, followOptions{hostName: r.hostName})
	if !comparable(went) {
		if went == exitError(exitInterrupted) {
			fmt.Fprintf(e.err, "Not compared; when it is finished, `dragstrip rerun %s --with %s` does it.\n", bench.Clean(old.ID), folder.Name())
		}
		return nil, nil, went
	}
	read, err := folder.Read()
	if err != nil {
		return nil, nil, err
	}
	if went == nil && !r.anyway {
		went = e.turnedOut(old, read.Session)
	}
	return read.Session, went, nil
}

// turnedOut holds the builds against what they said with their results: old
// ones do not say it before.
func (e *env) turnedOut(old, fresh *bench.Session) error {
	var other error
	for _, j := range fresh.Jobs {
		was := old.Job(j.ID)
		if was == nil {
			continue
		}
		if what := planning.OtherBuild(was, j.BuildMeasured()); what != "" {
			fmt.Fprintf(e.err, "dragstrip: the engine build was not the same: %s then, %s now, as its results say; with --anyway that is no failure\n", bench.Clean(was.BuildLabel()), bench.Clean(j.BuildLabel()))
			other = exitError(exitFailed)
		}
	}
	return other
}

// comparable tells whether a session that ended so has results to compare.
func comparable(went error) bool { return went == nil || went == exitError(exitFailed) }

// baseline opens what --against names, before anything is measured.
func (e *env) baseline(r *runFlags) (*bench.Session, error) {
	limits, err := parseLimits(r.failIf)
	switch {
	case err != nil:
		return nil, err
	case r.against == "" && len(limits) > 0:
		return nil, usagef("--fail-if needs --against SESSION: slower than what?")
	case r.against == "":
		return nil, nil
	case r.detach || r.resume != "":
		return nil, usagef("--against waits for the results; `dragstrip rerun OLD --with NEW` compares two sessions afterwards")
	}
	return e.earlier(r.against)
}

// compareWith sets a session that was just measured beside its baseline.
func (e *env) compareWith(base *bench.Session, folder journal.Folder, went error, r *runFlags) error {
	if !comparable(went) {
		return went
	}
	read, err := folder.Read()
	if err != nil {
		return err
	}
	limits, err := parseLimits(r.failIf)
	if err != nil {
		return err
	}
	shown := *e
	if r.follow.json {
		shown.out = e.err // standard output is for the events
	}
	return shown.holdAgainst(base, read.Session, went, limits, &rerunFlags{hostName: r.follow.hostName, suspect: r.suspect})
}

// holdAgainst prints old against new and gives the exit code.
func (e *env) holdAgainst(old, fresh *bench.Session, went error, limits []report.Limit, r *rerunFlags) error {
	sheet := report.OldAgainstNew(old, fresh, r.suspect)
	breaches, unjudged, judged := sheet.Breaches(limits)
	o := e.reportOptions(r.hostName)
	var text strings.Builder
	var err error
	switch {
	case r.json:
		err = report.RerunJSON(&text, sheet, o, breaches)
	case r.markdown:
		err = report.RerunMarkdown(&text, sheet, o)
	default:
		text.WriteString("\n")
		err = report.RerunText(&text, sheet, o)
	}
	if err == nil {
		_, err = io.WriteString(e.out, text.String())
	}
	if err != nil {
		return err
	}
	if went != nil || len(limits) == 0 {
		return went
	}
	for _, name := range unjudged {
		fmt.Fprintf(e.err, "--fail-if: %s cannot be judged: not measured twice, suspect, or too few samples (-r 6 gives enough)\n", bench.Clean(name))
	}
	for _, b := range breaches {
		fmt.Fprintf(e.err, "--fail-if: %s\n", bench.Clean(b.String()))
	}
	if len(breaches) > 0 {
		return exitError(exitFailed)
	}
	if judged == 0 {
		// A gate that judges nothing must not pass for one that found nothing.
		return errors.New("--fail-if: no row could be judged")
	}
	return nil
}
