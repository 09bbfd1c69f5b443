package tuning

import "math"

// cholesky gives the lower root of a symmetric matrix, of which only the lower
// half is read. It is false if the matrix is not positive.
func cholesky(m [][]float64) ([][]float64, bool) {
	root := make([][]float64, len(m))
	for i := range m {
		root[i] = make([]float64, len(m))
		for j := range i + 1 {
			sum := m[i][j]
			for k := range j {
				sum -= root[i][k] * root[j][k]
			}
			if i != j {
				root[i][j] = sum / root[j][j]
				continue
			}
			if sum <= 0 {
				return nil, false
			}
			root[i][i] = math.Sqrt(sum)
		}
	}
	return root, true
}

// solveLower solves root·x = b.
func solveLower(root [][]float64, b []float64) []float64 {
	x := make([]float64, len(b))
	for i := range b {
		sum := b[i]
		for j := range i {
			sum -= root[i][j] * x[j]
		}
		x[i] = sum / root[i][i]
	}
	return x
}

// solveUpper solves rootᵀ·x = b.
func solveUpper(root [][]float64, b []float64) []float64 {
	x := make([]float64, len(b))
	for i := len(b) - 1; i >= 0; i-- {
		sum := b[i]
		for j := i + 1; j < len(b); j++ {
			sum -= root[j][i] * x[j]
		}
		x[i] = sum / root[i][i]
	}
	return x
}
