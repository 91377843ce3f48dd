// Nobody loses what they typed by going away: a page says that it holds something unsaved, and leaving asks first.
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AroundNavHandler } from "wouter";
import { navigate } from "wouter/use-browser-location";
import { Confirm } from "../parts/confirm";

const holders = new Set<object>();
let ask: ((leave: () => void) => void) | null = null;

/** useUnsaved says, while unsaved is true, that leaving this page loses something. */
export function useUnsaved(unsaved: boolean): void {
  useEffect(() => {
    if (!unsaved) return;
    const holder = {};
    holders.add(holder);
    return () => void holders.delete(holder);
  }, [unsaved]);
}

/** leaveFirst lets the router go on at once, or after the person agreed. A change of the query alone leaves nothing. */
export const leaveFirst: AroundNavHandler = (go, to, options) => {
  const stays = new URL(to, location.href).pathname === location.pathname;
  if (holders.size === 0 || stays || !ask) go(to, options);
  else ask(() => go(to, options));
};

/** guardHistory watches the Back button and the closing of the window. It must run before the router listens. */
export function guardHistory(): void {
  let here = location.href;
  let path = location.pathname;
  for (const kind of ["pushState", "replaceState"]) {
    addEventListener(kind, () => {
      here = location.href;
      path = location.pathname;
    });
  }
  addEventListener("popstate", (e) => {
    if (holders.size === 0 || location.pathname === path || !ask) {
      here = location.href;
      path = location.pathname;
      return;
    }
    const to = location.href;
    e.stopImmediatePropagation();
    history.pushState(null, "", here); // the address says again what is shown
    ask(() => navigate(to));
  });
  addEventListener("beforeunload", (e) => {
    if (holders.size > 0) e.preventDefault();
  });
}

/** LeaveDialog asks. There is one, in the app. */
export function LeaveDialog() {
  const { t } = useTranslation();
  const [leave, setLeave] = useState<(() => void) | null>(null);
  useEffect(() => {
    ask = (f) => setLeave(() => f);
    return () => {
      ask = null;
    };
  }, []);
  return (
    <Confirm
      open={leave !== null}
      title={t("shell.leave")}
      action={t("shell.leaveAnyway")}
      danger
      onCancel={() => setLeave(null)}
      onConfirm={() => {
        holders.clear();
        leave?.();
        setLeave(null);
      }}
    >
      <p>{t("shell.leaveSays")}</p>
    </Confirm>
  );
}
