package dossier

import (
	"slices"
	"strings"

	"cordon/internal/layers"
	"cordon/internal/report/document/wording"
)

// rating is a likelihood with the verdict on the harm.
func rating(r layers.Rating) string {
	return "likelihood " + wording.Words(r.Likelihood) + "\n" + wording.Words(r.Acceptability)
}

// lost is a control or a whole layer that is thought away.
func (w *writer) lost(l *layers.Loss) string {
	if l.Control == "" {
		return "all controls of the layer " + wording.Words(l.Layer)
	}
	return l.Control + "\n" + w.names.Of(l.Control)
}

// singleFailures lists the losses of one control or layer that make a harm worse.
func (w *writer) singleFailures() {
	t := w.table("single-failures", "Losses that make a harm worse", "Id", "Harm", "Now", "Lost", "Then")
	for _, h := range w.Defence.Harms {
		for _, l := range h.Single {
			t.row([]string{h.ID, l.Control}, h.ID, h.Title, rating(h.Now), w.lost(&l), rating(l.Then))
			if l.Then.Unacceptable() && !h.Now.Unacceptable() {
				w.open("The loss of one control or one layer makes the harm unacceptable", h.ID)
			}
		}
	}
	t.end("No loss of a single control or layer makes a harm worse.")
	w.noHarm()
}

// heldOutside shows what becomes of the harms once the surroundings protect no longer. MDCG 2019-16 Rev. 1, section 3.6, asks that a
// device be secure by itself.
func (w *writer) heldOutside() {
	s := &w.Defence.Surroundings
	t := w.table("held-outside", "Harms without the protection of the surroundings", "Id", "Harm", "Now", "Without controls of the surroundings", "Without what is assumed of them as well", "Held down by the surroundings alone")
	for _, h := range w.Defence.Harms {
		x := &h.WithoutSurroundings
		if x.Stays && x.All.Likelihood == h.Now.Likelihood {
			continue
		}
		alone := "no"
		if x.Carried {
			alone = "yes"
			w.open("Only the surroundings keep a harm from being unacceptable; the reason why is to be added", h.ID)
		}
		t.row([]string{h.ID}, h.ID, h.Title, rating(h.Now), rating(x.Controls), rating(x.All), alone)
	}
	t.end("No harm becomes likelier, and none gets a worse verdict, when the surroundings protect no longer.")
	t = w.table("surroundings-controls", "Controls of the surroundings that were taken away for this", "Id", "Control", "At")
	for i := range w.Assessment.Controls {
		if c := &w.Assessment.Controls[i]; slices.Contains(s.Controls, c.ID) {
			t.row([]string{c.ID, c.Element}, c.ID, c.Title, w.names.Of(c.Element))
		}
	}
	t.end("No control of the surroundings is in place or planned.")
	t = w.table("surroundings-trust", "Trust in places, networks and people that was taken away for this", "Id", "Place, network or person", "Trust that is assumed, and to which level it was taken")
	t.shares(3, 4, 8)
	for i := 0; i < len(s.Assumptions); {
		id := s.Assumptions[i].Element
		var lines []string
		for ; i < len(s.Assumptions) && s.Assumptions[i].Element == id; i++ {
			a := &s.Assumptions[i]
			trust := a.Attribute
			if k := w.Index.Trust[a.Attribute]; k != nil {
				trust = k.Title
			}
			lines = append(lines, trust+": "+wording.Words(a.Assumed)+", taken to "+wording.Words(a.Taken))
		}
		t.row([]string{id}, id, w.names.Of(id), strings.Join(lines, "\n"))
	}
	t.end("No trust in the surroundings is assumed.")
	w.noHarm()
}
