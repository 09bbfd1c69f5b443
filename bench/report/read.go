package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

// Read makes a session from a report that dragstrip wrote, as markdown, HTML or
// JSON, here or on another machine. The session has the plan without paths, and the
// samples. Other text around the report and the marks of a quoted mail do no
// harm. The content comes from outside, so it is cleaned and checked. A model's
// path becomes the name of its file.
func Read(text []byte) (*bench.Session, error) {
	text = underPresentName(bytes.TrimPrefix(text, []byte("\ufeff")))
	at := bytes.Index(text, []byte(recipeMark))
	if trimmed := bytes.TrimSpace(text); at < 0 && bytes.HasPrefix(trimmed, []byte("{")) {
		return readDocument(trimmed)
	}
	if at < 0 && plainHead.Match(text) {
		return nil, fmt.Errorf("it is a report of dragstrip as text, which is for reading: %w, and it is not read back. `dragstrip report SESSION` writes markdown, and with --format html or json other reports that are read", ErrNoRecipe)
	}
	if at < 0 {
		return nil, fmt.Errorf("it is not a report of dragstrip, or an older version wrote it: %w. On the machine that has the session, `dragstrip report SESSION` writes a new report", ErrNoRecipe)
	}
	was, err := decodeRecipe(text[at:])
	if err != nil {
		// A mail puts a mark in front of each quoted line.
		plain := strings.NewReplacer("\r\n> ", "", "\n> ", "", "\r\n>", "", "\n>", "").Replace(string(text[at:]))
		again, badly := decodeRecipe([]byte(plain))
		if badly != nil {
			return nil, fmt.Errorf("the plan in it is damaged: %s", quoted(bench.JSONFault(err)))
		}
		was = again
	}
	return was.checked()
}

// plainHead is the head of the table in a report as text, or of one that compares
// a session with an earlier one. Only a few lines stand before it.
var plainHead = lazyregexp.New(`\A(?:[^\n]*\n){0,4}[^\n]*\btest +(?:t/s +n\b|old t/s +new t/s\b)`)

// IsReport tells whether a text can only be a report that dragstrip wrote. Read
// says why it cannot read a report as text.
func IsReport(text []byte) bool {
	for _, mark := range []string{recipeMark, formerKeys[0].former, `"dragstrip_version"`, formerKeys[1].former} {
		if bytes.Contains(text, []byte(mark)) {
			return true
		}
	}
	return plainHead.Match(text)
}

// decodeRecipe reads a recipe of the present schema or of an earlier one.
func decodeRecipe(text []byte) (interface {
	checked() (*bench.Session, error)
}, error,
) {
	decode := func(into any) error { return json.NewDecoder(bytes.NewReader(text)).Decode(into) }
	var head struct {
		Schema  int    `json:"dragstrip_rerun"`
		Version string `json:"dragstrip_version"`
	}
	if err := decode(&head); err != nil {
		return nil, err
	}
	switch {
	case head.Schema > RecipeSchema:
		return Recipe{recipeHead: recipeHead{Schema: head.Schema, Version: head.Version}}, nil
	case head.Schema > 1:
		var p packedRecipe
		err := decode(&p)
		return p, err
	}
	var c Recipe
	err := decode(&c)
	return c, err
}
