package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os/signal"
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
	"dragstrip/models"
)

// askPlainly asks in lines of text what people choose on the screens: the
// models and what to measure. It is for screen readers and for terminals that
// cannot show screens.
func (e *env) askPlainly() error {
	if live, ok := e.sessions().Live(); ok {
		fmt.Fprintf(e.told(), "Session %s is being measured on this machine.\n", live.Name())
		shown, left := e.askYes("Show it? y shows it, n measures something else, q leaves [y] ")
		switch {
		case left:
			return nil
		case shown:
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
		fmt.Fprintln(e.told(), "No models were found. dragstrip can now install what is missing: an engine, and a stand-in model with random weights.")
		return runVerb(e, []string{"--setup"})
	}
	for i, f := range found {
		fmt.Fprintf(e.out, "%3d  %s, %s, %s\n", i+1, bench.Clean(f.Label()), formatNames(f.Format), bench.FormatBytes(f.SizeBytes))
	}
	picked := e.pickSome(found)
	if len(picked) == 0 {
		return nil
	}
	args, ok := e.askTests()
	if !ok {
		return nil
	}
	precision, ok := e.askPrecision()
	if !ok {
		return nil
	}
	args = append(args, precision...)
	for _, f := range picked {
		args = append(args, "-m", f.Path)
	}
	var shown []string
	for _, a := range args {
		shown = append(shown, quoted(a))
	}
	fmt.Fprintf(e.told(), "The same as one command: dragstrip run %s\n", strings.Join(shown, " "))
	return runVerb(e, append(args, "--setup"))
}

// askYes asks a question until the answer is yes, no or to leave. Enter means
// yes.
func (e *env) askYes(question string) (yes, left bool) {
	for {
		switch text := e.answer(question); text {
		case leave:
			return false, true
		case "", "y", "yes":
			return true, false
		case "n", "no":
			return false, false
		default:
			fmt.Fprintf(e.told(), "%q is neither y nor n.\n", bench.Clean(text))
		}
	}
}

// askTests asks what to measure. It returns false if the user leaves.
func (e *env) askTests() ([]string, bool) {
	for {
		text := e.answer("Tests: prompt lengths, then generation lengths; Enter measures 512 128, q leaves: ")
		if text == leave {
			return nil, false
		}
		args, err := testFlags(text)
		if err == nil {
			return args, true
		}
		fmt.Fprintf(e.out, "%s\n", bench.Clean(err.Error()))
	}
}

// askPrecision asks how often each test is repeated. It returns false if the
// user leaves.
func (e *env) askPrecision() ([]string, bool) {
	for {
		text := e.answer("Repetitions: Enter measures each test six times; 3 measures it three times; 1% repeats it until its median is certain to 1 %; q leaves: ")
		switch text {
		case leave:
			return nil, false
		case "":
			return nil, true
		}
		if n, err := strconv.Atoi(text); err == nil && n >= 1 && n <= bench.MaxRepetitions {
			return []string{"-r", text}, true
		}
		var wanted percent
		if err := wanted.Set(text); err == nil && wanted > 0 && strings.HasSuffix(text, "%") {
			return []string{"--precision", wanted.String()}, true
		}
		fmt.Fprintf(e.told(), "%q is neither a number of repetitions from 1 to %d nor a percentage from %s to %s.\n", bench.Clean(text), bench.MaxRepetitions, bench.FormatPercent(bench.MinPrecision), bench.FormatPercent(bench.MaxPrecision))
	}
}

// measurable removes the models that no engine here can read. Models of the
// engine that dragstrip offers to install stay.
func measurable(all []models.Found, engines *engineChoice) []models.Found {
	return slices.DeleteFunc(all, func(f models.Found) bool { return !engines.keeps(f.Model) })
}

// pickSome asks for numbers of the list until the answer is valid. It returns
// no models if the user leaves.
func (e *env) pickSome(found []models.Found) []models.Found {
	for {
		text := e.answer("Which models? Numbers with commas; Enter takes the first, q leaves: ")
		switch text {
		case leave:
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
		fmt.Fprintf(e.told(), "%q is not a number from 1 to %d.\n", bench.Clean(wrong), len(found))
	}
}

// testFlags reads lengths such as "512 128" or "512,4096 128", or an empty
// text.
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
	return nil, fmt.Errorf("give at most two lists, such as 512 128")
}

// answer asks a question and reads a line in lower case.
func (e *env) answer(question string) string { return strings.ToLower(e.line(e.out, question)) }

// line asks a question on w and reads a line as it was typed. If the input has
// ended, nobody can answer any more, and the answer is to leave.
func (e *env) line(w io.Writer, question string) string {
	fmt.Fprint(w, question)
	if e.lines == nil {
		e.lines = bufio.NewReader(e.in)
	}
	line, err := e.lines.ReadString('\n')
	if err != nil && line == "" {
		return leave
	}
	return strings.TrimSpace(line)
}
