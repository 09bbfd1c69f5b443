package hwinfo

import (
	"slices"

	"dragstrip/bench"
)

const (
	binLength = 5e6  // nanoseconds
	hadItsCPU = 0.98 // the share of a bin in which a thread must have had its CPU
	warmUp    = 2    // bins to skip at the beginning, while clocks rise and page tables are read
	fewBins   = 5
)

// step is one piece of reading by one thread: when it began and ended on a
// clock that all threads share, and how much CPU time the thread had, in
// nanoseconds.
type step struct {
	from, to, cpu int64
	bytes         int64
}

// summarize divides the steps of all threads into bins of 5 ms, and keeps the
// bins in which every thread had its CPU. So the time that another program took
// does not lower the figure.
func summarize(threads [][]step) bench.ThreadBandwidth {
	figure := bench.ThreadBandwidth{Threads: len(threads)}
	if len(threads) == 0 {
		return figure
	}
	threads, figure.WallClock = withCPUTime(threads)
	// All threads were reading from the time when the last one began until the
	// time when the first one ended.
	var from, to int64 = 0, 1<<63 - 1
	for _, steps := range threads {
		if len(steps) == 0 {
			return figure
		}
		from, to = max(from, steps[0].from), min(to, steps[len(steps)-1].to)
	}
	from += warmUp * binLength
	count := int((to - from) / binLength)
	if count < 1 {
		figure.GBps, figure.FromCPUTime = perCPUTime(threads), true
		figure.MedianGBps = figure.GBps
		return figure
	}
	bytes, clean := make([]float64, count), make([]bool, count)
	for i := range clean {
		clean[i] = true
	}
	for _, steps := range threads {
		cpu := make([]float64, count)
		for _, s := range steps {
			spread(s, from, bytes, cpu)
		}
		for i := range cpu {
			clean[i] = clean[i] && cpu[i] >= hadItsCPU*binLength
		}
	}
	var speeds []float64
	for i, ok := range clean {
		if ok {
			speeds = append(speeds, bytes[i]/binLength) // bytes per nanosecond are GB/s
		}
	}
	figure.CleanFraction = float64(len(speeds)) / float64(count)
	if len(speeds) < min(fewBins, count) {
		figure.GBps, figure.FromCPUTime = perCPUTime(threads), true
		figure.MedianGBps = figure.GBps
		return figure
	}
	slices.Sort(speeds)
	figure.GBps, figure.MedianGBps = quantile(speeds, 0.9), quantile(speeds, 0.5)
	figure.SpreadFraction = (figure.GBps - quantile(speeds, 0.1)) / figure.MedianGBps
	return figure
}

// withCPUTime returns the steps unchanged if a step has CPU time. If none has,
// the system does not tell CPU time (Wine, some kernels). Then each thread
// counts as having had its CPU all the time, and wallClock is true.
func withCPUTime(threads [][]step) (counted [][]step, wallClock bool) {
	counted = make([][]step, len(threads))
	for i, steps := range threads {
		for _, s := range steps {
			if s.cpu > 0 {
				return threads, false
			}
			s.cpu = s.to - s.from
			counted[i] = append(counted[i], s)
		}
	}
	return counted, true
}

// spread distributes a step's bytes and CPU time over the bins that it
// overlaps.
func spread(s step, from int64, bytes, cpu []float64) {
	length := float64(s.to - s.from)
	if length <= 0 {
		return
	}
	for i := max((s.from-from)/binLength, 0); i < int64(len(bytes)); i++ {
		start, end := from+i*binLength, from+(i+1)*binLength
		if start >= s.to {
			return
		}
		overlap := float64(min(end, s.to)-max(start, s.from)) / length
		if overlap > 0 {
			bytes[i] += overlap * float64(s.bytes)
			cpu[i] += overlap * float64(s.cpu)
		}
	}
}

// perCPUTime adds up the rates of the threads; the rate of a thread is its
// bytes divided by its CPU time. The sum is right only if the threads together
// do not saturate memory, so it is marked as an estimate.
func perCPUTime(threads [][]step) float64 {
	sum := 0.0
	threads, _ = withCPUTime(threads)
	for _, steps := range threads {
		var bytes, cpu int64
		for _, s := range steps {
			bytes, cpu = bytes+s.bytes, cpu+s.cpu
		}
		if cpu > 0 {
			sum += float64(bytes) / float64(cpu)
		}
	}
	return sum
}

// quantile returns a quantile of sorted values, interpolated between
// neighbours.
func quantile(sorted []float64, q float64) float64 {
	at := q * float64(len(sorted)-1)
	low := int(at)
	if low+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[low] + (at-float64(low))*(sorted[low+1]-sorted[low])
}

// topRate returns a rate near the highest (the 95 % quantile), so that outliers
// do not count.
func topRate(rates []float64) float64 {
	slices.Sort(rates)
	return max(quantile(rates, 0.95), 1e-9)
}
