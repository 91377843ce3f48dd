// The frame of pages for somebody who is not signed in.
import { type ReactNode, useEffect } from "react";
import { LanguageChoice, ThemeChoice } from "./preferences";

export function Gate({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Cordon`;
  }, [title]);
  return (
    <div className="gate">
      <header>
        <LanguageChoice />
        <ThemeChoice />
      </header>
      <main>
        <p className="brand">Cordon</p>
        <div className="card">
          <h1>{title}</h1>
          {children}
        </div>
      </main>
    </div>
  );
}
