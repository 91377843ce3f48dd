// Forms: labels, hints, and what the server found wrong, at the field where it is wrong.
import {
  cloneElement,
  createContext,
  type FormEvent,
  type ReactElement,
  type ReactNode,
  useContext,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import { type ApiError, asApiError } from "../api/problem";
import { ErrorNotice } from "./error-page";

/** wrongOf gives what is wrong at a path, and at what lies below it. */
export function wrongOf(error: ApiError | null, path: string): string[] {
  return (error?.fields ?? []).filter((f) => f.path === path || f.path.startsWith(`${path}.`)).map((f) => f.text);
}

/** leftOver gives what is wrong at no path that a form shows. */
export function leftOver(error: ApiError, shown: Iterable<string>): ApiError["fields"] {
  const paths = [...shown];
  return error.fields.filter((f) => !paths.some((p) => f.path === p || f.path.startsWith(`${p}.`)));
}

interface Held {
  error: ApiError | null;
  paths: Set<string>;
}
const Held = createContext<Held>({ error: null, paths: new Set() });

interface FormProps {
  /** onSubmit does it; what it throws is shown. */
  onSubmit: () => Promise<unknown>;
  /** submit names what is done, such as "Save the name". */
  submit: string;
  busy?: string;
  /** extra stands beside the button. */
  extra?: ReactNode;
  children: ReactNode;
}

export function Form({ onSubmit, submit, busy, extra, children }: FormProps) {
  const { t } = useTranslation();
  const [error, setError] = useState<ApiError | null>(null);
  const [waiting, setWaiting] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const paths = useRef(new Set<string>()).current;

  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [error]);

  async function send(e: FormEvent) {
    e.preventDefault();
    if (waiting) return;
    setWaiting(true);
    setError(null);
    try {
      await onSubmit();
    } catch (x) {
      setError(asApiError(x));
    } finally {
      setWaiting(false);
    }
  }

  return (
    <Held value={{ error, paths }}>
      <form className="form" ref={form} onSubmit={send}>
        {children}
        {error && <ErrorNotice error={error} />}
        {error &&
          leftOver(error, paths).map((f) => <p className="wrong" key={f.path + f.text}>{`${f.path}: ${f.text}`}</p>)}
        <div className="row">
          <button type="submit" className="primary" aria-disabled={waiting}>
            {waiting ? (busy ?? t("parts.working")) : submit}
          </button>
          {extra}
        </div>
      </form>
    </Held>
  );
}

interface FieldProps {
  label: string;
  hint?: ReactNode;
  /** path of the value in what is sent, by which the server says what is wrong with it. */
  path?: string;
  /** wrong is what the page itself found. */
  wrong?: string;
  /** check puts a box before its label. */
  check?: boolean;
  /** children is one input, select or textarea; it gets id, name and descriptions. */
  children: ReactElement<Record<string, unknown>>;
}

export function Field({ label, hint, path, wrong, check, children }: FieldProps) {
  const id = useId();
  const { error, paths } = useContext(Held);
  useEffect(() => {
    if (!path) return;
    paths.add(path);
    return () => void paths.delete(path);
  }, [path, paths]);
  const wrongs = [...(wrong ? [wrong] : []), ...(path ? wrongOf(error, path) : [])];
  const described = [hint && `${id}h`, wrongs.length > 0 && `${id}w`].filter(Boolean).join(" ");
  const control = cloneElement(children, {
    id,
    name: children.props.name ?? path,
    "aria-describedby": described || undefined,
    "aria-invalid": wrongs.length > 0 || undefined,
  });
  return (
    <div className={check ? "field check" : "field"}>
      {check && control}
      <label htmlFor={id}>{label}</label>
      {!check && control}
      {hint && (
        <p className="hint" id={`${id}h`}>
          {hint}
        </p>
      )}
      {wrongs.length > 0 && (
        <p className="wrong" id={`${id}w`}>
          {wrongs.join("; ")}
        </p>
      )}
    </div>
  );
}

interface PasswordFieldProps {
  label: string;
  hint?: ReactNode;
  path: string;
  value: string;
  onChange: (password: string) => void;
  /** chosen: a new password is chosen, not the one that counts typed in. */
  chosen?: boolean;
}

export function PasswordField({ label, hint, path, value, onChange, chosen = false }: PasswordFieldProps) {
  return (
    <Field label={label} hint={hint} path={path}>
      <input
        type="password"
        required
        autoComplete={chosen ? "new-password" : "current-password"}
        value={value}
        onChange={(e) => onChange(e.target.value)}
      />
    </Field>
  );
}
