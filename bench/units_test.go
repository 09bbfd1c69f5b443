package bench

import (
	"math"
	"testing"
	"time"
)

func TestFiguresAreWrittenAsOnTheScreens(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{FormatTPS(4.97), "4.97"},
		{FormatTPS(52.1), "52.1"},
		{FormatTPS(886), "886"},
		{FormatTPS(1581.2), "1581"},
		{FormatTPS(1234567.8), "1234568"},
		{FormatTPS(0.497), "0.497"},
		{FormatTPS(0.04), "0.0400"},
		{FormatTPS(9.996), "10.0"},
		{FormatTPS(99.96), "100"},
		{FormatTPS(999.6), "1000"},
		{FormatTPS(0), NotMeasured},
		{FormatTPS(math.NaN()), NotMeasured},
		{FormatTPS(math.Inf(1)), NotMeasured},

		{FormatInterval(88.1, 87.9, 88.3), "± 0.2"},
		{FormatInterval(88.1, 87.0, 88.2), "± 1.1"},
		{FormatInterval(298, 272, 299), "± 26"},
		{FormatEnds(298, 272, 299), "272 to 299"},
		{FormatEnds(88.1, 87, 88.25), "87.0 to 88.2"},
		{FormatEnds(965, 0.0001, 2.7e12), ""},
		{FormatEnds(20, -1, 30), ""},
		{FormatInterval(298, 280, 308), "± 18"},
		{FormatInterval(965, 0.0001, 2.7e12), "uncertain"},
		{FormatHalfWidth(0.012), "±1.2 %"},
		{FormatHalfWidth(1), "±100 %"},
		{FormatHalfWidth(0.0002), "under ±0.1 %"},
		{FormatHalfWidth(5.71), "over ±100 %"},
		{FormatInterval(1581, 1575, 1586), "± 6"},
		{FormatInterval(88.1, 88.1, 88.1), "± 0.0"},
		{FormatInterval(88.1, 88.098, 88.102), "± 0.002"},
		{FormatMeanStdDev(321.4, 0.9), "321 ± 1"},
		{FormatMeanStdDev(321.4, 0), "321 ± 0"},
		{FormatMeanStdDev(321.4, 0.04), "321 ± 0.04"},
		{FormatMeanStdDev(99, 3e-8), "99.0 ± 0.0"},
		{FormatMeanStdDev(1581, 1210), "1581 ± 1210"},
		{FormatMeanStdDev(0, 0), NotMeasured},

		{FormatGBps(7.98), "7.98 GB/s"},
		{FormatGBps(0), NotMeasured},
		{FormatGBps(1792), "1792 GB/s"},

		{FormatBytes(0), NotKnown},
		{FormatBytes(345), "345 B"},
		{FormatBytes(196608), "192 KiB"},
		{FormatBytes(621355008), "593 MiB"},
		{FormatBytes(42519756800), "39.6 GiB"},
		{FormatBytes(1<<30 - 1), "1.00 GiB"},
		{FormatBytes(math.MaxInt64), "8192 PiB"},

		{FormatParams(0), NotKnown},
		{FormatParams(172352), "172 K"},
		{FormatParams(20260000), "20.3 M"},
		{FormatParams(7241732096), "7.24 B"},
		{FormatParams(999_900_000), "1.00 B"},
		{FormatParams(235_100_000_000), "235 B"},

		{FormatDuration(252 * time.Second), "4:12"},
		{FormatDuration(1999 * time.Millisecond), "0:01"},
		{FormatDuration(3852 * time.Second), "1:04:12"},
		{FormatDuration(-time.Second), "0:00"},

		{FormatPercent(0.69), "69 %"},
		{FormatPercent(0.0432), "4.3 %"},
		{FormatPercent(0.0999), "10 %"},
		{FormatPercent(1.3), "130 %"},
		{FormatPercent(0), "0 %"},
		{FormatPercent(0.00035), "<0.1 %"},
		{FormatPercent(math.NaN()), NotMeasured},
		{FormatLoss(0.23), "23 %"},
		{FormatLoss(0.9958), "99.6 %"},
		{FormatLoss(0.99999), "over 99.9 %"},
		{FormatChange(1.045), "+4.5 %"},
		{FormatChange(0.887), "-11.3 %"},
		{FormatChange(1), "0.0 %"},
		{FormatChange(0.99999), "0.0 %"},
		{FormatChange(9.592), "+859 %"}, // "+859.2 %" is too wide for a cell
		{FormatChange(25), "+2400 %"},
		{FormatChange(0), NotMeasured},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
