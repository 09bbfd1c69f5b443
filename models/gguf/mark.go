package gguf

// Our own keys, which say that a file is a stand-in.
const (
	KeyStandIn      = "dragstrip.stand_in"
	KeyStandInSeed  = "dragstrip.stand_in.seed"
	KeyStandInShape = "dragstrip.stand_in.shape"
	// These keys hold the name of the file whose header was copied, its
	// quantization if only its name tells that, and the recipe.
	KeyStandInLike   = "dragstrip.stand_in.like"
	KeyStandInQuant  = "dragstrip.stand_in.quant"
	KeyStandInRecipe = "dragstrip.stand_in.recipe"

	// NameEnding tells other programs that a model is a stand-in; dragstrip
	// itself shows "(stand-in)" on every screen.
	NameEnding = " (stand-in)"
)

// Recipes are the ways to fill stand-ins, by the number in the file. Stand-ins
// of the former program may have no number.
const (
	// RecipeBefore gives a mixture of experts random routers, which send nearly
	// all tokens to 8 to 10 of 128 experts.
	RecipeBefore = 2
	// RecipeEvenExperts has routers that use all experts.
	RecipeEvenExperts = 3
	// RecipeSpreadScales has scales that differ from block to block, like the
	// scales of trained models. Earlier recipes had the same scale in all
	// blocks.
	RecipeSpreadScales = 4
)
