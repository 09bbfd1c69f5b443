package mlx

import (
	"os"

	"dragstrip/runner/words"
)

// alone removes the variables that would make MLX wait for other machines.
// mx.distributed looks at all of them.
var alone = []string{
	"MLX_RANK", "MLX_HOSTFILE", "MLX_WORLD_SIZE", "MLX_IBV_DEVICES", "MLX_IBV_COORDINATOR", "MLX_JACCL_COORDINATOR", "MLX_JACCL_DEVICES",
	"JACCL_RANK", "JACCL_COORDINATOR", "JACCL_DEVICES", "NCCL_HOST_IP", "NCCL_PORT",
	"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "PMI_RANK", "PMI_SIZE",
}

// inherited are the variables of our own environment that change how MLX
// computes.
func inherited() []string { return words.Inherited(os.Environ(), []string{"MLX_"}, alone) }
