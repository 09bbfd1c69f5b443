package models

import (
	"slices"
	"testing"
)

// TestEveryStoreIsNamedInHelp: help and the screens list exactly the stores
// that are searched.
func TestEveryStoreIsNamedInHelp(t *testing.T) {
	var looked []string
	for _, system := range []string{"linux", "darwin", "windows"} {
		s, _ := surroundings(t, system)
		for _, p := range s.Stores() {
			if !slices.Contains(looked, p.Name) {
				looked = append(looked, p.Name)
			}
		}
	}
	if !slices.Equal(looked, StoreNames) {
		t.Errorf("looked into are %v, named %v", looked, StoreNames)
	}
}
