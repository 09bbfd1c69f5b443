package models

import (
	"dragstrip/bench"
	"dragstrip/models/gguf"
)

// faultOf tells by the recipe of a stand-in what its weights have that a trained
// model's do not: one of a mixture of experts (routed), or of types whose
// blocks have half-precision scales (scaled). Few experts weigh more.
func faultOf(recipe int64, routed, scaled bool) bench.StandInFault {
	switch {
	case routed && recipe < gguf.RecipeEvenExperts:
		return bench.FewExperts
	case scaled && recipe < gguf.RecipeSpreadScales:
		return bench.OneScale
	}
	return ""
}
