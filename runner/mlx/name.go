package mlx

// Name is the name of MLX in plans and journals, measured by dragstrip's own
// driver.
const Name = "mlx"

// Tool is mlx-lm's own benchmark program, and the Python module of the same
// name.
const Tool = "mlx_lm.benchmark"
