package mlx

// Name is what plans and journals call MLX, measured by the program's own
// driver.
const Name = "mlx"

// Tool is mlx-lm's own program, and the module that is run for it.
const Tool = "mlx_lm.benchmark"
