package cli

import (
	"bufio"
	"fmt"
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
func (e *env) interrupted(f journal.Folder, sig os.Signal, more <-chan os.Signal, started bool) error {
	if sig != os.Interrupt || !e.inTTY && !started {
		fmt.Fprintln(e.err, keepsRunning)
		return exitError(exitInterrupted)
	}
	if !e.inTTY {
		// Nobody can answer. A script that starts a benchmark and interrupts it
		// wants it to stop.
		fmt.Fprintln(e.err, "interrupted: the benchmark stops. A benchmark started with `dragstrip run --detach` keeps running after an interrupt.")
		return e.askStop(f)
	}
	fmt.Fprintf(e.told(), "\nThe benchmark keeps running when you leave. %s: ", interruptAnswers)
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
			switch a {
			case "s", "stop":
				return e.askStop(f)
			case "c", "continue":
				return nil
			case "", leave:
			default:
				fmt.Fprintf(e.told(), "There is no answer %s. %s: ", bench.CleanLine(a, 40), interruptAnswers)
				answer = typedLine(in)
				continue
			}
		case <-more:
			fmt.Fprintln(e.out)
		case <-again.C:
			continue
		}
		fmt.Fprintln(e.told(), keepsRunning)
		return exitError(exitInterrupted)
	}
}

// interruptAnswers are the answers to the question after ctrl-c.
const interruptAnswers = "s = stop it, c = continue to show it, Enter = leave"

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

// keepsRunning is printed when a viewer leaves a benchmark that continues.
const keepsRunning = "The benchmark keeps running; `dragstrip attach` shows it again, `dragstrip control stop` stops it."

func (e *env) askStop(f journal.Folder) error {
	if err := f.Ask(bench.Control{Verb: bench.ControlStop}); err != nil {
		return err
	}
	fmt.Fprintln(e.err, "stopping …")
	return nil
}
