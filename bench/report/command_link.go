package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

// firstPart is the name of the first file of a split model.
var firstPart = lazyregexp.New(`(?s)^(.+-)00001(-of-0*([1-9]\d*)\.gguf)$`)

// linked gives the name by which llama-bench opens a model's file, and the shell
// command that makes this name: a link. The command is empty if the file's own
// name will do. llama-bench takes a comma for the end of a name. A report cannot
// show some characters, such as a line end, so the command finds the file by a
// pattern. A split model gets one link for each file, because llama-bench finds
// the other files by the name of the first.
//
// folder is written before the name. It is "" or ends with a slash.
func (r *redactor) linked(folder, name string) (plain, command string) {
	pattern, plain := r.pattern(name)
	if plain == r.argument(name) && !strings.Contains(folder, ",") {
		return folder + plain, ""
	}
	before, link := "", strings.NewReplacer(",", "_", "/", "_").Replace(folder) // the link is in the folder where the command is started
	if folder != "" {
		before = shellWord(folder)
	}
	part := firstPart.FindStringSubmatch(name)
	if part == nil {
		return link + plain, "ln -sf " + before + pattern + " " + shellWord(link+plain) + " && "
	}
	pattern, start := r.pattern(part[1])
	end := "$n" + part[2]
	return link + plain, fmt.Sprintf("for n in $(seq -f %%05g %s); do ln -sf %s %s; done && ", part[3], before+pattern+end, shellWord(link+start)+end)
}

// pattern gives a shell pattern that a file's name matches, and the name with
// "_" instead of the characters that llama-bench or a report cannot have.
func (r *redactor) pattern(name string) (pattern, plain string) {
	const unshown = "\x00" // no file name has this character
	if bench.Clean(name) != name {
		name = strings.Map(func(letter rune) rune {
			if letter == utf8.RuneError || bench.Clean(string(letter)) != string(letter) {
				return 0
			}
			return letter
		}, name)
	}
	pieces := strings.Split(name, unshown)
	for i, piece := range pieces {
		pieces[i] = r.argument(piece)
	}
	plain = strings.ReplaceAll(strings.Join(pieces, "_"), ",", "_")
	for i, piece := range pieces {
		if piece != "" {
			pieces[i] = shellWord(piece)
		}
	}
	return strings.Join(pieces, "*"), plain
}
