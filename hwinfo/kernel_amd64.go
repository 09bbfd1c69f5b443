package hwinfo

import (
	"slices"
	"unsafe"

	"github.com/klauspost/cpuid/v2"
)

// readAVX2 reads whole lines with loads of 32 bytes in four streams: all of
// what an optimised C kernel moves on the processors tried, where each of the
// portable kernels falls behind on one of them.
//
//go:noescape
func readAVX2(p unsafe.Pointer, n int) uint64

func kernels() []kernel {
	list := slices.Clone(portableKernels)
	if cpuid.CPU.Has(cpuid.AVX2) {
		list = append(list, kernel{"avx2", readAVX2})
	}
	return list
}
