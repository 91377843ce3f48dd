// The ceremonies of passkeys: signing in, proving who one is, and adding one.
import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from "@simplewebauthn/browser";
import { api, need } from "../api/client";
import type { Session } from "./session";

/** inner takes what go-webauthn wraps in publicKey. */
function inner<T>(options: unknown): T {
  return ((options as { publicKey?: T }).publicKey ?? options) as T;
}

/** askPasskey lets the person show a passkey. It throws NotAllowedError if they do not. */
async function askPasskey(): Promise<{ state: string; credential: unknown }> {
  return answerPasskey(await need(api.POST("/api/v1/session/passkey/begin")));
}

export async function signInWithPasskey(): Promise<Session> {
  return need(api.POST("/api/v1/session/passkey/finish", { body: await askPasskey() }));
}

/** proveWithPasskey shows again who signs. */
export async function proveWithPasskey(): Promise<void> {
  await need(api.POST("/api/v1/session/prove", { body: await askPasskey() }));
}

export async function addPasskey(name: string): Promise<void> {
  const { options, state } = await need(api.POST("/api/v1/account/passkeys/begin"));
  const credential = await startRegistration({ optionsJSON: inner<PublicKeyCredentialCreationOptionsJSON>(options) });
  await need(api.POST("/api/v1/account/passkeys/finish", { body: { state, credential, name } }));
}

/** answerPasskey lets the person's passkey answer a question that the server put, such as what is signed. */
export async function answerPasskey(asked: { options: unknown; state: string }) {
  const optionsJSON = inner<PublicKeyCredentialRequestOptionsJSON>(asked.options);
  return { state: asked.state, credential: await startAuthentication({ optionsJSON }) };
}
