// Signing in: password, passkey, or the sign-on of the organisation.
import { browserSupportsWebAuthn } from "@simplewebauthn/browser";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, need } from "../../api/client";
import { asApiError } from "../../api/problem";
import { sessionKey } from "../../api/queries";
import { Gate } from "../../app/gate";
import { signInWithPasskey } from "../../app/passkeys";
import { type Session, useSessionQuery } from "../../app/session";
import { ErrorNotice } from "../../parts/error-page";
import { Field, Form, PasswordField } from "../../parts/form";

export default function SignInPage({ within = false }: { within?: boolean }) {
  const { t } = useTranslation();
  if (within) return <SignIn />;
  return (
    <Gate title={t("session.signIn")}>
      <SignIn />
    </Gate>
  );
}

function SignIn() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data } = useSessionQuery();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");

  async function signedIn(session: Promise<Session>) {
    const s = await session;
    client.setQueryData(sessionKey, s);
    void client.invalidateQueries(); // what was refused may be allowed now
  }

  const local = data?.local ?? true;
  const code = local ? "" : location.hash.slice(1); // the set-up code, which browsers send to nobody
  const passkeys = local && (data?.passkeys ?? false) && browserSupportsWebAuthn();
  const byPassword = local || code !== "";
  const others = passkeys || (data?.providers?.length ?? 0) > 0;
  return (
    <div className="stack">
      {byPassword && (
        <Form
          submit={t("session.signIn")}
          busy={t("session.signingIn")}
          onSubmit={() => signedIn(need(api.POST("/api/v1/session", { body: { email, password, code } })))}
        >
          <Field label={t("session.email")} path="email">
            <input
              type="email"
              required
              autoComplete="username webauthn"
              value={email}
              onChange={(e) => setEmail(e.target.value)}
            />
          </Field>
          <PasswordField label={t("session.password")} path="password" value={password} onChange={setPassword} />
        </Form>
      )}
      {byPassword && others && <p className="or">{t("session.or")}</p>}
      {passkeys && <Passkey signedIn={signedIn} />}
      {data?.providers?.map((p) => (
        <a key={p.id} className="button" href={signOnAddress(p.id, location.pathname + location.search)}>
          {t("session.with", { name: p.title })}
        </a>
      ))}
    </div>
  );
}

/** signOnAddress begins single sign-on at a provider and comes back to a path of ours. */
export function signOnAddress(provider: string, back: string): string {
  return `/auth/oidc/${encodeURIComponent(provider)}/start?${new URLSearchParams({ return: back })}`;
}

function Passkey({ signedIn }: { signedIn: (s: Promise<Session>) => Promise<void> }) {
  const { t } = useTranslation();
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  return (
    <>
      <button
        type="button"
        aria-disabled={busy}
        onClick={async () => {
          if (busy) return;
          setBusy(true);
          setError(null);
          try {
            await signedIn(signInWithPasskey());
          } catch (e) {
            if (!(e instanceof Error && e.name === "NotAllowedError")) setError(asApiError(e)); // that one: the person changed their mind
          } finally {
            setBusy(false);
          }
        }}
      >
        {t("session.withPasskey")}
      </button>
      <ErrorNotice error={error} />
    </>
  );
}
