// Header: menu button (narrow), name, going to something, language, theme, help, account.
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { api, need } from "../api/client";
import { sessionKey } from "../api/queries";
import { Menu } from "../parts/menu";
import { say } from "../parts/toasts";
import { GoTo } from "./go-to";
import { Help } from "./help";
import { usePlace } from "./place";
import { LanguageChoice, ThemeChoice } from "./preferences";
import { useSession } from "./session";

export function Header({ open, setOpen }: { open: boolean; setOpen: (open: boolean) => void }) {
  const { t } = useTranslation();
  const { account, organisations = [] } = useSession();
  const place = usePlace();
  const [, go] = useLocation();
  const client = useQueryClient();

  async function signOut() {
    try {
      await need(api.DELETE("/api/v1/session"));
      client.clear();
      location.assign("/"); // a new document holds nothing of the old session
    } catch {
      say(t("session.notSignedOut"), "bad");
      void client.invalidateQueries({ queryKey: sessionKey });
    }
  }

  const others = organisations.filter((o) => o.id !== place.organisation);
  return (
    <header className="shell-head" data-open={open}>
      <button
        type="button"
        className="quiet menu-button"
        aria-expanded={open}
        aria-controls="side"
        onClick={() => setOpen(!open)}
      >
        {t("shell.menu")}
      </button>
      <Link className="brand" href="/">
        Cordon
      </Link>
      <div className="grow">
        <GoTo />
      </div>
      <LanguageChoice />
      <ThemeChoice />
      <Help />
      <Menu
        label={account.name}
        items={[
          { label: t("nav.profile"), run: () => go("/profile") },
          ...others.map((o) => ({ label: t("shell.changeTo", { name: o.name }), run: () => go(`/o/${o.id}`) })),
          { label: t("session.signOut"), run: () => void signOut() },
        ]}
      />
    </header>
  );
}
