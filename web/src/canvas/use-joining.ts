// Joining two elements: by the way that is possible, or by the one that the user chooses where there are several.

import type { Connection, FinalConnectionState } from "@xyflow/react";
import { useTranslation } from "react-i18next";
import type { Actions, Dialog } from "./use-actions";
import type { useConnect } from "./use-connect";

export function useJoining(
  connect: ReturnType<typeof useConnect>,
  actions: Actions,
  ask: (dialog: Dialog) => void,
  say: (text: string) => void,
) {
  const { t } = useTranslation();
  const cannot = (from: string, to: string) =>
    say(t("canvas.cannotConnect", { from: actions.title(from), to: actions.title(to) }));
  const joinOrAsk = async (from: string, to: string) => {
    const joins = (await connect.joinsFrom(from)).get(to) ?? [];
    const [only] = joins;
    if (joins.length === 1 && only) await actions.join(from, to, only);
    else if (joins.length > 1) ask({ sort: "join", from, to });
    else cannot(from, to);
  };
  const onConnect = (c: Connection) => void joinOrAsk(c.source, c.target);
  const onConnectEnd = (_: unknown, state: FinalConnectionState) => {
    connect.end();
    if (state.toNode && state.fromNode && state.toNode.id !== state.fromNode.id && !state.isValid)
      cannot(state.fromNode.id, state.toNode.id);
  };
  return { joinOrAsk, onConnect, onConnectEnd };
}
