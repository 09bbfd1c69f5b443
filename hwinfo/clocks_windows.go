package hwinfo

import (
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

var queryUnbiasedInterruptTime = kernel32.NewProc("QueryUnbiasedInterruptTime")

// systemClocks reads the interrupt time, which leaves out sleep, and the time
// since the start of the system, which includes sleep. GetTickCount64 gives the
// second one, in steps of up to 16 ms.
func systemClocks() (awake, asleep time.Duration, known bool) {
	if unsafe.Sizeof(uintptr(0)) < 8 {
		return 0, 0, false // the result of GetTickCount64 would be truncated
	}
	var units uint64 // of 100 ns
	if ok, _, _ := queryUnbiasedInterruptTime.Call(uintptr(unsafe.Pointer(&units))); ok == 0 {
		return 0, 0, false
	}
	awake = time.Duration(units) * 100
	return awake, windows.DurationSinceBoot() - awake, true
}
