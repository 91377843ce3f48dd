package client

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Event says that something happened.
type Event struct {
	Number       int64           `json:"number"` // to go on after it
	Organisation string          `json:"organisation"`
	Project      string          `json:"project"`
	Kind         string          `json:"kind"`
	At           time.Time       `json:"at"`
	By           string          `json:"by"`
	Data         json.RawMessage `json:"data"`
}

// reconnect is how long Events waits before it asks again.
const reconnect = 2 * time.Second

// maxLine bounds a line of the stream, in bytes.
const maxLine = 1 << 20

// Events gives what happens in an organisation after an event; 0 is from now on. It goes on until the context ends or the caller stops, and connects
// again when the connection ends. It ends with an error that asking again does not cure: an *Error, but for those of the server itself.
func (c *Client) Events(ctx context.Context, organisation string, after int64) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		for {
			more, err := c.listen(ctx, organisation, &after, func(e Event) bool { return yield(e, nil) })
			switch {
			case !more:
				return
			case ctx.Err() != nil:
				yield(Event{}, ctx.Err())
				return
			case KindOf(err) != "" && KindOf(err) != KindInternal && KindOf(err) != KindTooMany:
				yield(Event{}, err)
				return
			}
			select {
			case <-ctx.Done():
			case <-time.After(reconnect):
			}
		}
	}
}

// listen reads one connection's events. More is false when the caller wants no more.
func (c *Client) listen(ctx context.Context, organisation string, after *int64, each func(Event) bool) (more bool, err error) {
	query := url.Values{"after": {strconv.FormatInt(*after, 10)}}
	res, err := c.send(ctx, http.MethodGet, "/organisations/"+url.PathEscape(organisation)+"/events/stream", query, nil)
	if err != nil {
		return true, err
	}
	defer res.Body.Close()
	return readEvents(res.Body, after, each)
}

// readEvents reads a stream as the HTML standard has it (9.2.6), as far as the workbench writes it: each event has its data on one line.
func readEvents(r io.Reader, after *int64, each func(Event) bool) (more bool, err error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	id, kind, data := "", "", ""
	for lines.Scan() {
		field, value, _ := strings.Cut(lines.Text(), ":")
		value = strings.TrimPrefix(value, " ")
		switch field {
		case "id":
			id = value
		case "event":
			kind = value
		case "data":
			data = value
		}
		if lines.Text() != "" || data == "" {
			continue
		}
		if n, err := strconv.ParseInt(id, 10, 64); err == nil && n > *after {
			*after = n
		}
		if kind != "hello" {
			var e Event
			if err := json.Unmarshal([]byte(data), &e); err != nil {
				return true, fmt.Errorf("read event %s: %w", id, err)
			}
			if !each(e) {
				return false, nil
			}
		}
		id, kind, data = "", "", ""
	}
	return true, lines.Err()
}
