package live

import (
	"reflect"

	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// reference is a key of a block that people draw: as an edge, or, for zones and places, as what an element stands in.
type reference struct {
	block model.Block
	key   string
	sort  Sort
	back  bool // the edge is read from the element named to the element that names it
}

// The references of the language. The tag `ref` or `keyref` of the key says in which blocks the other end stands.
var (
	networkJoins        = reference{model.Networks, "joins", SortJoins, false}
	networkControlledBy = reference{model.Networks, "controlled-by", SortControls, true}
	personUses          = reference{model.People, "uses", SortUses, false}
	personManages       = reference{model.People, "manages", SortManages, false}
	personWorksFor      = reference{model.People, "works-for", SortWorksFor, false}
	assetOn             = reference{model.Assets, "on", SortOn, false}
	assetWornBy         = reference{model.Assets, "worn-by", SortWears, true}
	assetSupplier       = reference{model.Assets, "supplier", SortSupplies, true}
	interfaceConnects   = reference{model.Interfaces, "connects", SortConnects, false}
	dataStoredOn        = reference{model.DataBlock, "stored-on", SortKeeps, true}
	dataMadeBy          = reference{model.DataBlock, "made-by", SortMakes, true}
	dataMadeFrom        = reference{model.DataBlock, "made-from", SortFeeds, true}
	dataAbout           = reference{model.DataBlock, "about", SortAbout, false}
	functionBy          = reference{model.Functions, "by", SortPerforms, true}
	functionFor         = reference{model.Functions, "for", SortServes, false}
	functionUses        = reference{model.Functions, "uses", SortInforms, true}
	functionContexts    = reference{model.Functions, "contexts", SortHappensIn, false}
	benefitFrom         = reference{model.Benefits, "from", SortDelivers, true}
	hazardFrom          = reference{model.Hazards, "from", SortIsSource, true}
	harmFrom            = reference{model.Harms, "from", SortLeadsTo, true}
	harmHazard          = reference{model.Harms, "hazard", SortUnderlies, true}
	harmTo              = reference{model.Harms, "to", SortHarms, false}
	harmDetectableBy    = reference{model.Harms, "detectable-by", SortWouldNotice, true}
)

// references lists all, with those that no edge shows because the node has a field for them.
var references = []reference{
	networkJoins, networkControlledBy, personUses, personManages, personWorksFor, assetOn, assetWornBy, assetSupplier, interfaceConnects,
	dataStoredOn, dataMadeBy, dataMadeFrom, dataAbout, functionBy, functionFor, functionUses, functionContexts, benefitFrom, hazardFrom,
	harmFrom, harmHazard, harmTo, harmDetectableBy,

	{model.Contexts, "place", SortPlace, false},
	{model.Zones, "within", SortWithin, false},
	{model.Zones, "controlled-by", SortControls, true},
	{model.Places, "within", SortWithin, false},
	{model.Places, "zone", SortZone, false},
	{model.Places, "controlled-by", SortControls, true},
	{model.Networks, "place", SortPlace, false},
	{model.Networks, "zone", SortZone, false},
	{model.People, "place", SortPlace, false},
	{model.Assets, "place", SortPlace, false},
	{model.Assets, "zone", SortZone, false},
}

// shapes are the types of the elements of each block.
var shapes = map[model.Block]reflect.Type{
	model.Contexts: reflect.TypeFor[model.Context](), model.Zones: reflect.TypeFor[model.Zone](), model.Places: reflect.TypeFor[model.Place](),
	model.Networks: reflect.TypeFor[model.Network](), model.Organisations: reflect.TypeFor[model.Organisation](),
	model.People: reflect.TypeFor[model.Person](), model.Assets: reflect.TypeFor[model.Asset](),
	model.Interfaces: reflect.TypeFor[model.Interface](), model.DataBlock: reflect.TypeFor[model.Data](), model.Flows: reflect.TypeFor[model.Flow](),
	model.Functions: reflect.TypeFor[model.Function](), model.Benefits: reflect.TypeFor[model.Benefit](),
	model.Hazards: reflect.TypeFor[model.Hazard](), model.Harms: reflect.TypeFor[model.Harm](),
}

// fieldOf is what the language says of a key of a block.
func fieldOf(block model.Block, key string) (yamltext.Field, bool) {
	for _, f := range yamltext.Fields(shapes[block]) {
		if f.Name == key {
			return f, true
		}
	}
	return yamltext.Field{}, false
}
