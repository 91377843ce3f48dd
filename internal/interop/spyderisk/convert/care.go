package convert

import (
	"strings"

	"cordon/internal/interop/spyderisk"
	"cordon/internal/model"
)

// function is a clinical function that somebody or something carries out for a patient.
type function struct {
	id      string
	sort    string // diagnosis or treatment, as in the table of harms
	patient *element
	value   model.Function
}

// care turns the links of the patient-harms base into clinical functions.
func (c *converter) care() {
	used := map[*spyderisk.AssetLink]bool{}
	treated := map[*element]bool{}
	for _, l := range c.acts {
		if l.Relation.ID == "treats" {
			treated[l.to] = true
		}
		c.act(l, used)
	}
	for _, p := range c.plans {
		switch at := c.readAt(p.to, p.from); {
		case used[p.AssetLink]:
		case p.Relation.ID == "definesTreatmentFor" && !treated[p.to] && at != "":
			// Spyderisk lets patients treat themselves by data that they read and nobody else carries out.
			f := c.function("treatment", "function.self-care", p.to, p.to)
			c.use(f, p.from, at)
			c.selfCare[p.to] = true
		default:
			c.note(c.linkName(p.AssetLink), "says only whom the data is about: no function uses it")
		}
	}
	for _, f := range c.functions {
		putEntry(&c.file.Functions, f.id, &f.value)
	}
	if len(c.functions) > 0 {
		c.note("model", "clinical functions need their data fully (high), since in Spyderisk any loss of it reaches the patient; how fresh it must be is open")
	}
}

// act makes a function of a link, with the data that guides it.
func (c *converter) act(l link, used map[*spyderisk.AssetLink]bool) {
	var f *function
	guide := "definesTreatmentFor"
	switch {
	case l.Relation.ID == "diagnoses":
		f, guide = c.function("diagnosis", "function.diagnosis", l.from, l.to), "diagnosisFor"
	case l.from == l.to:
		f = c.function("treatment", "function.self-care", l.from, l.to)
		c.selfCare[l.to] = true
	case l.from.person != nil:
		f = c.function("treatment", "function.treatment-by-clinician", l.from, l.to)
	default:
		f = c.function("treatment", "function.treatment-by-actuator", l.from, l.to)
	}
	for _, p := range c.plans {
		if p.to != l.to || p.Relation.ID != guide {
			continue
		}
		at := c.readAt(l.from, p.from)
		if at == "" {
			c.note(c.linkName(l.AssetLink), p.from.name+" is not among what it uses: the model does not say where "+l.from.name+" reads it")
			continue
		}
		used[p.AssetLink] = true
		c.use(f, p.from, at)
	}
	for _, s := range c.asserted["controlsThing"] {
		if e := c.of[s.From]; s.To == l.from.Asset && form(someData).has(e) {
			c.use(f, e, l.from.ref())
		}
	}
}

// function begins a function, or finds it if the same one does the same for the same patient.
func (c *converter) function(sort, kind string, by, patient *element) *function {
	for _, f := range c.functions {
		if f.value.By.Text == by.ref() && f.patient == patient && f.value.Kind.Text == kind {
			return f
		}
	}
	title := strings.ToUpper(sort[:1]) + sort[1:] + " of " + patient.name + " by " + by.name
	if by == patient {
		title = "Self-care of " + patient.name
	}
	f := &function{id: c.unique(title, ""), sort: sort, patient: patient}
	f.value = model.Function{Common: model.Common{Kind: wordOf(kind), Title: title}, By: wordOf(by.ref()), For: wordOf(patient.ref())}
	c.functions = append(c.functions, f)
	return f
}

// use lets a function depend on data. Two controls of the patient-harms base say how, rather than protect.
func (c *converter) use(f *function, data *element, at string) {
	if _, twice := f.value.Uses.Get(data.id); twice {
		return
	}
	u := model.Use{Reads: wordOf(at), Integrity: "high", Availability: "high"}
	if c.spends("RealTimeDataUnneeded", data) {
		u.Timeliness = "any"
	}
	if c.spends("WaitForUptoDateData", data) {
		u.WhenStale = "waits"
	}
	putEntry(&f.value.Uses, data.id, &u)
}

// readAt is where a person reads data, or a device has it: a copy at what the person works with, or inside that.
func (c *converter) readAt(actor, data *element) string {
	if actor.person == nil {
		if c.copies[copyAt{data.id, actor.ref()}] {
			return actor.ref()
		}
		return ""
	}
	for _, w := range actor.person.Uses {
		if c.copies[copyAt{data.id, w.Text}] {
			return w.Text
		}
	}
	for _, w := range actor.person.Uses {
		for _, e := range c.elements {
			if e.host != nil && e.host.ref() == w.Text && c.copies[copyAt{data.id, e.ref()}] {
				return e.ref()
			}
		}
	}
	return ""
}
