package runner

import (
	"fmt"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/addresses"
	"dragstrip/bench/lazyregexp"
)

// splitSettings splits a command into the KEY=VALUE words at its beginning and
// the program with its arguments. A leading "env" is dropped.
func splitSettings(text string) (env, words []string, err error) {
	words, err = splitCommand(text)
	if err != nil {
		return nil, nil, err
	}
	if len(words) > 1 && words[0] == "env" && isSetting(words[1]) {
		words = words[1:]
	}
	for len(words) > 0 && isSetting(words[0]) {
		env, words = append(env, words[0]), words[1:]
	}
	if len(words) == 0 {
		return nil, nil, fmt.Errorf("%s does not name a program", bench.Clean(shownSettings(text)))
	}
	return env, words, nil
}

var setting = lazyregexp.New(`^[A-Za-z_][A-Za-z0-9_]*=`)

// isSetting tells whether a word is KEY=VALUE.
func isSetting(word string) bool { return setting.MatchString(word) && !strings.Contains(word, "\x00") }

// writtenSetting is KEY=VALUE within a command. The value ends at the first
// space outside quotes. If a quote is not closed, the value reaches to the end
// of the text.
var writtenSetting = lazyregexp.New(`\b([A-Za-z_][A-Za-z0-9_]*)=(?:"[^"]*"?|'[^']*'?|[^\s"'])+`)

// shownSettings returns a command as people may see it: the values of settings
// that may be secrets are hidden, and so are passwords in addresses.
func shownSettings(text string) string {
	if strings.Contains(text, "://") {
		text = addresses.WithoutPasswords(text)
	}
	return writtenSetting.ReplaceAllStringFunc(text, func(setting string) string {
		if name, _, _ := strings.Cut(setting, "="); bench.SecretVariable(name) {
			return bench.ShownVariable(setting)
		}
		return setting
	})
}

// splitCommand splits a command at spaces, except within quotes. No shell is
// involved: no other character has a special meaning.
func splitCommand(text string) ([]string, error) {
	var words []string
	var word strings.Builder
	open, quote := false, byte(0)
	for _, r := range []byte(text) { // bytes: a path need not be UTF-8
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteByte(r)
		case r == '"' || r == '\'':
			quote, open = r, true
		case r == ' ' || r == '\t':
			if open || word.Len() > 0 {
				words = append(words, word.String())
			}
			word.Reset()
			open = false
		default:
			word.WriteByte(r)
		}
	}
	if quote != 0 {
		return nil, fmt.Errorf("a quote %q is not closed in %s", quote, bench.Clean(shownSettings(text)))
	}
	if open || word.Len() > 0 {
		words = append(words, word.String())
	}
	return words, nil
}
