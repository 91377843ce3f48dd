// What a person sets for themselves: name, language, password, passkeys, sessions, tokens.
import { useTranslation } from "react-i18next";
import { Page } from "../../parts/page";
import { About } from "./about";
import { Passkeys } from "./passkeys";
import { Password } from "./password";
import { Sessions } from "./sessions";
import { Tokens } from "./tokens";

export default function ProfilePage() {
  const { t } = useTranslation();
  return (
    <Page title={t("nav.profile")}>
      <div className="stack profile">
        <About />
        <Password />
        <Passkeys />
        <Sessions />
        <Tokens />
      </div>
    </Page>
  );
}
