package models

import (
	"bytes"
	"os"
	"strings"
)

// Stand-ins written before dragstrip had its name are marked as dyno's. They
// are read for ever, as the stand-ins they are; only the present marks are
// written.
const (
	formerKeys      = "dyno.stand_in" // and those that begin so
	formerMark      = `"dyno_stand_in":`
	formerPartMagic = "DYNP"
	formerNoteName  = "dyno-unfinished"
)

// presentKey is what a key of a GGUF file is called now.
func presentKey(key string) string {
	if rest, former := strings.CutPrefix(key, formerKeys); former {
		return keyStandIn + rest
	}
	return key
}

// presentMark is config.json with the mark of a stand-in as it is called now.
func presentMark(config []byte) []byte {
	return bytes.Replace(config, []byte(formerMark), []byte(`"dragstrip_stand_in":`), 1)
}

// unfinishedRemedy is what to do about a file that begins as an unfinished
// stand-in does, or "".
func unfinishedRemedy(magic string) string {
	switch magic {
	case partMagic:
		return "give the command again that began it, which goes on from there, or remove it"
	case formerPartMagic:
		return formerRemedy
	}
	return ""
}

const formerRemedy = "remove it; the command that began it writes it anew"

func isFormerNote(e os.DirEntry) bool { return e.Name() == formerNoteName }

// begunByFormer refuses an unfinished stand-in of the former program: its
// beginning is not what would be written now, so nothing can go on from there.
func begunByFormer(path string) error {
	return &Problem{
		Path: path, Kind: ErrIncomplete, Why: "it was begun by dyno, as dragstrip was called before, and dragstrip cannot go on with it",
		Remedy: formerRemedy + ", or choose another name with -o",
	}
}
