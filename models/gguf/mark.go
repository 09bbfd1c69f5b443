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
