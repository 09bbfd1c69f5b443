package mlx

// Name is the name in plans and journals of MLX, measured by dragstrip's
// driver.
const Name = "mlx"

// Tool is the benchmark program of mlx-lm, and the Python module of the same
// name.
const Tool = "mlx_lm.benchmark"
