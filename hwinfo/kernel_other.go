//go:build !amd64

package hwinfo

func kernels() []kernel { return portableKernels }
