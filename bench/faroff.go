package bench

// FarOff gives the outliers among samples, by the rule that the warnings use.
// Screens show them while a test is still being measured.
func FarOff(samples []float64) []float64 { return outliers(samples) }
