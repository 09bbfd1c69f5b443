package models

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

// manifest lists the blobs of which a model of Ollama or Docker consists.
type manifest struct {
	Config layer   `json:"config"`
	Layers []layer `json:"layers"`
}

type layer struct {
	MediaType string `json:"mediaType"`
	Digest    string `json:"digest"`
	Size      int64  `json:"size"`
}

var errManifest = errors.New("the manifest is damaged")

// readManifest parses a manifest.
func readManifest(b []byte) (manifest, error) {
	var m manifest
	if b == nil {
		return m, fmt.Errorf("%w: it cannot be read or is far too long", errManifest)
	}
	if err := json.Unmarshal(b, &m); err != nil {
		return m, fmt.Errorf("%w: %s", errManifest, bench.Clean(err.Error()))
	}
	if len(m.Layers) > 10_000 {
		return m, fmt.Errorf("%w: it has %d layers", errManifest, len(m.Layers))
	}
	return m, nil
}

// of are the layers of one type.
func (m manifest) of(mediaType string) []layer {
	return slices.DeleteFunc(slices.Clone(m.Layers), func(l layer) bool { return l.MediaType != mediaType })
}

// hexOf is the hexadecimal part of a SHA-256 digest. It is "" for any other
// text, so that no digest can name a file outside the blobs.
func hexOf(digest string) string {
	h, ok := strings.CutPrefix(digest, "sha256:")
	if raw, err := hex.DecodeString(h); !ok || err != nil || len(raw) != 32 {
		return ""
	}
	return h
}
