// Who is signed in. Before that there is the sign-in page, or the set-up page of a new installation.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, lazy, type ReactNode, Suspense, useContext, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { type Answered, api, need, onSignedOut } from "../api/client";
import { asApiError } from "../api/problem";
import { sessionKey } from "../api/queries";
import { chosen, isLanguage, setLanguage } from "../i18n";
import { Dialog } from "../parts/dialog";
import { ErrorPage } from "../parts/error-page";
import { Loading } from "../parts/states";

export type Session = Answered<"/api/v1/session", "get">;
export type Account = NonNullable<Session["account"]>;
export type Organisation = NonNullable<Session["organisations"]>[number];

const SignIn = lazy(() => import("../pages/sign-in/page"));
const Invitation = lazy(() => import("../pages/invitation/page"));
const SetUp = lazy(() => import("../pages/set-up/page"));

const Current = createContext<Session | null>(null);

/** useSession gives the session of the person who is signed in. */
export function useSession(): Session & { account: Account } {
  const s = useContext(Current);
  if (!s?.account) throw new Error("the session is asked for where nobody is signed in");
  return s as Session & { account: Account };
}

const readSession = (): Promise<Session> => need(api.GET("/api/v1/session"));

export function useSessionQuery() {
  return useQuery({ queryKey: sessionKey, queryFn: readSession, staleTime: 5 * 60_000 });
}

/** SessionGate shows its children to somebody who is signed in. If the session ends meanwhile, what they hold stays as it is. */
export function SessionGate({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const query = useSessionQuery();
  const last = useRef<Session | null>(null);

  useEffect(() => {
    onSignedOut(() => {
      if (client.getQueryData<Session>(sessionKey)?.account) void client.invalidateQueries({ queryKey: sessionKey });
    });
  }, [client]);

  const session = query.data;
  const language = session?.account?.language;
  useEffect(() => {
    if (!chosen() && isLanguage(language)) setLanguage(language, false);
  }, [language]);

  if (!session) {
    if (query.error) return <ErrorPage error={asApiError(query.error)} retry={() => void query.refetch()} />;
    return <Loading />;
  }
  if (session["first-run"])
    return (
      <Suspense fallback={<Loading />}>
        <SetUp />
      </Suspense>
    );

  const ended = !session.account && last.current !== null;
  if (session.account) {
    if (last.current?.account && last.current.account.id !== session.account.id) location.reload(); // nothing of one person is shown to another
    last.current = session;
  }
  if (!last.current)
    return (
      <Suspense fallback={<Loading />}>
        {location.pathname === "/invitation" && location.hash.length > 1 ? <Invitation /> : <SignIn />}
      </Suspense>
    );
  return (
    <Current value={last.current}>
      {children}
      {ended && (
        <Dialog title={t("session.ended")} open onClose={() => {}} closable={false}>
          <p>{t("session.endedSays")}</p>
          <Suspense fallback={<Loading />}>
            <SignIn within />
          </Suspense>
        </Dialog>
      )}
    </Current>
  );
}
