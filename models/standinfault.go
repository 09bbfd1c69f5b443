package models

import (
	"dragstrip/bench"
	"dragstrip/models/gguf"
)

// faultOf tells from the recipe of a stand-in how its weights differ from
// trained ones. routed says that it is a mixture of experts, scaled that its
// types have half-precision scales in their blocks. FewExperts is the worse
// fault.
func faultOf(recipe int64, routed, scaled bool) bench.StandInFault {
	switch {
	case routed && recipe < gguf.RecipeEvenExperts:
		return bench.FewExperts
	case scaled && recipe < gguf.RecipeSpreadScales:
		return bench.OneScale
	}
	return ""
}
