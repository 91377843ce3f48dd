package engine

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGaps(t *testing.T) {
	for name, c := range map[string]struct {
		system string
		want   []Gap
	}{
		"nothing is there": {"lan: network", nil},
		"a hub on no network": {"a: device.hub\nb: device.hub\nlan: network\na on lan",
			[]Gap{{"CHK-0001", "b", "b is on no network"}}},
		"one for each combination, whatever collects": {`
			a: device.badge open-port=some
			b: device.badge
			c: device.badge
			lan: network
			wan: network
			a on lan
			a on wan
			a trusts b
			a trusts c`,
			[]Gap{{"CHK-0002", "a", "a trusts b without a closed port"}, {"CHK-0002", "a", "a trusts c without a closed port"}}},
		"an unknown fact holds it back": {"a: device.badge\nb: device.badge\nlan: network\na on lan\na trusts b", nil},
		"another value of the fact":     {"a: device.badge open-port=none\nb: device.badge\nlan: network\na on lan\na trusts b", nil},
		"said once, though two links say it": {"a: device.hub\nb: device.badge open-port=some\nlan: network\na on lan\nb on lan\nb trusts a\nb trusts a",
			[]Gap{{"CHK-0002", "b", "b trusts a without a closed port"}}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := analyze(t, system(t, c.system)).Gaps(context.Background().Err)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestGapsEndEarly(t *testing.T) {
	stop := errors.New("enough")
	in := &Input{}
	const n = 300 // n·n is more than stopEvery
	for i := range n {
		in.Assets = append(in.Assets, Asset{ID: fmt.Sprint("badge-", i), Kind: "device.badge", Facts: []FactValue{{"open-port", "some"}}})
		for j := range n {
			in.Links = append(in.Links, Link{i, "trusts", j})
		}
	}
	if _, err := analyze(t, in).Gaps(func() error { return stop }); !errors.Is(err, stop) {
		t.Errorf("error %v, want %v", err, stop)
	}
}

// A check and a construction rule say of a system what their examples ask.
func TestMissesAndInfers(t *testing.T) {
	an := analyze(t, system(t, `
		a: device.hub
		b: device.hub
		chip: software
		lan: network
		a on lan
		chip runs-on a`))
	got := map[string]string{}
	for _, id := range []string{"CHK-0001", "CHK-0002", "CHK-9999"} {
		got[id] = string(an.Misses(id))
	}
	for _, id := range []string{"RUL-0001", "RUL-0002", "RUL-0003", "RUL-9999"} {
		got[id] = string(an.Infers(id))
	}
	want := map[string]string{
		"CHK-0001": "match", "CHK-0002": "no-match", "CHK-9999": "no-match",
		"RUL-0001": "match", "RUL-0002": "no-match", "RUL-0003": "no-match", "RUL-9999": "no-match",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
