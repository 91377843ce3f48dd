package report

import "fmt"

// check makes sure that a layout can be drawn: nothing stands on anything, and frames hold what belongs into them and nothing
// else.
func (p *placement) check(s *Scene) error {
	c := &checker{s: s, p: p, frame: map[string]int{"": -1}}
	for i, g := range s.Groups {
		c.frame[g.ID] = i
		w, h := blockSize(g.Title, faces[FaceGroup])
		c.titles = append(c.titles, Rect{p.groups[i].X + titleX, p.groups[i].Y + titleY, w, h})
	}
	for i, b := range s.Boxes {
		r := b.At
		r.centre(p.boxes[i])
		c.boxes = append(c.boxes, r)
	}
	for i, e := range s.Edges {
		r := e.At
		r.centre(p.labels[i])
		c.labels = append(c.labels, r)
	}
	for _, check := range []func() error{c.checkBoxes, c.checkGroups, c.checkLabels} {
		if err := check(); err != nil {
			return fmt.Errorf("lay out %s: %w", s.ID, err)
		}
	}
	return nil
}

type checker struct {
	s                     *Scene
	p                     *placement
	frame                 map[string]int // index of a group
	boxes, titles, labels []Rect
}

func (c *checker) checkBoxes() error {
	for i, b := range c.s.Boxes {
		for j := range i {
			if c.boxes[j].overlaps(c.boxes[i]) {
				return fmt.Errorf("%s and %s overlap", c.s.Boxes[j].ID, b.ID)
			}
		}
		for j, g := range c.s.Groups {
			switch inside := c.inside(b.Group, j); {
			case inside && !c.p.groups[j].holds(c.boxes[i]):
				return fmt.Errorf("%s is outside of its frame", b.ID)
			case !inside && c.p.groups[j].overlaps(c.boxes[i]):
				return fmt.Errorf("%s is in the frame of %s", b.ID, g.ID)
			case c.titles[j].overlaps(c.boxes[i]):
				return fmt.Errorf("%s covers the title of %s", b.ID, g.ID)
			}
		}
	}
	return nil
}

func (c *checker) checkGroups() error {
	for i, g := range c.s.Groups {
		for j, o := range c.s.Groups[:i] {
			switch {
			case c.inside(g.ID, j):
				if !c.p.groups[j].holds(c.p.groups[i]) || c.titles[j].overlaps(c.p.groups[i]) {
					return fmt.Errorf("the frame of %s does not fit into %s", g.ID, o.ID)
				}
			case c.p.groups[j].overlaps(c.p.groups[i]):
				return fmt.Errorf("the frames of %s and %s overlap", o.ID, g.ID)
			}
		}
	}
	return nil
}

func (c *checker) checkLabels() error {
	for i, e := range c.s.Edges {
		if len(e.Label) == 0 {
			continue
		}
		for _, list := range [][]Rect{c.boxes, c.titles} {
			for _, r := range list {
				if r.overlaps(c.labels[i]) {
					return fmt.Errorf("the label %q stands on something", e.Label)
				}
			}
		}
		for j, o := range c.s.Edges[:i] {
			if len(o.Label) > 0 && c.labels[i].overlaps(c.labels[j]) {
				return fmt.Errorf("the labels %q and %q overlap", e.Label, o.Label)
			}
		}
	}
	return nil
}

// inside tells whether a group is another one or stands in it.
func (c *checker) inside(group string, outer int) bool {
	i := c.frame[group]
	for i >= 0 && i != outer {
		i = c.frame[c.s.Groups[i].Parent]
	}
	return i == outer
}
