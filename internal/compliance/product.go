package compliance

import (
	"cordon/internal/knowledge"
	"cordon/internal/model"
)

// Product is the part of a description that its manufacturer places on the market; the rest is its surroundings.
//
// An asset belongs to it if its supplier is an organisation with the duty manufacturer. What is inside an asset has the supplier of that
// asset unless it names one of its own. A component that an organisation with the duty supplier delivers for the inside of the product
// stays a part of it: the manufacturer answers for the whole (Regulation (EU) 2024/2847, Article 13(5)). Where no asset has a
// manufacturer as its supplier, medical devices, medical software and models that learn from data are the product, with all inside.
type Product struct {
	// Named says whether suppliers told what the product is, and not kinds.
	Named bool
	ids   map[string]bool
}

// productKinds are the product where no supplier says so.
var productKinds = []string{"device.medical", "software.medical", "software.mobile-app.medical", "model.ai"}

// ProductOf finds the product in a description.
func ProductOf(m *model.Model, ix *knowledge.Index) *Product {
	p := &Product{ids: map[string]bool{}}
	p.bySupplier(m)
	p.Named = len(p.ids) > 0
	if !p.Named {
		p.byKind(m, ix)
	}
	p.withData(m)
	return p
}

// Has tells whether an asset belongs to the product, or an interface of such an asset, data that one keeps or makes, a flow with an end
// at one, or a function that such data or data computed from it serve, or that one carries out.
func (p *Product) Has(id string) bool { return p.ids[id] }

// bySupplier relies on the order of assets by id: what holds an asset comes before it.
func (p *Product) bySupplier(m *model.Model) {
	duty := map[string]model.Duty{}
	for _, o := range m.Organisations {
		duty[o.ID] = o.Value.Duty
	}
	for _, a := range m.Assets {
		switch supplier := a.Value.Supplier.Text; {
		case duty[supplier] == "manufacturer":
			p.ids[a.ID] = true
		case supplier == "" || duty[supplier] == "supplier":
			p.take(a.ID, p.ids[a.Parent])
		}
	}
}

func (p *Product) byKind(m *model.Model, ix *knowledge.Index) {
	for _, a := range m.Assets {
		p.take(a.ID, p.ids[a.Parent] || ix.IsAny(a.Value.Kind.Text, productKinds))
	}
}

func (p *Product) take(id string, is bool) {
	if is {
		p.ids[id] = true
	}
}

func (p *Product) withData(m *model.Model) {
	for _, i := range m.Interfaces {
		p.take(i.ID, p.ids[i.Parent])
	}
	for _, f := range m.Flows {
		p.take(f.ID, p.ids[f.Value.From.Text] || p.ids[f.Value.To.Text])
	}
	for _, d := range m.Data {
		p.take(d.ID, p.ids[d.Value.MadeBy.Text])
		for _, on := range d.Value.StoredOn {
			p.take(d.ID, p.ids[on.Text])
		}
	}
	served := p.served(m)
	for _, f := range m.Functions {
		p.take(f.ID, p.ids[f.Value.By.Text])
		for _, u := range f.Value.Uses {
			p.take(f.ID, served[u.Key])
		}
	}
}

// served are the data of the product, and what is computed from them by anyone.
func (p *Product) served(m *model.Model) map[string]bool {
	out := map[string]bool{}
	for _, d := range m.Data {
		out[d.ID] = p.ids[d.ID]
	}
	for more := true; more; {
		more = false
		for _, d := range m.Data {
			for _, from := range d.Value.MadeFrom {
				if out[from.Text] && !out[d.ID] {
					out[d.ID], more = true, true
				}
			}
		}
	}
	return out
}
