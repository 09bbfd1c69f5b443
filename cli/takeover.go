package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/cli/former"
)

// formerAsk holds the flags of setup about the folders of the former name.
type formerAsk struct{ takeOver, leave bool }

func (a *formerAsk) define(f *flags) {
	f.under("Folders of the former name")
	f.BoolVar(&a.takeOver, "take-over", false, "rename the folders of "+former.Name+", which is the former name of dragstrip")
	f.BoolVar(&a.leave, "leave-former", false, "keep the folders of the former name as they are, and do not ask about them")
}

// decideFormer does what the flags say, even if the user decided otherwise
// before.
func (e *env) decideFormer(ask formerAsk, rest []string) error {
	if ask.takeOver == ask.leave || len(rest) > 0 {
		return usagef("give either --take-over or --leave-former, and nothing else")
	}
	switch {
	case ask.takeOver:
		return e.takeOver()
	case len(e.formerFolders()) == 0:
		e.sayNothingLeft()
		return nil
	}
	return e.leaveFormer()
}

// offerFormer asks once, before a verb begins, whether to take over the folders
// that the program left under its former name. If nobody can answer, it only
// says how to decide, at every call until somebody has decided. The verb then
// begins without the folders.
func (e *env) offerFormer() error {
	e.sayFormerVariables()
	folders := e.formerFolders()
	if len(folders) == 0 || e.formerDecided() {
		return nil
	}
	if busy := former.AtWork(folders); busy != nil || !e.inTTY {
		e.noteFormer(folders, busy)
		return nil
	}
	fmt.Fprintf(e.err, "dragstrip was formerly called %s. These folders have the former name:\n", former.Name)
	for _, f := range folders {
		fmt.Fprintf(e.err, "  %s  (%s)\n", bench.Clean(f.Former), f.Holds())
	}
	ctx, cancel := signal.NotifyContext(context.Background(), watchedSignals...)
	defer cancel()
	yes, err := e.confirm(ctx, false, "Rename them, so that dragstrip uses what is in them?")
	switch {
	case err != nil:
		return err
	case yes:
		err = e.takeOver()
	default:
		err = e.leaveFormer()
	}
	if err != nil {
		fmt.Fprintf(e.err, "dragstrip: %s%s\n", clean(err.Error()), advice(err))
	}
	return nil
}

// formerFolders gives the folders of the former name that hold something.
func (e *env) formerFolders() []former.Folder { return former.Find(e.formerPairs()) }

// formerPairs gives the folders with their former and present names. It gives
// nothing if a variable names one folder for everything, because then dragstrip
// has no other folder.
func (e *env) formerPairs() []former.Folder {
	if homeVariable(e.getenv) != "" || e.places.home == "" {
		return nil
	}
	was, is := systemPlaces(e.getenv, e.places.home, former.Name), e.places
	return []former.Folder{
		{Former: was.state, Present: is.state, Kept: former.State},
		{Former: was.data, Present: is.data, Kept: former.Data},
		{Former: was.config, Present: is.config, Kept: former.Config},
		{Former: was.cache, Present: is.cache, Kept: former.Cache},
	}
}

// moved gives the folders that have moved but that jobs still name by their old
// paths. Plans made before the take-over need this.
func (e *env) moved(jobs ...*bench.Job) []bench.MovedFolder {
	var texts []string
	for _, j := range jobs {
		texts = append(texts, j.Places()...)
	}
	return former.Moved(e.formerPairs(), texts...)
}

// noteFormer prints one line, for logs and scripts.
func (e *env) noteFormer(folders []former.Folder, busy error) {
	var named []string
	for _, f := range folders {
		named = append(named, fmt.Sprintf("%s (%s)", bench.Clean(f.Former), f.Holds()))
	}
	if busy != nil {
		fmt.Fprintf(e.err, "dragstrip: this program was formerly called %s. Its folders cannot be taken over now: %s. The reason: %s.\n",
			former.Name, strings.Join(named, ", "), bench.Clean(busy.Error()))
		return
	}
	fmt.Fprintf(e.err, "dragstrip: this program was formerly called %s. It does not look into the folders of that name: %s. "+
		"`dragstrip setup --take-over` renames them; `dragstrip setup --leave-former` keeps them as they are and ends this note.\n",
		former.Name, strings.Join(named, ", "))
}

