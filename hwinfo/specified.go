package hwinfo

import "dyno/bench"

func (r *record) specify()                                {}
func (r *record) specifyByName(g *bench.GPU)              {}
func (r *record) specifyAMD(g *bench.GPU)                 {}
func (r *record) specifyNVIDIA(g *bench.GPU, mhz float64) {}
