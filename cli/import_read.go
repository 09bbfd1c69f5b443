package cli

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/imported"
	"dragstrip/bench/journal"
	"dragstrip/bench/regular"
	"dragstrip/bench/report"
)

// readSource reads a file, an address, or what is piped in. from names the
// source without private folders.
func (e *env) readSource(ctx context.Context, source string) (text []byte, from string, err error) {
	switch {
	case source == "-":
		if e.inTTY {
			fmt.Fprintln(e.err, "Paste the results, then press ctrl-d on a line of its own:")
		}
		err = e.unlessInterrupted(ctx, func() (err error) {
			text, err = io.ReadAll(io.LimitReader(e.in, imported.MaxBytes+1))
			return err
		})
		if ctx.Err() != nil {
			return nil, "", ctx.Err() // the interrupted function may still write to text
		}
		from = "standard input"
	case strings.Contains(source, "://"):
		return e.fetchPage(ctx, source)
	default:
		text, err = regular.Read(source, imported.MaxBytes)
		from = filepath.Base(source)
	}
	if errors.Is(err, regular.ErrTooLarge) || len(text) > imported.MaxBytes {
		return nil, "", fmt.Errorf("it is larger than %s; import it in parts", bench.FormatBytes(imported.MaxBytes))
	}
	return text, from, err
}

func isFolder(name string) bool {
	st, err := os.Stat(name)
	return err == nil && st.IsDir()
}

func digestOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// digestOfFile reads a file once, of any size.
func digestOfFile(path string) (string, error) {
	file, err := regular.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// beginImport looks among the existing sessions for those that were imported
// from the same content.
func (e *env) beginImport(ctx context.Context, fact bench.SessionImported, ask importAsk) (importDone, error) {
	done := importDone{Source: fact.From, here: map[string]bool{}}
	lines, err := e.sessions().Lines(ctx)
	if err != nil {
		return done, err
	}
	for _, l := range lines {
		if l.ImportedSHA256 == fact.SHA256 {
			done.Already = append(done.Already, l.Name)
		}
		if done.here[l.Name] = l.Imported == ""; done.newest == "" && l.MeasuredHere() {
			done.newest = l.Name
		}
	}
	slices.Sort(done.Already)
	if ask.compares && done.newest != "" && len(done.Already) == 0 {
		done.own, _ = e.earlier(done.newest) // if it cannot be read, nothing is said of it
	}
	return done, nil
}

// hasCommon tells whether an imported session has a test in common with the
// newest session of this machine, if no other one has.
func (done *importDone) hasCommon(events iter.Seq[bench.Event]) bool {
	return done.own != nil && done.common == "" && report.HaveTestsInCommon(done.own, bench.Replay(slices.Collect(events)))
}

// importFolder imports a session folder of another dragstrip.
func (e *env) importFolder(ctx context.Context, path string, ask importAsk) (importDone, error) {
	folder, err := e.folderNamed(path)
	if err != nil {
		return importDone{}, err
	}
	if e.places.store().Holds(folder) {
		return importDone{}, fmt.Errorf("session %s is one of yours already; `dragstrip history` lists it", bench.Clean(folder.Name()))
	}
	digest, err := digestOfFile(folder.File(journal.EventsFile))
	if err != nil {
		return importDone{}, err
	}
	fact := ask.fact("session "+folder.Name(), digest, time.Now())
	done, err := e.beginImport(ctx, fact, ask)
	if err != nil || len(done.Already) > 0 {
		return done, err
	}
	s, err := e.earlierIn(folder, path)
	if err != nil {
		return done, err
	}
	return e.importRead(s, fact, ask, "a session folder of dragstrip", done)
}

// importRead stores a session that was read from a report or a session folder of
// dragstrip. If that session had been imported before, it keeps its first
// source, author and date.
func (e *env) importRead(s *bench.Session, fact bench.SessionImported, ask importAsk, format string, done importDone) (importDone, error) {
	if _, here := done.here[s.ID]; here {
		done.Own = s.ID
		return done, nil
	}
	fact.Format, fact.ByDragstrip = format, !s.Unwatched()
	if s.Imported != nil {
		fact.Who = cmp.Or(fact.Who, s.Imported.Who)
		if earlier := (importAsk{date: s.Imported.Date}); fact.Date == "" && earlier.mistake() == nil {
			fact.Date = s.Imported.Date
		}
		if ask.name == "" {
			fact.From = s.Imported.From
		}
	}
	s.Imported = &fact
	if ask.machine != "" {
		s.Machine.Line = ask.machine
	}
	done.Source, done.Format = fact.From, format
	results := s.Tally().Figures
	if results == 0 {
		return done, errors.New("nothing was measured in this session, so there is nothing to import")
	}
	events := report.Retold(s)
	if s.Started.After(latestDate(fact.Read)) {
		done.Assumed = append(done.Assumed, "its date, "+s.Started.UTC().Format(time.DateOnly)+", is in the future; the date was left out")
		beginAt(events, fact.Read)
	}
	started := events[0].Fact.(bench.SessionStarted)
	plan := started.Plan
	plan.Asked = fact.Read
	folder, err := e.places.store().Keep(&plan, func(yield func(bench.Event) bool) {
		started.Plan, started.Session = plan, plan.Session // by now the plan has the name of the session
		// A report hides names that a journal keeps.
		events[0].Fact, events[1].Fact = started, fact
		slices.Values(events)(yield)
	})
	if err != nil {
		return done, err
	}
	done.Sessions = []importSession{{folder.Name(), bench.Clean(s.Machine.Line), results, modelsIn(plan.Jobs)}}
	if done.hasCommon(slices.Values(events)) {
		done.common = folder.Name()
	}
	return done, nil
}

// beginAt moves the times of a session so that it begins at a moment.
func beginAt(events []bench.Event, begin time.Time) {
	by := begin.Sub(events[0].Time)
	for i := range events {
		if t := events[i].Time; !t.IsZero() {
			events[i].Time = t.Add(by)
		}
		if f, is := events[i].Fact.(bench.TestFinished); is && !f.Result.Started.IsZero() {
			f.Result.Started = f.Result.Started.Add(by)
			events[i].Fact = f
		}
	}
}
