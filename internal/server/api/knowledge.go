package api

import (
	"context"

	"cordon/internal/knowledge"
	"cordon/internal/workbench"
)

// knowledge gives the knowledge base of an organisation to somebody who belongs there.
func (a *API) knowledge(ctx context.Context, who workbench.Actor, org workbench.OrganisationID) (*knowledge.Index, error) {
	if err := a.Workbench.Belongs(ctx, who, org); err != nil {
		return nil, err
	}
	k, err := a.Study.Knowledge(ctx, org)
	if err != nil {
		return nil, err
	}
	return k.Index, nil
}
