package problem

import (
	"bytes"
	"io"
	"strings"
)

// foreignBytes is how much of a file [Foreign] looks at.
const foreignBytes = 512

// Foreign recognizes a file that is there instead of a model, by its first
// bytes: a page or a message of a server, a pointer that git left, an archive.
// It gives nil for any other file. The problem has no path.
func Foreign(file io.ReaderAt) *Problem {
	first := make([]byte, foreignBytes)
	n, _ := file.ReadAt(first, 0) // short files end early
	text := small(bytes.TrimLeft(bytes.TrimPrefix(first[:n], []byte("\xef\xbb\xbf")), " \t\r\n"))
	for _, f := range foreign {
		for _, begin := range f.begins {
			if strings.HasPrefix(text, begin) {
				return &Problem{Kind: f.kind, Why: f.why, Remedy: f.remedy}
			}
		}
	}
	return nil
}

// small turns A to Z into small letters and leaves every other byte as it is.
// strings.ToLower would change bytes that are not UTF-8.
func small(b []byte) string {
	out := bytes.Clone(b)
	for i, c := range out {
		if c >= 'A' && c <= 'Z' {
			out[i] = c + 'a' - 'A'
		}
	}
	return string(out)
}

const (
	asServer  = "download it again; a model that asks for consent or a login needs a token"
	wholeFile = "get the file itself (git lfs pull, or git xet), or download it again"
)

// foreign lists the beginnings of such files, in small letters.
var foreign = []struct {
	begins      []string
	kind        error
	why, remedy string
}{
	{[]string{"<!doctype", "<html", "<head", "<body", "<title", "<script", "<meta", "<!--"}, ErrNotModel, "it is a web page, not a model: the download answered with an error page", asServer},
	{[]string{"<?xml", "<error"}, ErrNotModel, "it is a message from a server (XML), not a model", asServer},
	{
		[]string{`{"error`, `{"message`, `{"detail`, "entry not found", "repository not found", "access to model", "invalid username or password", "invalid credentials", "forbidden", "unauthorized", "not found", "404", "403", "401"},
		ErrNotModel, "it is a message from a server, not a model", asServer,
	},
	{[]string{"version https://git-lfs", "version https://hawser", "version http://git-media", "oid sha256:", "# xet version"}, ErrIncomplete, "it is a pointer left by git in place of the large file, not the model itself", wholeFile},
	{[]string{"pk\x03\x04"}, ErrNotModel, "it is a zip archive, not a model", "unpack it, or name another file"},
	{[]string{"\x1f\x8b", "\xfd7zxz", "7z\xbc\xaf", "bzh", "\x28\xb5\x2f\xfd", "rar!"}, ErrNotModel, "it is a packed archive, not a model", "unpack it"},
	{[]string{"lmgg", "tjgg", "algg", "fmgg"}, ErrNotModel, "it is a model file from before GGUF (2023), which engines no longer read", "get a GGUF conversion of the model"},
}
