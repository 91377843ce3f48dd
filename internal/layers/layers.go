// Package layers judges defence in depth: for each harm, which layers of controls stand on the ways to it, which single loss makes it
// worse, and whether the surroundings alone hold it down. It chooses no controls and changes no assessment.
//
// A layer is that of the knowledge base: device, interface, host, network, site, cloud, organisation or person. Controls of one layer
// are taken to fail together, so they count once.
package layers

import (
	"context"
	"fmt"
	"slices"

	"cordon/internal/assessment"
	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/safety"
)

// Defence is what is known of the layers of a system. Its JSON form is what `cordon layers --format json` writes.
type Defence struct {
	Model        assessment.Model     `json:"model"`
	Knowledge    assessment.Knowledge `json:"knowledge"`
	Engine       assessment.Engine    `json:"engine"`
	Harms        []Harm               `json:"harms"` // the worst first
	Layers       []Layer              `json:"layers"`
	Surroundings Surroundings         `json:"surroundings"`
}

// Harm is the defence against one harm.
type Harm struct {
	ID                  string  `json:"id"`
	Title               string  `json:"title"`
	Severity            string  `json:"severity"`
	Now                 Rating  `json:"now"`
	Paths               []Path  `json:"paths"` // open ones first, then held ones
	MorePaths           bool    `json:"more-paths"`
	Single              []Loss  `json:"single-failures"` // losses that make it worse, the worst first
	Relief              []Loss  `json:"better-without"`  // losses that make it better: side effects
	WithoutSurroundings Without `json:"without-surroundings"`
	Gaps                []Gap   `json:"gaps"` // of the likeliest path, where the harm is not acceptable
}

// Rating is how likely and how acceptable a harm is.
type Rating struct {
	Likelihood    string `json:"likelihood"`        // of the hazardous situation
	Probability   string `json:"probability-level"` // of the harm
	Acceptability string `json:"acceptability"`     // of the worst group

	level   uint8 // of the likelihood, 0-5
	verdict int   // 0 acceptable, 1 reduce, 2 unacceptable
}

// Worse tells whether a harm is likelier than by another rating of it. The verdict never gets worse without that.
func (r Rating) Worse(than Rating) bool { return r.level > than.level }

// Unacceptable tells whether the verdict is the worst one.
func (r Rating) Unacceptable() bool { return r.verdict == 2 }

// Loss is a control or a whole layer that is lost, and what the harm then becomes.
type Loss struct {
	Control string `json:"control,omitempty"` // CTL-0001@element
	Layer   string `json:"layer"`             // that is lost, or of the control
	Then    Rating `json:"then"`
}

// pathsPerHarm bounds the open and the held paths of a harm that are listed.
const pathsPerHarm = 3

// Make judges the layers of an assessed system. The run is left as it was. Stage is called with what is being done.
func Make(ctx context.Context, m *model.Model, ix *knowledge.Index, run *engine.Run, a *assessment.Assessment, stage func(string)) (*Defence, error) {
	k := &maker{stop: ctx.Err, m: m, ix: ix, run: run, a: a}
	if err := k.prepare(); err != nil {
		return nil, err
	}
	d := &Defence{Model: a.Model, Knowledge: a.Knowledge, Engine: a.Engine, Harms: []Harm{}}
	for i := range a.Harms {
		h := &a.Harms[i]
		d.Harms = append(d.Harms, Harm{
			ID: h.ID, Title: h.Title, Severity: h.Severity, Now: k.now(h.ID),
			Paths: []Path{}, Single: []Loss{}, Relief: []Loss{}, Gaps: []Gap{},
		})
	}
	stage("finding what holds each path")
	ways, err := k.paths(d.Harms)
	if err != nil {
		return nil, fmt.Errorf("paths: %w", err)
	}
	stage("taking controls away one by one")
	if err := k.losses(d.Harms); err != nil {
		return nil, fmt.Errorf("single failures: %w", err)
	}
	stage("taking the surroundings away")
	if d.Surroundings, err = k.withoutSurroundings(d.Harms); err != nil {
		return nil, fmt.Errorf("surroundings: %w", err)
	}
	stage("looking for layers where nothing stands")
	if err := k.gaps(d.Harms, ways); err != nil {
		return nil, fmt.Errorf("gaps: %w", err)
	}
	d.Layers = k.sheet(d.Harms)
	return d, nil
}

// maker holds what the parts are made from.
type maker struct {
	stop     func() error // tells when to end early
	m        *model.Model
	ix       *knowledge.Index
	run      *engine.Run
	a        *assessment.Assessment
	standing []engine.Control    // controls that are in place in the run's mode, by id
	ratings  map[string][]Rating // of a harm by its likelihood 0-5
}

// prepare rates every harm at every likelihood, so that what-ifs need not judge again.
func (k *maker) prepare() error {
	k.ratings = map[string][]Rating{}
	for level := range uint8(engine.Top + 1) {
		harms, err := safety.Judge(k.m, k.ix, func(string) uint8 { return level })
		if err != nil {
			return err
		}
		for _, h := range harms {
			k.ratings[h.ID] = append(k.ratings[h.ID], Rating{h.Likelihood, h.Level, h.Acceptability, level, h.Rank.Acceptability})
		}
	}
	for _, c := range k.a.Controls {
		if c.State == "present" || c.State == "planned" && k.a.Engine.Mode == engine.Future {
			k.standing = append(k.standing, c)
		}
	}
	return nil
}

// now rates a harm by the levels that the run has at the moment.
func (k *maker) now(harm string) Rating {
	level, _ := k.run.Likelihood(occurs(harm)) // every harm of the assessment has a likelihood
	return k.ratings[harm][level]
}

func occurs(harm string) string { return engine.ConsequenceID(harm, "occurs") }

// try makes a trial and calls see while it lasts.
func (k *maker) try(t engine.Trial, see func()) error {
	if err := k.stop(); err != nil {
		return err
	}
	undo, err := k.run.Try(t)
	if err != nil {
		return err
	}
	defer undo()
	see()
	return nil
}

// layerOf is the layer of a control by its id or its place, CTL-0001@element.
func (k *maker) layerOf(control string) string {
	if c := k.ix.Controls[bare(control)]; c != nil {
		return string(c.Layer)
	}
	return ""
}

// layerNames are all layers, from the device outwards.
var layerNames = knowledge.Layer("").Words()

func rank(layer string) int { return slices.Index(layerNames, layer) }
