package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/cli/manual"
)

const completionAbout = `Prints a script for your shell. With it, the tab key completes verbs, flags, models, sessions and engines.

  bash: add to ~/.bashrc
      eval "$(dragstrip completion bash)"
  zsh: add to ~/.zshrc, after compinit
      source <(dragstrip completion zsh)
  fish: type once
      dragstrip completion fish > ~/.config/fish/completions/dragstrip.fish
  PowerShell: add to $PROFILE
      dragstrip completion powershell | Out-String | Invoke-Expression`

func completionVerb(e *env, args []string) error {
	rest, err := newFlags("completion", strings.Join(manual.Shells, "|"), completionAbout).parse(e, args)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return usagef("completion takes one of %s", listed(manual.Shells))
	}
	text, err := manual.Script(strings.ToLower(rest[0]))
	if err != nil {
		return usageError{err}
	}
	_, err = io.WriteString(e.out, text)
	return err
}

// completeVerb is the hidden verb that the scripts of all shells call.
const completeVerb = "complete-words"

// completionTime is the longest wait after somebody pressed the tab key. What
// was found by then is offered.
const completionTime = 700 * time.Millisecond

// completeWordsVerb prints the words that may come next on a command line. Its
// first argument is the word that is being typed, with a "=" before it, so that
// the argument is never empty. The other arguments are the words before that
// word. Instead of these arguments, it accepts --line and the whole line as
// typed. It prints no problems, because its output appears in the middle of the
// line that somebody types.
func completeWordsVerb(e *env, args []string) error {
	var words []string
	switch {
	case len(args) == 2 && args[0] == "--line":
		words = manual.Words(args[1])[1:]
	case len(args) > 0 && strings.HasPrefix(args[0], "="):
		words = append(append(words, args[1:]...), args[0][1:])
	default:
		return usagef("%s is called by the scripts that `dragstrip completion` prints", completeVerb)
	}
	quiet := *e
	quiet.err = io.Discard
	ctx, cancel := context.WithTimeout(context.Background(), completionTime)
	defer cancel()
	offer := quiet.program().Complete(words, func(kind string) []manual.Candidate { return quiet.stock(ctx, kind) })
	for i, c := range offer.Candidates {
		offer.Candidates[i] = manual.Candidate{Word: bench.Clean(c.Word), Words: bench.Clean(c.Words)}
	}
	_, err := fmt.Fprint(e.out, offer)
	return err
}
