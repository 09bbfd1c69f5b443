package benchtest

import (
	"time"

	"dragstrip/bench"
)

// expectedScenes differ in the speed that was expected of a card before it was
// measured.
func expectedScenes() []scene {
	card := func(name string, e bench.Expected, codes ...string) scene {
		return scene{
			Judged: Judged{Name: name, Codes: codes}, build: vulkan(radeon), result: onCard, machine: desktop(), tps: 120,
			before: []told{{"j1", bench.SpeedExpected{Test: judgedTest, Expected: e}}},
		}
	}
	const chip = "Radeon RX 7900 XTX"
	usual, slow := bench.SpeedRange{TPS: 170, From: 150, To: 190}, bench.SpeedRange{TPS: 121, From: 110, To: 133}
	own := bench.OwnResult{Model: "Judged 3B Q4_K_M", Measured: time.Date(2026, 11, 28, 20, 0, 0, 0, time.UTC), Results: 3}
	return []scene{
		card("as fast as expected", bench.Expected{SpeedRange: slow, Chip: chip}),
		card("faster than expected", bench.Expected{SpeedRange: bench.SpeedRange{TPS: 50, From: 40, To: 60}, Chip: chip}),
		card("slower than others", bench.Expected{SpeedRange: usual, Chip: chip}, "below_expected"),
		card("always slower than others", bench.Expected{SpeedRange: slow, Chip: chip, Own: own, Others: usual}, "below_expected"),
		card("slower than before", bench.Expected{SpeedRange: usual, Own: own}, "below_own"),
		card("an expectation that cannot be", bench.Expected{SpeedRange: bench.SpeedRange{TPS: 170, From: 190, To: 150}, Chip: chip}),
	}
}
