package report

import "dragstrip/bench/naming"

// Axis is what the columns of a comparison stand for.
type Axis string

// Axes of a comparison.
const (
	AxisModel   Axis = "model"
	AxisEngine  Axis = "engine"
	AxisBuild   Axis = "build"
	AxisFlags   Axis = "flags"
	AxisMachine Axis = "machine"
)

// Axes lists all axes, in the order in which they are offered.
var Axes = []Axis{AxisModel, AxisEngine, AxisBuild, AxisFlags, AxisMachine}

// subjects are the aspects that tell the columns of an axis apart.
var subjects = map[Axis][]naming.Subject{
	AxisModel:   {naming.OfModel},
	AxisEngine:  {naming.OfEngine},
	AxisBuild:   {naming.OfEngine, naming.OfBuild},
	AxisFlags:   {naming.OfFlags},
	AxisMachine: {naming.OfMachine},
}
