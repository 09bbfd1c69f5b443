package cli

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os/signal"
	"runtime/debug"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/imported"
	"dragstrip/bench/report"
)

const importAbout = `Imports results that somebody else measured. They become sessions in your list, and you can compare them
with yours. SOURCE is a file, the address of a page (https), or the single character "-", which
means text that is piped in or pasted. It may be a report or a
session folder of another dragstrip, or: ` + imported.Formats + `.
Imported results are marked everywhere. They are never mixed with measurements of this machine, and they
predict nothing.`

// importGarbage is how much garbage may gather before it is collected, in percent
// of what is used.
const importGarbage = 40

func importVerb(e *env, args []string) error {
	var ask importAsk
	f := newFlags("import", "SOURCE…", importAbout)
	f.under("What the source does not say")
	f.StringVar(&ask.machine, "machine", "", "the `MACHINE` that measured: \"Mac Studio M1 Ultra, 48-core GPU\"")
	f.StringVar(&ask.model, "model", "", "the `NAME` of the model, if the source does not name it")
	f.StringVar(&ask.who, "who", "", "`WHO` measured it")
	f.StringVar(&ask.date, "date", "", "`WHEN` it was measured or published: 2025-08-06")
	f.StringVar(&ask.name, "name", "", "`NAME` of the source, for results that are piped in")
	f.Var(&ask.columns, "column", "what a column of a table means: `HEADING=MEANING`; the meanings are "+imported.Meanings+". May be given again")
	f.under(groupOutput)
	f.BoolVar(&ask.asJSON, "json", false, "print a JSON object")
	sources, err := f.parse(e, args)
	if err != nil {
		return err
	}
	if len(sources) == 0 {
		return usagef("import takes a file, an address, or - for what is piped in: dragstrip import results.md")
	}
	if err := ask.mistake(); err != nil {
		return err
	}
	columns, err := columnsAsked(ask.columns)
	if err != nil {
		return err
	}
	ask.compares = !ask.asJSON
	ctx, cancel := signal.NotifyContext(context.Background(), watchedSignals...)
	defer cancel()
	// A large file is in memory as a whole, and garbage must not need as much again.
	defer debug.SetGCPercent(debug.SetGCPercent(importGarbage))
	done, err := e.importAll(ctx, sources, ask, columns)
	if ask.asJSON && len(done) > 0 {
		err = cmp.Or(err, report.WriteJSON(e.out, done))
	}
	return err
}

// importAll imports one source after the other. If a source fails, the sources
// before it stay imported, and importAll returns them with the error.
func (e *env) importAll(ctx context.Context, sources []string, ask importAsk, columns map[string]imported.Meaning) (done []importDone, err error) {
	for _, source := range sources {
		// An answer about one source need not be true for the next source.
		one, err := e.importOne(ctx, source, ask, imported.Hints{Model: ask.model, Columns: maps.Clone(columns)})
		if err == nil || len(one.Sessions) > 0 {
			done = append(done, one)
			if !ask.asJSON {
				e.printImport(one)
			}
		}
		switch {
		case ctx.Err() != nil:
			return done, exitError(exitInterrupted)
		case err != nil:
			return done, fmt.Errorf("import %s: %w", bench.Clean(quoted(source)), err)
		}
	}
	return done, nil
}

// columnsAsked reads the values of --column.
func columnsAsked(given list) (map[string]imported.Meaning, error) {
	out := map[string]imported.Meaning{}
	for _, text := range given {
		at := strings.LastIndex(text, "=")
		if at <= 0 {
			return nil, usagef("--column %s: write the heading of the column, = and its meaning: --column \"Token rate=speed\"", bench.Clean(text))
		}
		meaning, known := imported.MeaningNamed(text[at+1:])
		if !known {
			return nil, usagef("--column %s: there is no such meaning; choose %s", bench.Clean(text), imported.Meanings)
		}
		out[strings.ToLower(strings.TrimSpace(text[:at]))] = meaning
	}
	return out, nil
}

// importOne imports one source.
func (e *env) importOne(ctx context.Context, source string, ask importAsk, hints imported.Hints) (importDone, error) {
	if isFolder(source) {
		return e.importFolder(ctx, source, ask)
	}
	text, from, err := e.readSource(ctx, source)
	if err != nil {
		return importDone{}, err
	}
	if err := unknownColumn(text, source, hints.Columns); err != nil {
		return importDone{}, err
	}
	return e.importText(ctx, text, from, ask, func() (imported.Found, error) { return e.readAsking(ctx, text, hints) })
}

// importText imports a text. If the text is not a report of dragstrip, the
// function read reads it.
func (e *env) importText(ctx context.Context, text []byte, from string, ask importAsk, read func() (imported.Found, error)) (importDone, error) {
	fact := ask.fact(from, digestOf(text), time.Now())
	done, err := e.beginImport(ctx, fact, ask)
	if err != nil || len(done.Already) > 0 {
		return done, err
	}
	if report.IsReport(text) {
		s, err := report.Read(text)
		if err != nil {
			return done, err
		}
		return e.importRead(s, fact, ask, "a report of dragstrip", done)
	}
	found, err := read()
	if err != nil {
		return done, err
	}
	found.DropDatesAfter(latestDate(fact.Read))
	done.Format, done.Assumed, done.LeftOut, done.More = found.Format, found.Assumed, found.LeftOut, found.More
	err = e.keepAll(&done, fact.Read, found.Sessions(imported.Source{Imported: fact, Machine: ask.machine, Version: Version}))
	return done, err
}
