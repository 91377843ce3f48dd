package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"cordon/internal/presence"
	"cordon/internal/workbench"
)

// How the stream of events looks for new ones, and how often it says that it is alive.
const (
	pollEvents = 700 * time.Millisecond
	aliveEvery = 20 * time.Second
	// streamMost ends a stream; the browser comes back by itself.
	streamMost = 10 * time.Minute
)

func (a *API) eventOperations() {
	type in struct {
		InOrganisation
		After  int64  `query:"after" minimum:"0" doc:"events with a higher number"`
		LastID string `header:"Last-Event-ID" maxLength:"20"`
	}
	add(a, operation{method: "GET", path: "/organisations/{organisation}/events", id: "events", summary: "What happened, in order", needs: signed, tag: "events"},
		func(ctx context.Context, who workbench.Actor, in *in) (*body[Page[workbench.Event]], error) {
			all, last, err := a.Workbench.Events(ctx, who, in.Organisation, in.After, 200)
			out := whole(all)
			if last != in.After {
				out.Next = strconv.FormatInt(last, 10)
			}
			return answer(out, err)
		})
	add(a, operation{method: "GET", path: "/organisations/{organisation}/events/stream", id: "event-stream", summary: "What happens from now on, as server-sent events; hello tells the id of the stream, presence who else has the project open that one has", needs: signed, tag: "events"},
		func(ctx context.Context, who workbench.Actor, in *in) (*huma.StreamResponse, error) {
			after := in.After
			if n, err := strconv.ParseInt(in.LastID, 10, 64); err == nil && n > after {
				after = n
			}
			if after == 0 {
				// From now on: skip what is there.
				for {
					_, last, err := a.Workbench.Events(ctx, who, in.Organisation, after, 1000)
					if err != nil {
						return nil, err
					}
					if last == after {
						break
					}
					after = last
				}
			}
			here := a.presence.Open(who.Account, who.Name)
			if here == nil {
				return nil, workbench.Errorf(workbench.TooMany, "too many streams of events are open").WithHint("close windows of the workbench that you do not need")
			}
			return &huma.StreamResponse{Body: func(c huma.Context) { a.stream(c, who, here, in.Organisation, after) }}, nil
		})
}

// stream tells what happens until the session or token that opened it ends.
func (a *API) stream(c huma.Context, who workbench.Actor, here *presence.Stream, org workbench.OrganisationID, after int64) {
	defer here.Close()
	session := callerOf(c.Context()).Session
	ctx, cancel := context.WithTimeout(c.Context(), streamMost)
	defer cancel()
	c.SetHeader("Content-Type", "text/event-stream")
	c.SetHeader("Cache-Control", "no-store")
	out := c.BodyWriter()
	flush := http.NewResponseController(out.(http.ResponseWriter))
	// The server's limit for writing is for whole answers; a stream has its own.
	_ = flush.SetWriteDeadline(time.Now().Add(streamMost + time.Minute))
	fmt.Fprintf(out, "retry: 2000\nid: %d\nevent: hello\ndata: {\"stream\":%q}\n\n", after, here.ID)
	_ = flush.Flush()
	tick, alive := time.NewTicker(pollEvents), time.NewTicker(aliveEvery)
	defer tick.Stop()
	defer alive.Stop()
	var told []byte
	// look says who else is there, if that has changed.
	look := func() {
		if here.Came() {
			told = nil
		}
		if now := a.present(ctx, who, here, told); now != nil {
			told = now
			fmt.Fprintf(out, "event: presence\ndata: %s\n\n", now)
		}
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-alive.C:
			if a.Workbench.Counts(ctx, who, session) != nil {
				return
			}
			fmt.Fprint(out, ": alive\n\n")
			look() // places end, and rights
		case <-tick.C:
			events, last, err := a.Workbench.Events(ctx, who, org, after, 200)
			if err != nil {
				return
			}
			after = last
			moved := here.Changed()
			if len(events) == 0 && !moved {
				continue
			}
			if a.Workbench.Counts(ctx, who, session) != nil {
				return
			}
			for _, e := range events {
				data, err := json.Marshal(e)
				if err != nil {
					return
				}
				fmt.Fprintf(out, "id: %d\nevent: %s\ndata: %s\n\n", e.Number, e.Kind, data)
			}
			if moved {
				look()
			}
		}
		if flush.Flush() != nil {
			return
		}
	}
}
