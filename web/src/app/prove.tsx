// Some things are done only by somebody who just showed who they are: signing, adding a passkey, making a token.
//
//   const { proved, dialog } = useProof();
//   await proved(() => need(api.POST(…)));   // asks if the server wants it, then tries again
//   return <>… {dialog}</>;
import { browserSupportsWebAuthn } from "@simplewebauthn/browser";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, need } from "../api/client";
import { ApiError } from "../api/problem";
import { Dialog } from "../parts/dialog";
import { Form, PasswordField } from "../parts/form";
import { proveWithPasskey } from "./passkeys";

interface Asked {
  done: () => void;
  given: () => void;
}

/** wantsProof tells whether the server refused only because the person has to show again who they are. */
export function wantsProof(e: unknown): boolean {
  return e instanceof ApiError && e.kind === "stale";
}

export function useProof() {
  const [asked, setAsked] = useState<Asked | null>(null);
  const proved = useCallback(async function run<T>(f: () => Promise<T>): Promise<T> {
    try {
      return await f();
    } catch (e) {
      if (!wantsProof(e)) throw e;
      await new Promise<void>((done, fail) => setAsked({ done, given: () => fail(e) }));
      return f();
    }
  }, []);
  const dialog = asked && (
    <Prove
      onProved={() => {
        asked.done();
        setAsked(null);
      }}
      onClose={() => {
        asked.given();
        setAsked(null);
      }}
    />
  );
  return { proved, dialog };
}

function Prove({ onProved, onClose }: { onProved: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState("");
  return (
    <Dialog title={t("session.prove")} open onClose={onClose}>
      <p>{t("session.proveSays")}</p>
      <div className="stack">
        <Form
          submit={t("session.proveWithPassword")}
          onSubmit={async () => {
            await need(api.POST("/api/v1/session/prove", { body: { password } }));
            onProved();
          }}
        >
          <PasswordField label={t("session.password")} path="password" value={password} onChange={setPassword} />
        </Form>
        {browserSupportsWebAuthn() && (
          <Form submit={t("session.proveWithPasskey")} onSubmit={() => proveWithPasskey().then(onProved)}>
            <p className="or">{t("session.or")}</p>
          </Form>
        )}
      </div>
    </Dialog>
  );
}
