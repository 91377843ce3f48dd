// Signing: what is signed, with which meaning, why, and the password or passkey, asked with each signature (21 CFR 11.200).
import { browserSupportsWebAuthn } from "@simplewebauthn/browser";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, need } from "../api/client";
import { inProject } from "../api/queries";
import { answerPasskey } from "../app/passkeys";
import { useProjectId } from "../app/place";
import { useSession } from "../app/session";
import { Dialog } from "./dialog";
import { ErrorNotice } from "./error-page";
import { Field, Form, PasswordField } from "./form";
import type { Review } from "./signing";
import { Loading, Notice } from "./states";
import { say } from "./toasts";

interface SignProps {
  about: string;
  /** review is what the signature answers, if it was asked for. */
  review?: Review;
  /** meanings are those that one's role allows. */
  meanings: string[];
  onClose: () => void;
}

export function SignDialog({ about, review, meanings, onClose }: SignProps) {
  const { t } = useTranslation();
  const project = useProjectId();
  const client = useQueryClient();
  const { account, passkeys } = useSession();
  const [meaning, setMeaning] = useState(review?.meaning ?? "");
  const [reason, setReason] = useState("");
  const [password, setPassword] = useState("");
  const subject = useQuery({
    queryKey: inProject(project, "subject", about),
    queryFn: () =>
      need(api.GET("/api/v1/projects/{project}/subject", { params: { path: { project }, query: { about } } })),
    staleTime: 0,
  });
  const what = subject.data;
  const offered = meanings.filter((m) => m !== "authorship" || what?.authors.includes(account.id));
  const chosen = meaning || (offered[0] ?? "");

  const path = { project };
  const signed = { about, digest: what?.digest ?? "", meaning: chosen as "authorship", reason, review: review?.id };

  async function done(made: Promise<unknown>) {
    await made;
    say(t("signing.done"));
    onClose();
    await client.invalidateQueries({ queryKey: inProject(project) });
  }
  const sign = () =>
    done(need(api.POST("/api/v1/projects/{project}/signatures", { params: { path }, body: { ...signed, password } })));

  async function signWithPasskey() {
    const asked = await need(
      api.POST("/api/v1/projects/{project}/signatures/begin", { params: { path }, body: signed }),
    );
    const passkey = await answerPasskey(asked);
    await done(
      need(api.POST("/api/v1/projects/{project}/signatures", { params: { path }, body: { ...signed, passkey } })),
    );
  }

  return (
    <Dialog title={t("signing.signTitle")} open onClose={onClose}>
      {subject.isPending && <Loading />}
      <ErrorNotice error={subject.error} retry={() => void subject.refetch()} />
      {what && (
        <Form submit={t(`signing.signAs.${chosen}`)} onSubmit={sign}>
          <dl className="facts">
            <dt>{t("signing.what")}</dt>
            <dd>
              {what.words}
              <br />
              <span className="small muted digest">SHA-256 {what.digest}</span>
            </dd>
            <dt>{t("signing.who")}</dt>
            <dd>{account.name}</dd>
          </dl>
          {review && review.digest !== what.digest && <Notice tone="fair">{t("signing.changedSince")}</Notice>}
          {review ? (
            <p>{t(`signing.means.${chosen}`)}</p>
          ) : (
            <Field label={t("signing.meaningOf")} hint={t(`signing.means.${chosen}`)} path="meaning">
              <select value={chosen} onChange={(e) => setMeaning(e.target.value)}>
                {offered.map((m) => (
                  <option key={m} value={m}>
                    {t(`signing.meaning.${m}`)}
                  </option>
                ))}
              </select>
            </Field>
          )}
          <Field label={t("signing.reason")} path="reason">
            <textarea required maxLength={2000} value={reason} onChange={(e) => setReason(e.target.value)} />
          </Field>
          <PasswordField
            label={t("session.password")}
            hint={t("signing.passwordHint")}
            path="password"
            value={password}
            onChange={setPassword}
          />
        </Form>
      )}
      {what && passkeys && browserSupportsWebAuthn() && (
        <Form submit={t("signing.withPasskey")} onSubmit={signWithPasskey}>
          <p className="or">{t("session.or")}</p>
        </Form>
      )}
    </Dialog>
  );
}
