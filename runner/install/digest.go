package install

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"

	"dragstrip/bench/lazyregexp"
)

var sha256Hex = lazyregexp.New(`^[0-9a-f]{64}$`)

func fileSHA256(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
