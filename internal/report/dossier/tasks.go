package dossier

import (
	"slices"
	"strings"

	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/report/document"
	"cordon/internal/report/document/wording"
)

// role is the word of duty holders for an organisation or a person; empty where nothing says it.
func (w *writer) role(id string) string {
	for _, o := range w.Model.Organisations {
		if o.ID == id {
			return string(o.Value.Duty)
		}
	}
	for _, p := range w.Model.People {
		if p.ID != id {
			continue
		}
		if p.Value.WorksFor.Text != "" {
			return w.role(p.Value.WorksFor.Text)
		}
		if w.Index.IsAny(p.Value.Kind.Text, []string{"person.patient", "person.caregiver"}) {
			return "patient"
		}
	}
	return ""
}

// technical are the layers in which whoever makes the product builds its controls; those of the others are practised where it is used.
var technical = []knowledge.Layer{"device", "interface", "host", "cloud"}

// charge is the role of who is in charge of an element; of a function, of the person who carries it out.
func (w *writer) charge(element string) string {
	for _, f := range w.Model.Functions {
		if f.ID == element {
			return w.role(f.Value.By.Text)
		}
	}
	return w.role(w.owner(element))
}

// appliers are those who apply a control at an element. The manufacturer builds in what is part of the product. An organisation that is in
// charge practises what is practised there, also where it is not the usual one: a manufacturer filters its own network. A patient in charge
// does what patients can do. Where nothing of this decides, all who usually can are named, the patient last of all, and it is not settled.
func (w *writer) appliers(c *engine.Control, k *knowledge.Control) (holders []string, settled bool) {
	var can []string
	for _, a := range k.AppliedBy {
		can = append(can, string(a))
	}
	built := slices.Contains(technical, k.Layer)
	if built && w.product.Has(c.Element) && slices.Contains(can, "manufacturer") {
		holders = append(holders, "manufacturer")
	}
	charge := w.charge(c.Element)
	usual := slices.Contains(can, charge)
	if charge != "" && (usual || !built && charge != "patient") && !slices.Contains(holders, charge) {
		holders = append(holders, charge)
	}
	if len(holders) > 0 {
		return holders, true
	}
	if others := slices.DeleteFunc(slices.Clone(can), func(a string) bool { return a == "patient" }); len(others) > 0 {
		can = others
	}
	return can, len(can) == 1
}

// tasks lists what one holder of duties has to do.
func (w *writer) tasks(holder string) {
	if !slices.Contains(knowledge.Applier("").Words(), holder) {
		w.open("The template asks for the tasks of “" + holder + "”; that is nobody who applies controls")
		return
	}
	uses := w.uses(func(c *engine.Control, k *knowledge.Control) bool {
		holders, _ := w.appliers(c, k)
		return slices.Contains(holders, holder)
	})
	if holder == "patient" {
		w.patientTasks(uses)
		return
	}
	if holder == "supplier" {
		w.deliveries()
	}
	controls := w.table("tasks-"+holder, "Security tasks of the "+holder, "Id", "Task", "How", "At", "Shown by", "Together with")
	for _, u := range uses {
		controls.row(u.from(), u.control.ID, u.control.Title, u.control.Configure, w.places(&u), verified(u.control), w.others(&u, holder))
	}
	taken := w.table("duties-"+holder, "What the "+holder+" has taken on", "Id", "Task", "Who", "For")
	for _, r := range w.Model.Responsibilities {
		if w.role(r.Value.Owner.Text) == holder {
			about := ids(r.Value.About)
			taken.row(append(about, r.ID, r.Value.Owner.Text), r.ID, r.Value.Says, w.names.Of(r.Value.Owner.Text), w.each(about))
		}
	}
	relied := w.table("relied-on-"+holder, "What others rely on the "+holder+" for", "Id", "Assumption", "Who", "If it does not hold")
	for _, a := range w.Model.Assumptions {
		if w.role(a.Value.Owner.Text) == holder {
			relied.row([]string{a.ID, a.Value.Owner.Text}, a.ID, a.Value.Says, w.names.Of(a.Value.Owner.Text), w.ifNot(&a))
		}
	}
	if len(controls.t.Rows)+len(taken.t.Rows)+len(relied.t.Rows) == 0 {
		w.open("No control, responsibility or assumption is described that the " + holder + " takes care of")
		return
	}
	controls.end("No control is in place or planned that the " + holder + " applies.")
	taken.end("")
	relied.end("")
}

