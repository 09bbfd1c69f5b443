#include "textflag.h"

// func readAVX2(p unsafe.Pointer, n int) uint64
//
// Four streams, each two lines of 64 bytes a turn, eight accumulators. n is a
// multiple of 1 MiB.
TEXT ·readAVX2(SB), NOSPLIT, $0-24
	MOVQ  p+0(FP), AX
	MOVQ  n+8(FP), CX
	SHRQ  $2, CX             // bytes a stream
	LEAQ  (AX)(CX*1), BX
	LEAQ  (BX)(CX*1), DX
	LEAQ  (DX)(CX*1), SI
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	VPXOR Y4, Y4, Y4
	VPXOR Y5, Y5, Y5
	VPXOR Y6, Y6, Y6
	VPXOR Y7, Y7, Y7

loop:
	VPADDQ (AX), Y0, Y0
	VPADDQ (BX), Y1, Y1
	VPADDQ (DX), Y2, Y2
	VPADDQ (SI), Y3, Y3
	VPADDQ 32(AX), Y4, Y4
	VPADDQ 32(BX), Y5, Y5
	VPADDQ 32(DX), Y6, Y6
	VPADDQ 32(SI), Y7, Y7
	VPADDQ 64(AX), Y0, Y0
	VPADDQ 64(BX), Y1, Y1
	VPADDQ 64(DX), Y2, Y2
	VPADDQ 64(SI), Y3, Y3
	VPADDQ 96(AX), Y4, Y4
	VPADDQ 96(BX), Y5, Y5
	VPADDQ 96(DX), Y6, Y6
	VPADDQ 96(SI), Y7, Y7
	ADDQ   $128, AX
	ADDQ   $128, BX
	ADDQ   $128, DX
	ADDQ   $128, SI
	SUBQ   $128, CX
	JNZ    loop

	VPADDQ       Y1, Y0, Y0
	VPADDQ       Y3, Y2, Y2
	VPADDQ       Y5, Y4, Y4
	VPADDQ       Y7, Y6, Y6
	VPADDQ       Y2, Y0, Y0
	VPADDQ       Y6, Y4, Y4
	VPADDQ       Y4, Y0, Y0
	VEXTRACTI128 $1, Y0, X1
	VPADDQ       X1, X0, X0
	VPSRLDQ      $8, X0, X1
	VPADDQ       X1, X0, X0
	VMOVQ        X0, AX
	VZEROUPPER
	MOVQ         AX, ret+16(FP)
	RET
