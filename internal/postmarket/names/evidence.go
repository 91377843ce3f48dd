package names

import "math"

// Evidence is what speaks for and against an advisory concerning a product, each as a number.
type Evidence struct {
	Vendor float64 // 1 the same, 0.7 one belongs to the other, 0 not said, -1 another
	Named  float64 // how much of the advisory's name the product has, by weight of words, 0 to 1
	Having float64 // how much of the product's name the advisory has, by weight of words, 0 to 1
	Model  float64 // 1 a model agrees, 0.5 a short number does, 0 not said, -0.5 a number of the product is not named, -1 those in the names differ
	// Version is 1 where the version is concerned, -1 where it is not, 0 where nobody can tell.
	Version float64
}

// Weights are what the evidence weighs, in the logarithm of the odds.
type Weights struct{ Base, Vendor, Named, Having, Model, Version float64 }

// Fitted are the weights in use. They are fitted to the half of the labelled pairs whose advisory has an even hash, and a test fits them again;
// see docs/user/products.md.
var Fitted = Weights{Base: -10.85, Vendor: 1.93, Named: 5.70, Having: 1.86, Model: 3.68, Version: 4.69}

// List is the evidence as numbers, with 1 for the base.
func (e *Evidence) List() [6]float64 {
	return [6]float64{1, e.Vendor, e.Named, e.Having, e.Model, e.Version}
}

// List are the weights in the order of the evidence.
func (w *Weights) List() [6]float64 {
	return [6]float64{w.Base, w.Vendor, w.Named, w.Having, w.Model, w.Version}
}

// Probability is the probability that evidence means that the advisory concerns the product. Where nobody can tell whether the version is
// concerned, it is the mean of what it would be if it were and if it were not: no labelled pair could say more.
func (w *Weights) Probability(e *Evidence) float64 {
	x := w.Base + w.Vendor*e.Vendor + w.Named*e.Named + w.Having*e.Having + w.Model*e.Model
	in := (1 + e.Version) / 2
	return in*odds(x+w.Version) + (1-in)*odds(x-w.Version)
}

// odds is the probability of which x is the logarithm of the odds.
func odds(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
