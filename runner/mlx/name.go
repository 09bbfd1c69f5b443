package mlx

// Name is what plans and journals call MLX when dragstrip's own driver measures
// it.
const Name = "mlx"

// Tool is the benchmark program of mlx-lm, and the Python module of the same
// name.
const Tool = "mlx_lm.benchmark"

// Server is the server of mlx-lm, and the Python module of the same name.
const Server = "mlx_lm.server"
