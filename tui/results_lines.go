package tui

// lay lists the lines of the body. The table has one line for each row. Bars
// have one more line for each column.
func (s *resultsScreen) lay() []resultLine {
	var out []resultLine
	heading := ""
	for n, i := range s.rows {
		r := s.sheet.Rows[i]
		if is := r.Heading(); is != heading && is != "" {
			heading = is
			out = append(out, resultLine{headingLine, n, 0})
		}
		out = append(out, resultLine{figureLine, n, 0})
		if s.bars {
			for _, at := range s.shownColumns() {
				out = append(out, resultLine{columnLine, n, at})
			}
		}
	}
	return out
}

// scroll gives the visible lines. The lines of the row that has the focus are
// always among them. If not all of them have room, the column that has the focus
// is.
func (s *resultsScreen) scroll(room int) []resultLine {
	first, last, focus := 0, 0, 0
	for i, l := range s.lines {
		if l.row != s.at {
			continue
		}
		if l.kind == figureLine {
			first, focus = i, i
		}
		if l.kind == columnLine && l.column == s.column {
			focus = i
		}
		last = i
	}
	if first > 0 && s.lines[first-1].kind == headingLine {
		first-- // a test is shown together with its heading
	}
	s.top = max(min(max(s.top, last-room+1), first), focus-room+1)
	s.top = max(min(s.top, len(s.lines)-room), 0)
	return s.lines[s.top:min(s.top+room, len(s.lines))]
}
