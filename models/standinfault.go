package models

import (
	"dragstrip/bench"
	"dragstrip/models/gguf"
)

// faultOf tells from the recipe of a stand-in how its weights differ from
// trained weights. routed says that it is a mixture of experts. scaled says
// that blocks of its types have half-precision scales. If it has both faults,
// it is FewExperts, the worse one.
func faultOf(recipe int64, routed, scaled bool) bench.StandInFault {
	switch {
	case routed && recipe < gguf.RecipeEvenExperts:
		return bench.FewExperts
	case scaled && recipe < gguf.RecipeSpreadScales:
		return bench.OneScale
	}
	return ""
}
