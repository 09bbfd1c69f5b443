package fitting

// Predicted is a row with its prediction.
type Predicted struct {
	Row
	Predicted float64 // tokens a second
}

// LeaveOneChipOut predicts the results of each chip with effects that were
// fitted to all other chips. No result of the chip itself is used.
func LeaveOneChipOut(rows []Row) []Predicted {
	var out []Predicted
	all := Fit(rows) // only the beginning of each fit
	for _, chip := range chipsOf(rows) {
		own, others := split(rows, chip)
		effects := fitFrom(others, all)
		for _, r := range own {
			out = append(out, Predicted{r, 1 / effects.Seconds(r.Place, r.Work)})
		}
	}
	return out
}

// chipsOf lists the chips of sorted rows, each once.
func chipsOf(rows []Row) (chips []string) {
	for i, r := range rows {
		if i == 0 || r.Chip != rows[i-1].Chip {
			chips = append(chips, r.Chip)
		}
	}
	return chips
}

func split(rows []Row, chip string) (own, others []Row) {
	for _, r := range rows {
		if r.Chip == chip {
			own = append(own, r)
		} else {
			others = append(others, r)
		}
	}
	return own, others
}

// LeaveOneFamilyOut predicts each family with effects that were fitted to all
// other families, as a family is predicted of which nothing was published.
func LeaveOneFamilyOut(rows []Row) []Predicted {
	var out []Predicted
	families := map[string]bool{}
	for _, r := range rows {
		family := r.Place.Family
		if families[family] {
			continue
		}
		families[family] = true
		var own, others []Row
		for _, o := range rows {
			if o.Place.Family == family {
				own = append(own, o)
			} else {
				others = append(others, o)
			}
		}
		effects := Fit(others)
		for _, o := range own {
			out = append(out, Predicted{o, 1 / effects.Seconds(o.Place, o.Work)})
		}
	}
	return out
}
