package planning

import (
	"strconv"
	"strings"

	"dragstrip/bench"
)

// Check finds mistakes that can be found without engine and model.
// hardwareThreads is how many hardware threads this machine has.
func (w Wishes) Check(hardwareThreads int) error {
	if _, err := w.Tests(); err != nil {
		return err
	}
	_, err := w.Sweep()
	switch {
	case err != nil:
		return err
	case w.Repetitions < 1 || w.Repetitions > bench.MaxRepetitions:
		return mistake("-r must be 1 to %d, not %d", bench.MaxRepetitions, w.Repetitions)
	case w.tooManyThreads(hardwareThreads) != "":
		return mistake("-t %s: this machine has %d CPUs; many more threads only slow each other down", w.tooManyThreads(hardwareThreads), hardwareThreads)
	case w.DelaySeconds < 0 || w.DelaySeconds > 3600:
		return mistake("--delay must be 0 to 3600 seconds, not %d", w.DelaySeconds)
	}
	return w.Rounds.check(w.Repetitions)
}

// tooManyThreads gives the first number of threads that must be a mistake, or
// "". Engines accept any number, and then show nothing for minutes.
func (w Wishes) tooManyThreads(hardwareThreads int) string {
	for _, value := range strings.Split(strings.Join(w.Params["n_threads"], ","), ",") {
		if n, err := strconv.Atoi(strings.TrimSpace(value)); err == nil && n > max(64, 8*hardwareThreads) {
			return value
		}
	}
	return ""
}