// deliveries lists what suppliers deliver: assets, and networks that they run.
func (w *writer) deliveries() {
	t := w.table("deliveries", "What suppliers deliver", "Id", "Delivery", "Kind", "Supplier", "Release", "Updates until")
	for _, a := range w.Model.Assets {
		if by := w.supplier(a.ID); w.role(by) == "supplier" {
			t.row([]string{a.ID, by}, a.ID, w.names.Of(a.ID), w.kind(a.Value.Kind.Text), w.names.Of(by), wording.Or(a.Value.Release), w.until(a.ID))
		}
	}
	for _, n := range w.Model.Networks {
		if by := w.owner(n.ID); w.role(by) == "supplier" {
			t.row([]string{n.ID, by}, n.ID, w.names.Of(n.ID), w.kind(n.Value.Kind.Text), w.names.Of(by), "does not apply", "does not apply")
		}
	}
	t.end("Nothing is described that a supplier delivers.")
}

// unsettled is open where several could apply a control and nobody is said to.
const unsettled = "It is not settled who applies a control"

// others are those who apply a control at the same places besides one. Where it is not settled who does, they are said to be instead.
func (w *writer) others(u *use, holder string) string {
	var with, instead []string
	for _, c := range u.at {
		holders, settled := w.appliers(c, u.control)
		if settled {
			with = append(with, holders...)
			continue
		}
		w.open(unsettled, c.ID)
		for _, h := range holders {
			instead = append(instead, "or "+h+", not settled")
		}
	}
	not := func(h string) bool { return h == holder || h == "or "+holder+", not settled" }
	return wording.List(slices.DeleteFunc(slices.Concat(facts(with), facts(instead)), not))
}

// patientTasks says in plain words what a patient and those who help do.
func (w *writer) patientTasks(uses []use) {
	var items [][]document.Span
	var from []string
	add := func(says string, ids ...string) {
		items, from = append(items, document.Text(says)), append(from, ids...)
	}
	for _, u := range uses {
		if u.control.Plain == "" {
			w.open("Say in plain words what this asks of the patient: "+u.control.Title, u.control.ID)
			continue
		}
		add(u.control.Plain, u.from()...)
	}
	for _, r := range w.Model.Responsibilities {
		if w.role(r.Value.Owner.Text) == "patient" {
			add(r.Value.Says, r.ID)
		}
	}
	for _, a := range w.Model.Assumptions {
		if w.role(a.Value.Owner.Text) == "patient" {
			add("See to it that this is so: "+a.Value.Says, a.ID)
		}
	}
	if len(items) == 0 {
		w.text("There is nothing you have to do to keep the device safe from misuse by others.", w.template)
		return
	}
	w.add(document.Block{List: &document.List{Items: items}}, from)
}

// ifNot says what follows when an assumption does not hold.
func (w *writer) ifNot(a *model.Element[model.Assumption]) string {
	if a.Value.IfNot == "" {
		w.open("It is not said what follows when an assumption does not hold: “"+strings.TrimSuffix(a.Value.Says, ".")+"”", ids(a.Value.About)...)
	}
	return wording.Or(a.Value.IfNot)
}

// responsibilities say who does what, and what nobody has taken on.
func (w *writer) responsibilities() {
	t := w.table("responsibilities", "Who does what", "Id", "Task", "Who", "Duty", "For", "Accepted in")
	for _, r := range w.Model.Responsibilities {
		who, about := r.Value.Owner.Text, ids(r.Value.About)
		t.row(append(about, r.ID, who), r.ID, r.Value.Says, w.names.Of(who), wording.Or(w.role(who)), w.each(about), wording.Or(r.Value.Accepted))
		if r.Value.Accepted == "" && w.role(who) != "manufacturer" {
			w.open("It is not said where a task that is given to others was accepted", r.ID)
		}
	}
	t.end("No responsibility is described.")
	if len(w.Model.Responsibilities) == 0 {
		w.open("No responsibility is described")
	}
	t = w.table("not-taken-on", "Controls that nobody is known to apply", "Id", "Control", "At", "Who could")
	for _, u := range w.uses(all) {
		for _, c := range u.at {
			holders, settled := w.appliers(c, u.control)
			there := slices.ContainsFunc(holders, func(h string) bool { return h == "patient" || w.holders(model.Duty(h)) != "" })
			switch {
			case settled && there:
				continue
			case settled:
				w.open("Nobody is described who has the duty of who applies a control", c.ID)
			default:
				w.open(unsettled, c.ID)
			}
			t.row([]string{c.ID}, c.ID, c.Title, w.names.Of(c.Element), wording.List(holders))
		}
	}
	t.end("For each control that is in place or planned it is known who applies it.")
}
