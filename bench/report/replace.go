package report

import "strings"

// replaceFolder replaces a folder by ~. The folder must begin as a path and end
// as a whole name, so /root does not match inside /mnt/root.
func replaceFolder(s, folder string) string {
	var b strings.Builder
	for {
		at := strings.Index(s, folder)
		if at < 0 {
			return b.String() + s
		}
		rest := s[at+len(folder):]
		b.WriteString(s[:at])
		begins := at == 0 || !isNameByte(s[at-1]) && s[at-1] != '.'
		if begins && (rest == "" || !isNameByte(rest[0])) {
			b.WriteByte('~')
		} else {
			b.WriteString(folder)
		}
		s = rest
	}
}

// replaceWord replaces a name that stands as a whole word. If beside is given,
// one of its characters must stand directly before or after the name.
func replaceWord(s, name, with, beside string) string {
	if name == "" {
		return s
	}
	var b strings.Builder
	before := byte(0)
	for {
		at := strings.Index(s, name)
		if at < 0 {
			return b.String() + s
		}
		if at > 0 {
			before = s[at-1]
		}
		rest := s[at+len(name):]
		after := byte(0)
		if rest != "" {
			after = rest[0]
		}
		b.WriteString(s[:at])
		whole := !isNameByte(before) && !isNameByte(after)
		marked := beside == "" || (before != 0 && strings.IndexByte(beside, before) >= 0) ||
			(after != 0 && strings.IndexByte(beside, after) >= 0)
		if whole && marked {
			b.WriteString(with)
		} else {
			b.WriteString(name)
		}
		before, s = name[len(name)-1], rest
	}
}

func isNameByte(c byte) bool {
	return c == '_' || c == '-' || c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
}
