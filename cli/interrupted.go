package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
)

// linesEvery is how often a viewer of lines looks for news.
const linesEvery = 500 * time.Millisecond

// interrupted handles a signal. After ctrl-c it asks what to do. Any other
// signal ends the viewer and leaves the benchmark alone. A nil error means that
// the viewer continues. If the session ends before the answer, the question is
// useless: the viewer continues and shows how the session ended.
func (e *env) interrupted(f journal.Folder, sig os.Signal, more <-chan os.Signal, started bool, chain *chainShown) error {
	leaves := func(to io.Writer) error {
		chain.leave()
		fmt.Fprintln(to, chain.keepsRunning())
		return exitError(exitInterrupted)
	}
	if sig != os.Interrupt || !e.inTTY && !started {
		return leaves(e.err)
	}
	if !e.inTTY {
		// Nobody can answer. A script that starts a benchmark and interrupts it
		// wants it to stop.
		fmt.Fprintln(e.err, "interrupted: the benchmark stops. A benchmark started with `dragstrip run --detach` keeps running after an interrupt.")
		return e.askStop(chain.all(f)...)
	}
	answers := chain.answers()
	fmt.Fprintf(e.told(), "\nThe benchmark keeps running when you leave. %s: ", answers)
	in := bufio.NewReader(e.in)
	answer := typedLine(in)
	again := time.NewTicker(linesEvery)
	defer again.Stop()
	for {
		if !f.Live() {
			fmt.Fprintf(e.told(), "\nThe session has ended meanwhile.\n")
			return nil
		}
		select {
		case a := <-answer:
			switch {
			case a == "s" || a == "stop":
				return e.askStop(f)
			case a == "a" && chain.waits():
				return e.askStop(chain.all(f)...)
			case a == "c" || a == "continue":
				return nil
			case a == "" || a == leave:
			default:
				fmt.Fprintf(e.told(), "There is no answer %s. %s: ", bench.CleanLine(a, 40), answers)
				answer = typedLine(in)
				continue
			}
		case <-more:
			fmt.Fprintln(e.out)
		case <-again.C:
			continue
		}
		return leaves(e.told())
	}
}

// typedLine reads the next line that is typed, in small letters. The end of the
// input counts as an empty line.
func typedLine(in *bufio.Reader) <-chan string {
	line := make(chan string, 1)
	go func() {
		text, _ := in.ReadString('\n')
		line <- strings.ToLower(strings.TrimSpace(text))
	}()
	return line
}

// askStop asks sessions to stop. One that cannot be asked keeps none of the
// others from being asked.
func (e *env) askStop(folders ...journal.Folder) error {
	var failed []error
	for _, f := range folders {
		if err := f.Ask(bench.Control{Verb: bench.ControlStop}); err != nil {
			failed = append(failed, err)
		}
	}
	if len(failed) < len(folders) {
		fmt.Fprintln(e.err, "stopping …")
	}
	return errors.Join(failed...)
}
