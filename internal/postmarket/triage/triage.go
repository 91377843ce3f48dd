// Package triage turns what is stated of a vulnerability into decisions by published rules: how urgent it is (SSVC), how grave it is for a
// medical device (the MITRE rubric for CVSS), whether its risk is controlled (FDA, 2016) and why a product may not be affected (VEX). It finds
// nothing out by itself and decides for nobody: each result is a proposal with its reasons, and what is not known stays open.
package triage

// Is is an answer to a question; the zero value means unknown.
type Is string

// The answers.
const (
	Yes     Is = "yes"
	No      Is = "no"
	Unknown Is = "unknown"
)

// Words lists the answers.
func (Is) Words() []string { return []string{string(Yes), string(No), string(Unknown)} }

// Stated is what a person says of a product. Without By and Because it counts as unknown where it would excuse the product.
type Stated struct {
	Is      Is     `json:"is"`
	By      string `json:"by,omitempty"`      // who says so
	Because string `json:"because,omitempty"` // why, as a sentence or the name of a document
}

// excuses tells whether a statement has the answer and may be relied on.
func (s Stated) excuses(is Is) bool { return s.Is == is && s.By != "" && s.Because != "" }
