// The head of each page: where one is, what it is called, what can be done. It sets the title of the window and takes the focus
// after navigation, so that a screen reader says where one came to.
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";

interface PageProps {
  title: string;
  /** subject stands before "Cordon" in the window's title: the project or organisation. */
  subject?: string;
  /** intro is one sentence under the title. */
  intro?: ReactNode;
  crumbs?: { label: string; href: string }[];
  actions?: ReactNode;
  /** focusKey: when it changes, the title takes the focus again, for pages that show one thing after another. */
  focusKey?: string;
  children: ReactNode;
}

let first = true; // the browser itself cares for the focus when the document is loaded

export function Page({ title, subject, intro, crumbs, actions, focusKey, children }: PageProps) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = [title, subject, "Cordon"].filter(Boolean).join(" · ");
  }, [title, subject]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is there to run it again
  useEffect(() => {
    if (!first && !document.querySelector("dialog[open]")) heading.current?.focus();
    first = false;
  }, [focusKey]);
  return (
    <>
      <div className="page-head">
        <div>
          {crumbs && (
            <nav className="crumbs" aria-label={t("parts.crumbs")}>
              <ol>
                {crumbs.map((c) => (
                  <li key={c.href}>
                    <Link href={c.href}>{c.label}</Link>
                  </li>
                ))}
              </ol>
            </nav>
          )}
          {subject && <p className="print-only">{subject}</p>}
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {intro && <p className="muted">{intro}</p>}
        </div>
        {actions && <div className="row">{actions}</div>}
      </div>
      {children}
    </>
  );
}
