package cli

import (
	"bufio"
	"context"
	"fmt"
	"os/signal"
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
	"dragstrip/models"
)

// askPlainly is the screens' way as questions in lines of text, for screen
// readers and for terminals that can show nothing else: models, what to
// measure, go.
func (e *env) askPlainly() error {
	if live, ok := e.sessions().Live(); ok {
		fmt.Fprintf(e.out, "Session %s is being measured on this machine.\n", live.Name())
		if e.answer("Look at it? [Y/n] ") != "n" {
			return e.follow(live, followOptions{})
		}
	}
	ctx, cancel := signal.NotifyContext(context.Background(), watchedSignals...)
	fmt.Fprintln(e.out, "Looking for models …")
	all := e.allModels(ctx)
	found := measurable(all, &engineChoice{env: e, ctx: ctx})
	interrupted := ctx.Err() != nil
	cancel() // from here on ctrl-c ends the questions at once
	if interrupted {
		return exitError(exitInterrupted)
	}
	if len(found) == 0 {
		fmt.Fprintln(e.out, "No models were found. What is missing can be got now: an engine, and a stand-in model with random weights.")
		return runVerb(e, []string{"--setup"})
	}
	for i, f := range found {
		fmt.Fprintf(e.out, "%3d  %s, %s, %s\n", i+1, bench.Clean(f.Label()), formatNames(f.Format), bench.FormatBytes(f.SizeBytes))
	}
	picked := e.pickSome(found)
	if len(picked) == 0 {
		return nil
	}
	var args []string
	for {
		var err error
		text := e.answer("Tests: prompt lengths, then generation lengths [512 128]: ")
		if args, err = testFlags(text); err == nil {
			break
		}
		fmt.Fprintf(e.out, "%s\n", bench.Clean(err.Error()))
	}
	args = append(args, e.askPrecision()...)
	for _, f := range picked {
		args = append(args, "-m", f.Path)
	}
	var shown []string
	for _, a := range args {
		shown = append(shown, quoted(a))
	}
	fmt.Fprintf(e.out, "The same by hand: dragstrip run %s\n", strings.Join(shown, " "))
	return runVerb(e, append(args, "--setup"))
}

// askPrecision asks how often each test is repeated.
func (e *env) askPrecision() []string {
	for {
		text := e.answer("Repetitions: Enter for six of each test, or how precisely medians are to be known, such as 1%: ")
		if text == "" || text == "q" {
			return nil
		}
		var wanted percent
		if err := wanted.Set(text); err == nil && wanted > 0 {
			return []string{"--precision", wanted.String()}
		}
		fmt.Fprintf(e.out, "%q is no percentage from %s to %s.\n", bench.Clean(text), bench.FormatPercent(bench.MinPrecision), bench.FormatPercent(bench.MaxPrecision))
	}
}

// measurable leaves out models for engines that are not there, but for the one
// that is offered to be got.
func measurable(all []models.Found, engines *engineChoice) []models.Found {
	return slices.DeleteFunc(all, func(f models.Found) bool { return !engines.keeps(f.Model) })
}

// pickSome asks for numbers of the list until they are right; nothing picked
// ends it.
func (e *env) pickSome(found []models.Found) []models.Found {
	for {
		text := e.answer("Which? Numbers with commas, Enter for the first, q to leave: ")
		switch text {
		case "q":
			return nil
		case "":
			return found[:1]
		}
		var out []models.Found
		wrong := ""
		for part := range strings.SplitSeq(text, ",") {
			n, err := strconv.Atoi(strings.TrimSpace(part))
			if err != nil || n < 1 || n > len(found) {
				wrong = part
				break
			}
			out = append(out, found[n-1])
		}
		if wrong == "" {
			return out
		}
		fmt.Fprintf(e.out, "%q is no number from 1 to %d.\n", bench.Clean(wrong), len(found))
	}
}

// testFlags reads "512 128", "512,4096 128" or nothing.
func testFlags(text string) ([]string, error) {
	fields := strings.Fields(text)
	switch len(fields) {
	case 0:
		return nil, nil
	case 1, 2:
		flags := []string{"-p", fields[0]}
		if len(fields) == 2 {
			flags = append(flags, "-n", fields[1])
		}
		for i := 1; i < len(flags); i += 2 {
			if _, err := bench.ParseCounts(flags[i]); err != nil {
				return nil, err
			}
		}
		return flags, nil
	}
	return nil, fmt.Errorf("two lists are expected, such as 512 128")
}

// answer asks a line. What cannot be read is an empty answer.
func (e *env) answer(question string) string {
	fmt.Fprint(e.out, question)
	if e.lines == nil {
		e.lines = bufio.NewReader(e.in)
	}
	line, err := e.lines.ReadString('\n')
	if err != nil && line == "" {
		return "q"
	}
	return strings.ToLower(strings.TrimSpace(line))
}
