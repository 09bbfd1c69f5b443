package bench

import (
	"regexp"
	"slices"
	"strings"

	"dragstrip/bench/lazyregexp"
)

// AroundProgram gives the words of Prefix before a build's program, such as
// numactl with its flags, and those after it, such as the addresses of other
// machines. A loader and its flags are left out: they are only how the program
// is started. The program is recognized by the name in the traits (see
// Traits.ProgramName). In Prefix that name may be two words, as in "llama
// bench". The address of a server that is there already stands in the place of a
// program. found is false if Prefix has neither.
func (b EngineBuild) AroundProgram() (before, after []string, found bool) {
	begin, end := b.program()
	if begin < 0 {
		return nil, nil, false
	}
	if before = b.Prefix[:begin]; begin > 0 && isLoader(before[0]) {
		before = nil
	}
	return before, b.Prefix[end:], true
}

// program gives where a build's program begins and ends in Prefix; begin is
// below 0 if Prefix does not contain it.
func (b EngineBuild) program() (begin, end int) {
	known := b.Traits.ProgramName()
	if known == "" {
		return -1, -1
	}
	if b.IsServer() {
		return 0, 1
	}
	for i, word := range slices.Backward(b.Prefix) {
		name, end := programName(word), i+1
		if end < len(b.Prefix) && isSubcommand(known, name, b.Prefix[end]) {
			return i, end + 1
		}
		if name == known {
			return i, end
		}
	}
	return -1, -1
}

// IsServer tells whether a build is the address of a server that is there
// already.
func (b EngineBuild) IsServer() bool {
	return len(b.Prefix) > 0 && (strings.HasPrefix(b.Prefix[0], "http://") || strings.HasPrefix(b.Prefix[0], "https://"))
}

// isSubcommand tells whether two words start a program that also has a name of
// its own: "llama bench" is llama-bench, and "llama serve" is llama-server.
func isSubcommand(known, name, word string) bool {
	both := name + "-" + word
	return both == known || both+"r" == known
}

// Program are the words of Prefix that name the program itself, without those
// around it; nil if its name is not known.
func (b EngineBuild) Program() []string {
	begin, end := b.program()
	if begin < 0 {
		return nil
	}
	return b.Prefix[begin:end]
}

// OwnLoader tells whether a loader starts the build's program with libraries
// that belong to the build.
func (b EngineBuild) OwnLoader() bool {
	begin, _ := b.program()
	return begin > 0 && isLoader(b.Prefix[0])
}

// AddedWords are the words that were added to the command of a build, around
// its program. A program with an unknown name may be a script that changes how
// the engine computes, so its name counts as an added word. known is false if
// the words were not recorded, as in reports of earlier versions.
func (b EngineBuild) AddedWords() (words []string, known bool) {
	if len(b.Prefix) == 0 {
		return b.Added, b.Added != nil
	}
	before, after, found := b.AroundProgram()
	switch {
	case !found && b.Traits.ProgramName() == "":
		return b.Prefix[1:], true
	case !found:
		before, after = b.Prefix[:1], b.Prefix[1:]
	}
	words = append([]string{}, before...)
	if len(before) > 0 {
		words[0] = programName(words[0]) // its folder differs between machines
	}
	return append(words, after...), true
}

// WordsSaid are the added words as one text, such as "-lzm on". It is "" if the
// name of the build's program is not known.
func (b EngineBuild) WordsSaid() string {
	if b.Traits.ProgramName() == "" {
		return ""
	}
	words, _ := b.AddedWords()
	return Clean(strings.Join(words, " "))
}

// SameAddedWords tells whether the same words were added to the commands of two
// builds. If the words of one build were not recorded, they count as the same.
func SameAddedWords(a, b EngineBuild) bool {
	x, known := a.AddedWords()
	y, also := b.AddedWords()
	return !known || !also || slices.EqualFunc(x, y, sameWord)
}

// sameWord compares two words of a command. In a report, numbers stand for
// other machines.
func sameWord(a, b string) bool {
	return sameValue(a, b) || mayBe(a, b) || mayBe(b, a)
}

// mayBe tells whether a word of a report stands for a word of a command.
func mayBe(reported, word string) bool {
	pattern := numberedMachine.ReplaceAllString(regexp.QuoteMeta(reported), `[^\s\[\],;/]+`)
	if pattern == regexp.QuoteMeta(reported) {
		return reported == word
	}
	same, err := regexp.MatchString("^"+pattern+"$", word)
	return same && err == nil
}

var numberedMachine = lazyregexp.New(`\bhost-\d+\b`)

// programName is the name of a program without its folder, on any system.
func programName(path string) string {
	return strings.TrimSuffix(path[strings.LastIndexAny(path, `/\`)+1:], ".exe")
}

// isLoader tells whether a program is one that starts another with libraries
// that lie elsewhere: ld-linux-x86-64.so.2.
func isLoader(path string) bool {
	name := programName(path)
	return name == "ld.so" || strings.HasPrefix(name, "ld-")
}
