package mlx

import (
	"os"

	"dragstrip/runner/words"
)

// alone lists variables that are removed, because they would make MLX wait for
// other machines. mx.distributed looks at all of them.
var alone = []string{
	"MLX_RANK", "MLX_HOSTFILE", "MLX_WORLD_SIZE", "MLX_IBV_DEVICES", "MLX_IBV_COORDINATOR", "MLX_JACCL_COORDINATOR", "MLX_JACCL_DEVICES",
	"JACCL_RANK", "JACCL_COORDINATOR", "JACCL_DEVICES", "NCCL_HOST_IP", "NCCL_PORT",
	"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "PMI_RANK", "PMI_SIZE",
}

// ownVariables are the first letters of the names of variables that MLX reads.
var ownVariables = []string{"MLX_"}

// inherited lists the variables of dragstrip's environment that change how MLX
// computes.
func inherited() []string { return words.Inherited(os.Environ(), ownVariables, alone) }
