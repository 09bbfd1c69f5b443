package bench

// FarOff are the samples that lie far from the others, as the warnings count
// them: for those who look while a test is still being measured.
func FarOff(samples []float64) []float64 { return outliers(samples) }
