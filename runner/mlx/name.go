package mlx

// Name is what plans and journals call MLX, measured by the program's own
// driver.
const Name = "mlx"