func (e *env) takeOver() error {
	taken, err := former.TakeOver(e.formerPairs())
	for _, f := range taken.Moved {
		fmt.Fprintf(e.err, "renamed %s to %s\n", bench.Clean(f.Former), bench.Clean(f.Present))
	}
	if busy := (*former.Busy)(nil); errors.As(err, &busy) {
		return fmt.Errorf("the folders of %s cannot be taken over while %w; try again when it is done", former.Name, busy)
	}
	if err != nil {
		return fmt.Errorf("%w; move that folder by hand; `dragstrip setup --take-over` can be called again for the rest at any time", err)
	}
	switch {
	case len(taken.Moved) > 0:
	case taken.Mended > 0:
		fmt.Fprintf(e.err, "Some files that were taken over earlier still contained the paths of the former folders. dragstrip has corrected these paths.\n")
	default:
		e.sayNothingLeft()
		return nil
	}
	if len(taken.Left) == 0 {
		return e.forgetDecision()
	}
	const most = 5
	fmt.Fprintf(e.err, "These stay where they are, because dragstrip already has others of the same name:\n")
	for _, path := range taken.Left[:min(len(taken.Left), most)] {
		fmt.Fprintf(e.err, "  %s\n", bench.Clean(path))
	}
	if n := len(taken.Left) - most; n > 0 {
		fmt.Fprintf(e.err, "  and %d more\n", n)
	}
	return e.rememberDecision()
}

func (e *env) sayNothingLeft() {
	fmt.Fprintf(e.told(), "There is nothing to take over: no folders of %s were found.\n", former.Name)
}

func (e *env) leaveFormer() error {
	fmt.Fprintf(e.err, "The folders stay as they are. `dragstrip setup --take-over` takes them over later.\n")
	return e.rememberDecision()
}

// decisionFile is a file that exists if somebody has decided that folders of
// the former name stay. Its text is for people who find it.
func (e *env) decisionFile() string { return filepath.Join(e.places.state, "former-folders-left") }

func (e *env) formerDecided() bool {
	_, err := os.Lstat(e.decisionFile())
	return err == nil
}

func (e *env) rememberDecision() error {
	text := fmt.Sprintf("The folders of %s on this machine stay as they are, and dragstrip does not ask about them.\n`dragstrip setup --take-over` takes them over.\n", former.Name)
	err := os.MkdirAll(e.places.state, 0o700)
	if err == nil {
		err = journal.WriteFile(e.decisionFile(), []byte(text))
	}
	if err != nil {
		return fmt.Errorf("remember the answer: %w", err)
	}
	return nil
}

func (e *env) forgetDecision() error {
	if err := os.Remove(e.decisionFile()); e.formerDecided() {
		return fmt.Errorf("forget the earlier answer: %w", err)
	}
	return nil
}

// sayFormerVariables names the environment variables that are set under their
// former names. dragstrip obeys only the variable for the home folder, and only
// if the variable with the present name is not set.
func (e *env) sayFormerVariables() {
	switch home, was := e.getenv("DRAGSTRIP_HOME"), e.getenv(former.HomeVariable); {
	case was == "" || was == home:
	case home == "":
		fmt.Fprintf(e.err, "dragstrip: the variable %s is used as DRAGSTRIP_HOME, which is its present name; please rename it.\n", former.HomeVariable)
	default:
		fmt.Fprintf(e.err, "dragstrip: the variable %s is ignored, because DRAGSTRIP_HOME is set as well; dragstrip does not look into %s.\n",
			former.HomeVariable, bench.Clean(was))
	}
	var was, is []string
	for _, v := range former.Variables(e.environ) {
		was, is = append(was, v.Former), append(is, v.Present)
	}
	switch {
	case len(was) == 1:
		fmt.Fprintf(e.err, "dragstrip: the variable %s is ignored; it is called %s now.\n", was[0], is[0])
	case len(was) > 1:
		fmt.Fprintf(e.err, "dragstrip: the variables %s are ignored; they are called %s now.\n", strings.Join(was, ", "), strings.Join(is, ", "))
	}
}
