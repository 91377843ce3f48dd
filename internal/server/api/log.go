package api

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"cordon/internal/workbench"
)

// LogEntry is an entry of the audit log.
type LogEntry struct {
	Index   int64           `json:"index" doc:"place in the log, from 0; of other organisations are between"`
	Number  int64           `json:"number,omitempty" doc:"counts the entries of the organisation from 1"`
	At      time.Time       `json:"at"`
	Action  string          `json:"action"`
	Account string          `json:"account,omitempty" doc:"absent where the program itself did it"`
	Name    string          `json:"name,omitempty" doc:"of the person, then"`
	Token   string          `json:"token,omitempty" doc:"id of the token that acted for the person"`
	Address string          `json:"address,omitempty"`
	Project string          `json:"project,omitempty"`
	About   string          `json:"about,omitempty"`
	Reason  string          `json:"reason,omitempty"`
	Old     json.RawMessage `json:"old,omitempty"`
	New     json.RawMessage `json:"new,omitempty"`
}

func logEntry(e workbench.Logged) LogEntry {
	return LogEntry{e.Index, e.Number, e.At, e.Action, e.Account, e.Name, e.Token, e.Address, e.Project, e.About, e.Reason, e.Old, e.New}
}

// LogState is what an auditor keeps of the log.
type LogState struct {
	Verifier   string `json:"verifier" doc:"public key of the log; get it from elsewhere than an export"`
	Checkpoint string `json:"checkpoint" doc:"signed: how many entries, and the hash over them"`
	Size       int64  `json:"size" doc:"entries, of all organisations"`
}

func logPage(all []workbench.Logged, next int64, err error) (*body[Page[LogEntry]], error) {
	out := Page[LogEntry]{Items: []LogEntry{}}
	for _, e := range all {
		out.Items = append(out.Items, logEntry(e))
	}
	if next > 0 {
		out.Next = strconv.FormatInt(next, 10)
	}
	return answer(out, err)
}

func (a *API) logOperations() {
	const path = "/organisations/{organisation}/log"
	add(a, operation{method: "GET", path: path, id: "log", summary: "Audit log of an organisation, newest first; a page may hold fewer entries than asked for, or none, and go on", needs: needs(workbench.ReadLog), tag: "trust"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InOrganisation
			Paging
			About string `query:"about" maxLength:"200" doc:"only entries with this action, subject, account or project"`
		}) (*body[Page[LogEntry]], error) {
			before, err := in.number()
			if err != nil {
				return nil, err
			}
			return logPage(a.Workbench.Log(ctx, who, in.Organisation, in.About, int64(before), in.Limit))
		})
	add(a, operation{method: "GET", path: "/log", id: "installation-log", summary: "Audit log of what belongs to no organisation, newest first: sign-ins, passwords, passkeys, tokens, backups; for those who run the installation", needs: signed, tag: "trust"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			Paging
			About string `query:"about" maxLength:"254" doc:"only entries with this action, subject or account"`
		}) (*body[Page[LogEntry]], error) {
			before, err := in.number()
			if err != nil {
				return nil, err
			}
			return logPage(a.Workbench.InstallationLog(ctx, who, in.About, int64(before), in.Limit))
		})
	add(a, operation{method: "GET", path: path + "/state", id: "log-state", summary: "Public key of the audit log, and a signed checkpoint of now", needs: needs(workbench.ReadLog), tag: "trust"},
		func(ctx context.Context, who workbench.Actor, in *InOrganisation) (*body[LogState], error) {
			s, err := a.Workbench.LogState(ctx, who, in.Organisation)
			return answer(LogState(s), err)
		})
	add(a, operation{method: "GET", path: path + "/export", id: "export-log", summary: "Audit log of an organisation, as cordon audit verify checks it", needs: needs(workbench.ReadLog), tag: "trust"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InOrganisation
			Since int64 `query:"since" minimum:"0" doc:"size of an earlier checkpoint; the export then proves that it goes on from there"`
		}) (*huma.StreamResponse, error) {
			write, err := a.Workbench.ExportLog(ctx, who, in.Organisation, in.Since)
			return download("application/jsonl", "audit-log.jsonl", write), err
		})
	add(a, operation{method: "GET", path: "/organisations/{organisation}/export", id: "export-all", summary: "Everything of an organisation as a zip; for owners", needs: signed, tag: "trust"},
		func(ctx context.Context, who workbench.Actor, in *InOrganisation) (*huma.StreamResponse, error) {
			write, err := a.Workbench.ExportAll(ctx, who, in.Organisation)
			return download("application/zip", "organisation-"+string(in.Organisation)+".zip", write), err
		})
}

// downloadMost is how long a download may take: much longer than an answer.
const downloadMost = time.Hour

// download streams a file. An error in the middle cuts the answer off, so that the half is not taken for the whole.
func download(kind, name string, write func(context.Context, io.Writer) error) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(c huma.Context) {
		c.SetHeader("Content-Type", kind)
		c.SetHeader("Content-Disposition", "attachment; filename="+quoted(name))
		w := c.BodyWriter()
		if rw, ok := w.(http.ResponseWriter); ok {
			_ = http.NewResponseController(rw).SetWriteDeadline(time.Now().Add(downloadMost))
		}
		if err := write(c.Context(), w); err != nil {
			abort(err)
		}
	}}
}
