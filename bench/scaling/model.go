package main

import (
	"container/heap"
	"math"
	"math/rand/v2"
)

// Model is workers that each take shard after shard through the same steps, as long as there are shards: a closed network of queues.
type Model struct {
	Workers int
	Steps   []Step
	// Servers is how many workers a resource serves at once; the others wait in the order in which they came.
	Servers map[string]int
}

// Step is one thing that a worker does with a shard.
type Step struct {
	On   string // the resource that it holds meanwhile; "" holds none, so that nobody waits
	Draw Draw   // seconds
}

// Draw gives a time, in seconds, 0 or more.
type Draw func(*rand.Rand) float64

// From draws from what was measured, each with the same chance.
func From(seconds []float64) Draw {
	return func(r *rand.Rand) float64 { return seconds[r.IntN(len(seconds))] }
}

// Result is what a model does in the long run.
type Result struct {
	Throughput float64 // shards a second
	Error      float64 // half of the 95 % interval of Throughput, if it was replicated
	// Busiest is the shared resource that is busy most, and Busy which part of its servers' time. Resources with a server for each worker
	// are not shared.
	Busiest string
	Busy    float64
}

// Run simulates a number of shards, after a tenth as many to warm up.
func Run(m Model, shards int, r *rand.Rand) Result {
	var c calendar
	resources := map[string]*resource{}
	for name, n := range m.Servers {
		resources[name] = &resource{c: &c, servers: n}
	}
	warm, done, began := shards/10, 0, 0.0
	var step func(i int)
	step = func(i int) {
		if i == len(m.Steps) {
			done++
			if done == warm {
				began = c.now
				for _, q := range resources {
					q.used = 0
				}
			}
			i = 0
		}
		s := m.Steps[i]
		next := func() { step(i + 1) }
		if q := resources[s.On]; q != nil {
			q.use(s.Draw(r), next)
		} else {
			c.after(s.Draw(r), next)
		}
	}
	for range m.Workers {
		step(0)
	}
	for done < warm+shards {
		c.next()
	}
	took := c.now - began
	out := Result{Throughput: float64(shards) / took}
	for name, q := range resources {
		if busy := q.used / took / float64(q.servers); q.servers < m.Workers && (busy > out.Busy || busy == out.Busy && name < out.Busiest) {
			out.Busiest, out.Busy = name, busy
		}
	}
	return out
}

// Replicate runs a model some times with other random numbers, always the same ones, and gives means.
func Replicate(m Model, shards, runs int) Result {
	var all []Result
	var out Result
	for i := range runs {
		one := Run(m, shards, rand.New(rand.NewPCG(8, uint64(i))))
		all = append(all, one)
		out.Throughput += one.Throughput / float64(runs)
		out.Busy += one.Busy / float64(runs)
		out.Busiest = one.Busiest
	}
	variance := 0.0
	for _, one := range all {
		variance += math.Pow(one.Throughput-out.Throughput, 2) / float64(runs-1)
	}
	out.Error = 1.96 * math.Sqrt(variance/float64(runs)) // runs is large enough for the normal distribution here
	return out
}

// resource is servers with one line.
type resource struct {
	c             *calendar
	servers, busy int
	line          []func()
	used          float64 // seconds that servers were or are to be busy, from when each began
}

// use waits for a server, holds it for some seconds, and then goes on.
func (q *resource) use(seconds float64, then func()) {
	begin := func() {
		q.busy++
		q.used += seconds
		q.c.after(seconds, func() {
			q.busy--
			if len(q.line) > 0 {
				next := q.line[0]
				q.line = q.line[1:]
				next()
			}
			then()
		})
	}
	if q.busy < q.servers {
		begin()
	} else {
		q.line = append(q.line, begin)
	}
}

// calendar is what happens when. Things at the same time happen in the order in which they were put in.
type calendar struct {
	now    float64
	events events
	count  int
}

func (c *calendar) after(seconds float64, f func()) {
	c.count++
	heap.Push(&c.events, event{c.now + seconds, c.count, f})
}

func (c *calendar) next() {
	e := heap.Pop(&c.events).(event)
	c.now = e.at
	e.f()
}

type event struct {
	at    float64
	order int
	f     func()
}

type events []event

func (e events) Len() int { return len(e) }
func (e events) Less(i, j int) bool {
	return e[i].at < e[j].at || e[i].at == e[j].at && e[i].order < e[j].order
}
func (e events) Swap(i, j int) { e[i], e[j] = e[j], e[i] }
func (e *events) Push(x any)   { *e = append(*e, x.(event)) }
func (e *events) Pop() any {
	last := len(*e) - 1
	x := (*e)[last]
	*e = (*e)[:last]
	return x
}
