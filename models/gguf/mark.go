package gguf

// Keys of our own that say a file is a stand-in.
const (
	KeyStandIn      = "dragstrip.stand_in"
	KeyStandInSeed  = "dragstrip.stand_in.seed"
	KeyStandInShape = "dragstrip.stand_in.shape"
	// The file whose header it copies, by its name there, and that one's
	// quantisation where only its name told it.
	KeyStandInLike   = "dragstrip.stand_in.like"
	KeyStandInQuant  = "dragstrip.stand_in.quant"
	KeyStandInRecipe = "dragstrip.stand_in.recipe"

	// NameEnding tells other programs; dragstrip has a mark of its own on every
	// screen.
	NameEnding = " (stand-in)"
)

// Recipes are the ways in which stand-ins were filled, by the number that they
// carry; those of the former program may carry none.
const (
	// RecipeBefore gives mixtures of experts random routers, which send nearly all
	// tokens to 8 to 10 of 128 experts.
	RecipeBefore = 2
	// RecipeEvenExperts has routers that use all experts.
	RecipeEvenExperts = 3
	// RecipeSpreadScales has scales that differ from block to block as trained
	// ones do; before, all blocks had the same one.
	RecipeSpreadScales = 4
)
