// The dialogs of the canvas: each a list to choose from, and the help.

import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { pictureOf } from "./icons";
import { type Choice, Pick } from "./pick";
import { ShortcutHelp } from "./shortcuts";
import type { Connection, Graph, Kind } from "./types";
import type { Actions, Dialog } from "./use-actions";

interface DialogsProps {
  dialog: Dialog;
  graph: Graph;
  readOnly: boolean;
  palette: (query: string) => Promise<Kind[]>;
  joinsFrom: (from: string) => Promise<Map<string, Connection[]>>;
  actions: Actions;
  ask: (dialog: Dialog | undefined) => void;
}

export function Dialogs({ dialog, graph, readOnly, palette, joinsFrom, actions, ask }: DialogsProps) {
  const { t } = useTranslation();
  const kinds = useRef(new Map<string, Kind>());
  const close = () => ask(undefined);
  const matches = (query: string, ...words: string[]) =>
    words.some((w) => w.toLowerCase().includes(query.trim().toLowerCase()));

  if (dialog.sort === "help") return <ShortcutHelp readOnly={readOnly} onClose={close} />;
  if (dialog.sort === "add")
    return (
      <Pick
        title={t("canvas.addTitle")}
        empty={t("canvas.noKind")}
        onClose={close}
        choices={async (query) => {
          const found = await palette(query);
          for (const k of found) kinds.current.set(k.kind, k);
          return found.map((k) => ({ id: k.kind, title: k.title, note: k.says, picture: pictureOf(k.kind, k.block) }));
        }}
        onPick={(id) => void actions.addKind(kinds.current.get(id) as Kind)}
      />
    );
  if (dialog.sort === "zone")
    return (
      <Pick
        title={t("canvas.toZoneTitle")}
        empty={t("canvas.noZoneFound")}
        onClose={close}
        choices={(query) =>
          [
            { id: "", title: t("canvas.noZone") },
            ...graph.zones.map((z): Choice => ({ id: z.id, title: z.title, note: z["kind-title"], picture: "zone" })),
          ].filter((c) => matches(query, c.title))
        }
        onPick={(id) => void actions.moveItemsTo(id || undefined)}
      />
    );
  const from = dialog.from;
  if (dialog.sort === "connect")
    return (
      <Pick
        title={t("canvas.connectTitle", { title: actions.title(from) })}
        empty={t("canvas.noTarget")}
        onClose={close}
        choices={async (query) => {
          const joins = await joinsFrom(from);
          return graph.nodes
            .filter((n) => joins.has(n.id) && matches(query, n.title, n["kind-title"]))
            .map((n) => ({ id: n.id, title: n.title, note: n["kind-title"], picture: pictureOf(n.kind, n.block) }));
        }}
        onPick={(to) => ask({ sort: "join", from, to })}
      />
    );
  return (
    <Join
      key={`${from} ${dialog.to}`}
      from={from}
      to={dialog.to}
      joinsFrom={joinsFrom}
      actions={actions}
      close={close}
    />
  );
}

/** How to join two elements; not asked where there is one way only (the workspace sees to that). */
function Join({
  from,
  to,
  joinsFrom,
  actions,
  close,
}: { from: string; to: string; close: () => void } & Omit<
  DialogsProps,
  "dialog" | "graph" | "readOnly" | "palette" | "ask"
>) {
  const { t } = useTranslation();
  return (
    <Pick
      title={t("canvas.joinTitle", { from: actions.title(from), to: actions.title(to) })}
      empty={t("canvas.noTarget")}
      onClose={close}
      choices={async (query) => {
        const joins = (await joinsFrom(from)).get(to) ?? [];
        const all = joins.map((j) => ({ id: j.sort, title: t(`canvas.sort.${j.sort}`) }));
        return all.filter((c) => c.title.toLowerCase().includes(query.trim().toLowerCase()));
      }}
      onPick={async (sort) => {
        const c = (await joinsFrom(from)).get(to)?.find((j) => j.sort === sort);
        if (c) await actions.join(from, to, c);
      }}
    />
  );
}
