package report

import (
	"dragstrip/bench"
	"dragstrip/bench/tuning"
)

// Curves are the pictures of a search: a line for each configuration, the
// fastest for the first goal first.
func (f Found) Curves() (all []Curves) {
	var tests []bench.Test
	for _, g := range f.Goals {
		tests = append(tests, bench.Test(g.TuningGoal))
	}
	for _, one := range familiesOf(tests) {
		var lines []CurveLine
		for _, of := range f.Configurations {
			line := CurveLine{Name: of.Name, Job: of.Job}
			for _, t := range one.tests {
				if v, grade := of.speedAt(f.Goals, t); v > 0 && of.State != tuning.StateFailed {
					line.Points = append(line.Points, CurvePoint{Length: one.length(t), TPS: v, Grade: grade, Marks: GradeSign(grade)})
				}
			}
			lines = append(lines, line)
		}
		if c, ok := one.withLines(lines); ok {
			all = append(all, c)
		}
	}
	return all
}

// speedAt is the speed of a configuration in tokens a second for the goal that
// measures a test, with its grade; 0 if it is not known.
func (c FoundConfiguration) speedAt(goals []FoundGoal, t bench.Test) (tps float64, grade bench.Grade) {
	for i, g := range goals {
		if bench.Test(g.TuningGoal) == t && i < len(c.Speeds) {
			if i < len(c.grades) {
				grade = c.grades[i]
			}
			return c.Speeds[i], grade
		}
	}
	return 0, ""
}

// curvePictures draws the curves of a search for a page.
func (f Found) curvePictures() (out []picture) {
	for _, c := range mostTelling(f.Curves()) {
		out = append(out, c.picture(func(line CurveLine) string { return line.Name }, "fastest for the first goal"))
	}
	return out
}
